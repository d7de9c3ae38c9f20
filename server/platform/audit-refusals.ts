/** Writes the row about a refusal; `again`: how often the same was refused since the row before, without a row each. */
type WriteRefusal = (again: number) => Promise<void>;

interface Told {
  unwritten: number;
  write: WriteRefusal;
  readonly timer: NodeJS.Timeout;
}

const MINUTE_MS = 60_000;
/** Of these together no more are remembered: whatever comes beside them has a row each. */
const MOST_KEPT = 20_000;

/**
 * Refusals as the audit tells them (접속기록; Art. 30(3)): the first at once, the same again within a minute as one number at
 * the end of that minute, so that a program that asks in a loop does not fill the chain. What could not be written counts on.
 */
export class Refusals {
  readonly #told = new Map<string, Told>();
  readonly #windowMs: number;

  constructor(windowMs = MINUTE_MS) {
    this.#windowMs = windowMs;
  }

  /** Resolves when the row is written, or at once where the same has one already. Rejects where it cannot be written. */
  async tell(key: string, write: WriteRefusal): Promise<void> {
    const told = this.#told.get(key);
    if (told !== undefined) {
      told.unwritten++;
      told.write = write;
      return;
    }
    if (this.#told.size >= MOST_KEPT) return write(0);
    const first = this.#remember(key, write, 0);
    await write(0).catch((error: unknown) => {
      first.unwritten++;
      throw error;
    });
  }

  /** Writes what is counted and not written yet. */
  async end(): Promise<void> {
    const told = [...this.#told.values()];
    this.#told.clear();
    for (const { timer } of told) clearTimeout(timer);
    for (const { write, unwritten } of told) if (unwritten > 0) await write(unwritten).catch(() => undefined);
  }

  #remember(key: string, write: WriteRefusal, unwritten: number): Told {
    const timer = setTimeout(() => void this.#close(key), this.#windowMs).unref();
    const told = { unwritten, write, timer };
    this.#told.set(key, told);
    return told;
  }

  /** The next minute begins with what the last has left; one in which nothing came is forgotten. */
  async #close(key: string): Promise<void> {
    const { unwritten, write } = this.#told.get(key)!;
    this.#told.delete(key);
    if (unwritten === 0) return;
    const next = this.#remember(key, write, 0);
    await write(unwritten).catch(() => (next.unwritten += unwritten));
  }
}

const ofStore = new WeakMap<object, Refusals>();

/** The refusals of one audit store, whoever writes to it. */
export function refusalsOf(sql: object): Refusals {
  let refusals = ofStore.get(sql);
  if (refusals === undefined) ofStore.set(sql, (refusals = new Refusals()));
  return refusals;
}
