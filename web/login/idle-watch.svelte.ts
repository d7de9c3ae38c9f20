import type { SessionView } from '../../server/people/people.schema.ts';
import { tellSeen } from './door.ts';
import { idlePhase, tellEveryMs } from './idle.rules.ts';

type Idle = SessionView['idle'];

const INPUTS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;
const CHECK_MS = 5000;

/** Tells the server of keys and pointer, and knows how long the session still has without them. */
export class IdleWatch {
  #minutes = 0;
  #endsAt = Infinity;
  #leftMs = $state(Infinity);
  #toldAt = 0;
  #askedAt = 0;
  readonly phase = $derived.by(() =>
    this.#leftMs === Infinity ? 'calm' : idlePhase(this.#leftMs, this.#minutes),
  );
  readonly leftSeconds = $derived(Math.max(0, Math.ceil(this.#leftMs / 1000)));

  #take(idle: Idle): void {
    this.#minutes = idle?.minutes ?? 0;
    this.#endsAt = idle === null ? Infinity : Date.now() + idle.leftSeconds * 1000;
    this.#look();
  }

  #look(): void {
    this.#leftMs = this.#endsAt === Infinity ? Infinity : this.#endsAt - Date.now();
  }

  #tell = (): void => {
    const now = Date.now();
    if (
      this.phase === 'over' ||
      now - this.#toldAt < (this.phase === 'soon' ? 1000 : tellEveryMs(this.#minutes))
    )
      return;
    this.#toldAt = now;
    // Out of reach: the next key tells again.
    void tellSeen().then(
      (idle) => this.#take(idle),
      () => undefined,
    );
  };

  /**
   * Watches until the returned function is called. `ask` reads what the server knows (another window may have kept the
   * session); null where it has ended there.
   */
  watch(idle: Idle, ask: () => Promise<{ readonly idle: Idle } | null>): () => void {
    this.#toldAt = 0;
    this.#take(idle);
    if (idle === null) return () => undefined;
    const timer = setInterval(() => {
      this.#look();
      if (this.phase === 'calm' || Date.now() - this.#askedAt < CHECK_MS) return;
      this.#askedAt = Date.now();
      void ask().then(
        (answer) => answer !== null && this.#take(answer.idle),
        () => undefined,
      );
    }, 500);
    for (const name of INPUTS) addEventListener(name, this.#tell, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const name of INPUTS) removeEventListener(name, this.#tell, { capture: true });
    };
  }
}
