import { createHash } from 'node:crypto';
import type { Actor } from './access.ts';

/**
 * How long somebody whose session and rights were proved by the database may go on watching while it is away. A database that is away
 * lets nobody take a right from anybody; what this bounds is the case of several programs of which one alone lost it.
 */
export const REMEMBERED_MINUTES = 60;
const MOST = 10_000;

interface Remembered {
  readonly actor: Actor;
  readonly provedAtMs: number;
  /** The session's own end, by this process's clock. */
  readonly endsAtMs: number;
  readonly idleMs: number | null;
  seenAtMs: number;
}

/** What the database says of a session's time, in seconds from now; null where it has no such end. */
export interface SessionTime {
  readonly leftS: number;
  readonly idleMinutes: number | null;
  readonly idleForS: number;
}

/** Sessions as the database last proved them, for watching alone and for a while (Art. 18(1), 30(1)). Tokens are not kept. */
export class RememberedSessions {
  readonly #sessions = new Map<string, Remembered>();
  readonly #byToken = new Map<string, string>();
  readonly #dropped = new Set<string>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** `proof`: the cookie with where it came from, so that it proves nothing from elsewhere. */
  prove(proof: string | null, actor: Actor, { leftS, idleMinutes, idleForS }: SessionTime): void {
    const { sessionId } = actor;
    if (sessionId === null) return;
    const now = this.#nowMs();
    const before = this.#sessions.get(sessionId);
    const seenAtMs = Math.max(now - idleForS * 1000, before?.seenAtMs ?? 0);
    this.#sessions.delete(sessionId);
    this.#sessions.set(sessionId, {
      actor: actor.address === null && before ? { ...actor, address: before.actor.address } : actor,
      provedAtMs: now,
      endsAtMs: now + leftS * 1000,
      idleMs: idleMinutes === null ? null : idleMinutes * 60_000,
      seenAtMs,
    });
    if (proof !== null) this.#byToken.set(digest(proof), sessionId);
    if (this.#sessions.size > MOST) this.#sessions.delete(this.#sessions.keys().next().value!);
    if (this.#byToken.size > 2 * MOST) this.#byToken.delete(this.#byToken.keys().next().value!);
  }

  /** Who holds this proof, where the database proved it not too long ago and the session is not over by its own clock. */
  recall(proof: string): Actor | null {
    const sessionId = this.#byToken.get(digest(proof));
    return sessionId === undefined ? null : this.recallSession(sessionId);
  }

  recallSession(sessionId: string): Actor | null {
    const found = this.#sessions.get(sessionId);
    if (found === undefined) return null;
    const now = this.#nowMs();
    const { provedAtMs, endsAtMs, idleMs, seenAtMs, actor } = found;
    if (now >= endsAtMs || now - provedAtMs >= REMEMBERED_MINUTES * 60_000) return null;
    return idleMs !== null && now - seenAtMs >= idleMs ? null : actor;
  }

  /** Somebody is there, which the database cannot be told. */
  seen(proof: string): void {
    const found = this.#sessions.get(this.#byToken.get(digest(proof)) ?? '');
    if (found) found.seenAtMs = this.#nowMs();
  }

  /** Also no later proof of the session itself brings its cookie back here. */
  forget(sessionId: string): void {
    this.#sessions.delete(sessionId);
    for (const [token, id] of this.#byToken) if (id === sessionId) this.#byToken.delete(token);
  }

  forgetProof(proof: string): void {
    const sessionId = this.#byToken.get(digest(proof));
    if (sessionId !== undefined) this.forget(sessionId);
  }

  /** Its person has left, which nobody could put on record: the cookie counts for nothing here from now on. */
  drop(sessionId: string): void {
    this.#dropped.add(sessionId);
    this.forget(sessionId);
  }

  isDropped(sessionId: string): boolean {
    return this.#dropped.has(sessionId);
  }

  dropped(): string[] {
    return [...this.#dropped];
  }

  ended(sessionId: string): void {
    this.#dropped.delete(sessionId);
  }

  ids(): string[] {
    return [...this.#sessions.keys()];
  }
}

const digest = (proof: string): string => createHash('sha256').update(proof).digest('base64');
