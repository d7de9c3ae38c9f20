import { ApiError, databaseIsAway } from './http-errors.ts';

const refused = () =>
  new ApiError(503, 'audit-away', {
    ko: '감사 저장소에 닿지 않아 실시간 보기만 됩니다. 바뀐 것은 없습니다. 잠시 뒤 다시 시도해 주십시오.',
    en: 'The audit store cannot be reached: live watching only. Nothing was changed. Try again in a moment.',
  });

/** Since when the audit cannot be written, and whether it is the audit alone or the whole database. */
export interface AuditAway {
  readonly since: Date;
  readonly part: 'audit' | 'database';
}

/** How the spool of this process stands; null before anything was kept aside. */
export interface SpoolStanding {
  readonly waiting: number;
  readonly state: 'fine' | 'full-soon' | 'full' | 'unwritable';
}

/** Not allowed, no room, a lock that does not come, shut down, read-only, the disk: what the row says is no matter then. */
const UNAVAILABLE = /^(?:42501|42P01|42883|25006|53\w{3}|55P03|57\w{3}|58\w{3}|XX\w{3})$/;

/** Whether an error says that the audit cannot be written now, whatever the row. */
export function auditIsAway(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === 'audit-away' && auditIsAway(error.cause);
  if (databaseIsAway(error)) return true;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && UNAVAILABLE.test(code);
}

/** Whether this process could write the audit when it last tried. */
class AuditStore {
  #away: AuditAway | null = null;
  readonly #listeners = new Set<() => void>();
  spool: SpoolStanding | null = null;

  get away(): AuditAway | null {
    return this.#away;
  }

  /** Notes that a row could not be written, and gives the refusal that its act ends with: no audit, no act. */
  failed(cause: unknown): ApiError {
    this.gone(cause);
    const refusal = refused();
    refusal.cause = cause;
    return refusal;
  }

  /** Notes what a try ended with, where that says that nothing can be written now. */
  gone(cause: unknown): void {
    if (!auditIsAway(cause)) return;
    const part = databaseIsAway(cause instanceof ApiError ? cause.cause : cause) ? 'database' : 'audit';
    if (this.#away === null) console.error('audit: not written,', (cause as Error).message);
    else if (this.#away.part === part) return;
    this.#away = { since: this.#away?.since ?? new Date(), part };
    this.#tell();
  }

  wrote(): void {
    if (this.#away === null) return;
    console.error('audit: written again');
    this.#away = null;
    this.#tell();
  }

  /** Calls `listener` whenever the store has gone or come back. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** One a process: the audit is one store, whoever writes. */
export const auditStore = new AuditStore();
