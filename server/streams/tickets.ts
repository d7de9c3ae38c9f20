import { randomBytes } from 'node:crypto';
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

/**
 * Leave to open one live picture once: 30 s, one session, one camera. Kept in memory only, so a restart
 * voids them all.
 */
export class Tickets {
  readonly #open = new Map<string, Ticket & { expiresAtMs: number }>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
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
