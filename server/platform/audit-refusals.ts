/** Writes the row about a refusal; `again`: how often the same was refused since the row before, without a row each. */
type WriteRefusal = (again: number) => Promise<void>;

/** Writes the closing row of a minute: how many more were refused to one person, and in what. */
type WriteRest = (rest: number, acts: readonly string[]) => Promise<void>;

/** A refusal as it is told: whose, and what of theirs is the same again. */
export interface Refusal {
  readonly who: string;
  readonly key: string;
  readonly act: string;
  readonly write: WriteRefusal;
  readonly writeRest: WriteRest;
}

interface Told {
  unwritten: number;
  write: WriteRefusal;
  readonly who: string;
  readonly timer: NodeJS.Timeout;
}

interface Rest {
  count: number;
  readonly acts: Set<string>;
  write: WriteRest;
  readonly timer: NodeJS.Timeout;
}

const MINUTE_MS = 60_000;
/** Of these together no more are remembered, and of one person no more: whatever comes beside them is counted in one row. */
const MOST_KEPT = 20_000;
export const MOST_OF_ONE = 20;

/**
 * Refusals as the audit tells them (접속기록; Art. 30(3)): the first at once, the same again within a minute as one number at
 * the end of that minute, and what one person is refused beside MOST_OF_ONE others as one number a minute, so that a program
 * that asks in a loop, also over ever other objects, does not fill the chain. What could not be written counts on.
 */
export class Refusals {
  readonly #told = new Map<string, Told>();
  readonly #rest = new Map<string, Rest>();
  readonly #toldOf = new Map<string, number>();
  readonly #windowMs: number;

  constructor(windowMs = MINUTE_MS) {
    this.#windowMs = windowMs;
  }

  /** Resolves when the row is written, or at once where a row will count it. Rejects where it cannot be written. */
  async tell({ who, key, act, write, writeRest }: Refusal): Promise<void> {
    const told = this.#told.get(key);
    if (told !== undefined) {
      told.unwritten++;
      told.write = write;
      return;
    }
    if (this.#told.size >= MOST_KEPT || (this.#toldOf.get(who) ?? 0) >= MOST_OF_ONE)
      return this.#count(who, 1, [act], writeRest);
    const first = this.#remember(key, who, write);
    await write(0).catch((error: unknown) => {
      first.unwritten++;
      throw error;
    });
  }

  /** Writes what is counted and not written yet. */
  async end(): Promise<void> {
    const [told, rest] = [[...this.#told.values()], [...this.#rest.values()]];
    for (const { timer } of [...told, ...rest]) clearTimeout(timer);
    for (const kept of [this.#told, this.#rest, this.#toldOf]) kept.clear();
    for (const { write, unwritten } of told) if (unwritten > 0) await write(unwritten).catch(() => undefined);
    for (const { write, count, acts } of rest) await write(count, [...acts]).catch(() => undefined);
  }

  #remember(key: string, who: string, write: WriteRefusal): Told {
    const timer = setTimeout(() => void this.#close(key), this.#windowMs).unref();
    const told = { unwritten: 0, write, who, timer };
    this.#told.set(key, told);
    this.#toldOf.set(who, (this.#toldOf.get(who) ?? 0) + 1);
    return told;
  }

  #forget(key: string, who: string): void {
    this.#told.delete(key);
    const left = this.#toldOf.get(who)! - 1;
    if (left === 0) this.#toldOf.delete(who);
    else this.#toldOf.set(who, left);
  }

  /** The next minute begins with what the last has left; one in which nothing came is forgotten. */
  async #close(key: string): Promise<void> {
    const { unwritten, write, who } = this.#told.get(key)!;
    this.#forget(key, who);
    if (unwritten === 0) return;
    const next = this.#remember(key, who, write);
    await write(unwritten).catch(() => (next.unwritten += unwritten));
  }

  #count(who: string, more: number, acts: Iterable<string>, write: WriteRest): void {
    let rest = this.#rest.get(who);
    if (rest === undefined) {
      const timer = setTimeout(() => void this.#closeRest(who), this.#windowMs).unref();
      this.#rest.set(who, (rest = { count: 0, acts: new Set(), write, timer }));
    }
    rest.count += more;
    rest.write = write;
    for (const act of acts) rest.acts.add(act);
  }

  async #closeRest(who: string): Promise<void> {
    const { count, acts, write } = this.#rest.get(who)!;
    this.#rest.delete(who);
    await write(count, [...acts]).catch(() => this.#count(who, count, acts, write));
  }
}

const ofStore = new WeakMap<object, Refusals>();

/** The refusals of one audit store, whoever writes to it. */
export function refusalsOf(sql: object): Refusals {
  let refusals = ofStore.get(sql);
  if (refusals === undefined) ofStore.set(sql, (refusals = new Refusals()));
  return refusals;
}
