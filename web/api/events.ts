/** What the server announces. 'hello' opens a fresh feed; after 'reset' everything must be read anew. */
export type FeedEvent =
  | { readonly kind: 'hello' | 'reset'; readonly seq: number }
  | { readonly kind: 'tick'; readonly at: Date }
  | { readonly kind: string; readonly seq: number; readonly id: number | null };

const KINDS = [
  'pursuit',
  'camera',
  'device',
  'signboard',
  'register',
  'layer',
  'live',
  'ptz',
  'import',
  'agency',
  'consultation',
  'wall',
  'audit',
];
/** Give or take, so that a room of consoles does not come back in one moment. */
const RETRY_MS = [500, 1000, 2000, 4000, 8000];

/**
 * The server's events, resumed after the last number seen: nothing is lost or told twice. `onDown` is called at each
 * break; the feed then comes back by itself, and at once where `hurry` is called meanwhile.
 */
export function openFeed(
  onEvent: (event: FeedEvent) => void,
  onDown: () => void,
): { readonly end: () => void; readonly hurry: () => void } {
  let lastSeq: number | null = null;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let ended = false;

  const connect = (): void => {
    timer = undefined;
    source = new EventSource(lastSeq === null ? '/api/events' : `/api/events?after=${lastSeq}`);
    for (const kind of [...KINDS, 'hello', 'reset', 'tick'])
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        attempt = 0;
        const data = JSON.parse(message.data) as { seq?: number; id?: number | null; at?: string };
        if (kind === 'tick') return onEvent({ kind: 'tick', at: new Date(data.at ?? Date.now()) });
        const seq = data.seq ?? 0;
        lastSeq = seq;
        onEvent(kind === 'hello' || kind === 'reset' ? { kind, seq } : { kind, seq, id: data.id ?? null });
      });
    source.addEventListener('error', () => {
      // The browser's own retry would ask with an old address and stops for good on any HTTP error.
      source?.close();
      if (ended) return;
      onDown();
      timer = setTimeout(
        connect,
        RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]! * (0.6 + Math.random() * 0.8),
      );
    });
  };
  connect();
  return {
    end: () => {
      ended = true;
      clearTimeout(timer);
      source?.close();
    },
    hurry: () => {
      if (timer === undefined || ended) return;
      clearTimeout(timer);
      connect();
    },
  };
}
