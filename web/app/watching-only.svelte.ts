import type { Health } from '../../server/platform/health.routes.ts';
import { api } from '../api/client.ts';

const ASK_MS = 4000;
const PATIENCE_MS = 6000;

/** Whether the server can only give live video now, since when and why; asked for as long as the console is open. */
export class WatchingOnly {
  state = $state.raw<{
    readonly part: 'audit' | 'database';
    readonly since: Date;
    readonly spool: NonNullable<Health['spool']>['state'];
  } | null>(null);

  /** Calls `onBack` whenever everything goes on again. Returns the function that ends the asking. */
  open(onBack: () => void): () => void {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const health = await healthNow();
      if (ended) return;
      const before = this.state;
      if (health !== null) this.#take(health);
      if (before !== null && this.state === null) onBack();
      timer = setTimeout(() => void ask(), ASK_MS);
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  #take({ part, since, spool }: Health): void {
    const before = this.state;
    if (part === undefined) {
      if (before !== null) this.state = null;
      return;
    }
    const next = {
      part,
      since: since === undefined ? (before?.since ?? new Date()) : new Date(since),
      spool: spool?.state ?? 'fine',
    };
    const same =
      before?.part === next.part &&
      before.spool === next.spool &&
      before.since.getTime() === next.since.getTime();
    if (!same) this.state = next;
  }
}

/** A server that does not answer at all says nothing of its parts: null. */
async function healthNow(): Promise<Health | null> {
  try {
    const response = await api.health.$get({}, { init: { signal: AbortSignal.timeout(PATIENCE_MS) } });
    return (await response.json()) as Health;
  } catch {
    return null;
  }
}
