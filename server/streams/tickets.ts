import { randomBytes } from 'node:crypto';
import { ApiError } from '../platform/http-errors.ts';
import type { LiveQuality } from './live-quality.schema.ts';
import type { Viewing } from './viewing-book.ts';

export interface Ticket {
  readonly sessionId: string;
  readonly cameraId: number;
  readonly quality: LiveQuality;
  /** What of the viewing is on record already. */
  readonly viewing?: Viewing;
}

const LIFETIME_MS = 30_000;
const MAX_OPEN_TICKETS = 10_000;
/** Of one person at once: every tile of three full walls that come back in the same moment. */
export const MOST_UNUSED = 48;

const tooManyTickets = (): ApiError =>
  new ApiError(
    429,
    'too-many-tickets',
    {
      ko: `열어 달라고 하고 아직 열지 않은 영상이 ${MOST_UNUSED}개입니다. 그 영상을 먼저 열거나 30초 뒤에 다시 하십시오.`,
      en: `${MOST_UNUSED} pictures were asked for and not opened yet. Open those first, or try again in 30 seconds.`,
    },
    'cameraId',
    LIFETIME_MS / 1000,
  );

/**
 * Leave to open one live picture once: 30 s, one session, one camera. Kept in memory only, so a restart
 * voids them all.
 */
export class Tickets {
  readonly #open = new Map<string, Ticket & { expiresAtMs: number }>();
  /** How many each person is about to be given. */
  readonly #asked = new Map<number, number>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /**
   * Runs `open`, which issues one, only where the person has not too many unused ones already (Art. 26(2): no more pictures are
   * asked for than are looked at). Throws 429 `too-many-tickets`.
   */
  async within<T>(accountId: number, open: () => Promise<T>): Promise<T> {
    const asked = this.#asked.get(accountId) ?? 0;
    if (asked + this.#unusedOf(accountId) >= MOST_UNUSED) throw tooManyTickets();
    this.#asked.set(accountId, asked + 1);
    try {
      return await open();
    } finally {
      const left = (this.#asked.get(accountId) ?? 1) - 1;
      if (left > 0) this.#asked.set(accountId, left);
      else this.#asked.delete(accountId);
    }
  }

  #unusedOf(accountId: number): number {
    this.#dropExpired();
    let unused = 0;
    for (const { viewing } of this.#open.values()) if (viewing?.actor.accountId === accountId) unused++;
    return unused;
  }

  issue(ticket: Ticket): string {
    this.#dropExpired();
    const code = randomBytes(24).toString('base64url');
    this.#open.set(code, { ...ticket, expiresAtMs: this.#nowMs() + LIFETIME_MS });
    return code;
  }

  /** Uses a ticket up, right session or not; null when it is unknown, used, late or another session's. */
  redeem(code: string, sessionId: string): Ticket | null {
    const ticket = this.#open.get(code);
    this.#open.delete(code);
    if (!ticket || ticket.expiresAtMs < this.#nowMs() || ticket.sessionId !== sessionId) return null;
    const { cameraId, quality, viewing } = ticket;
    return { sessionId, cameraId, quality, ...(viewing && { viewing }) };
  }

  cutSession(sessionId: string): void {
    for (const [code, ticket] of this.#open) if (ticket.sessionId === sessionId) this.#open.delete(code);
  }

  #dropExpired(): void {
    for (const [code, ticket] of this.#open) {
      if (ticket.expiresAtMs >= this.#nowMs() && this.#open.size < MAX_OPEN_TICKETS) break;
      this.#open.delete(code);
    }
  }
}
