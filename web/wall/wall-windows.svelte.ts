const CHANNEL = 'gwanje-wall';
const GREET_MS = 2000;
const FORGET_MS = 5000;

type Word =
  | { readonly kind: 'here'; readonly window: number; readonly name: string | null; readonly count: number }
  | { readonly kind: 'who' }
  | { readonly kind: 'bye'; readonly window: number }
  | { readonly kind: 'put'; readonly window: number; readonly cameraId: number }
  | { readonly kind: 'left' };

export interface OtherWindow {
  readonly window: number;
  /** The scene it shows; null for none. */
  readonly name: string | null;
  /** How many cameras it shows. */
  readonly count: number;
}

/** Further windows of the same session on further monitors: which are open, and words between them. */
export class WallWindows {
  others = $state.raw<readonly OtherWindow[]>([]);
  readonly #own: number;
  readonly #heardMs = new Map<number, number>();
  #channel: BroadcastChannel | null = null;

  constructor(own: number) {
    this.#own = own;
  }

  /** Opens the line. `tell` is what this window shows, null while it shows no wall. Returns what ends it. */
  open(acts: {
    readonly tell: () => { readonly name: string | null; readonly count: number } | null;
    readonly onPut: (cameraId: number) => void;
    /** Another window of the session signed out. */
    readonly onLeft: () => void;
  }): () => void {
    const channel = new BroadcastChannel(CHANNEL);
    this.#channel = channel;
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.kind === 'here' && data.window !== this.#own) this.#hear(data);
      else if (data.kind === 'bye') this.#forget(data.window);
      else if (data.kind === 'who') this.#greet(acts.tell());
      else if (data.kind === 'put' && data.window === this.#own) acts.onPut(data.cameraId);
      else if (data.kind === 'left') acts.onLeft();
    };
    const greet = (): void => this.#greet(acts.tell());
    const timer = setInterval(() => {
      greet();
      const now = performance.now();
      for (const [window, at] of this.#heardMs) if (now - at > FORGET_MS) this.#forget(window);
    }, GREET_MS);
    const bye = (): void => this.#say({ kind: 'bye', window: this.#own });
    addEventListener('pagehide', bye);
    this.#say({ kind: 'who' });
    greet();
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', bye);
      bye();
      channel.close();
      this.#channel = null;
    };
  }

  /** Says that this window's person signed out. */
  leave(): void {
    this.#say({ kind: 'left' });
  }

  put(window: number, cameraId: number): void {
    this.#say({ kind: 'put', window, cameraId });
  }

  /** The number of the next window to open. */
  nextNumber(): number {
    const taken = new Set([this.#own, ...this.others.map(({ window }) => window)]);
    let next = 2;
    while (taken.has(next)) next++;
    return next;
  }

  #greet(shown: { readonly name: string | null; readonly count: number } | null): void {
    if (shown !== null) this.#say({ kind: 'here', window: this.#own, ...shown });
  }

  #say(word: Word): void {
    this.#channel?.postMessage(word);
  }

  #hear({ window, name, count }: OtherWindow): void {
    this.#heardMs.set(window, performance.now());
    const rest = this.others.filter((each) => each.window !== window);
    this.others = [...rest, { window, name, count }].sort((a, b) => a.window - b.window);
  }

  #forget(window: number): void {
    this.#heardMs.delete(window);
    this.others = this.others.filter((each) => each.window !== window);
  }
}
