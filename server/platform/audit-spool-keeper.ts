import { auditIsAway, auditStore } from './audit-store.ts';
import { AuditSpool, type SpooledRow, type SpoolPlace } from './audit-spool.ts';
import { joinSpools } from './audit-spool-join.ts';
import type { Sql } from './db.ts';
import { withPatience } from './patience.ts';

const LOOK_MS = 4000;
const LOOK_AGAIN_MS = 1500;
/** More than the database's own lock timeouts. */
const PATIENCE_MS = 5000;
const TIDY_MS = 600_000;

/**
 * Watches whether the audit can be written, keeps viewings aside while it cannot, and joins them to the chain when it can again
 * (Art. 18(1), 30(3)).
 */
export class SpoolKeeper {
  readonly spool: AuditSpool;
  readonly #sql: Sql;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #stopped = false;
  #joinedAtMs = -Infinity;
  readonly #unlisten: () => void;

  constructor(sql: Sql, place: SpoolPlace) {
    this.#sql = sql;
    this.spool = new AuditSpool(place);
    this.#unlisten = auditStore.onChange(() => this.#soon(auditStore.away === null ? 0 : LOOK_AGAIN_MS));
  }

  start(): void {
    this.#soon(0);
  }

  /** Whether a row about a viewing goes to the spool: the audit is away, or rows before it are not in the chain yet. */
  get keepsAside(): boolean {
    return auditStore.away !== null || this.spool.waiting > 0;
  }

  /** Keeps rows aside, on the disk when this resolves. Rejects with SpoolUnwritable. */
  async keep(rows: readonly SpooledRow[]): Promise<void> {
    try {
      await this.spool.append(rows);
    } finally {
      this.#tell();
    }
    if (auditStore.away === null) this.#soon(0);
  }

  /** One look now; resolves when it is over. */
  async look(): Promise<void> {
    await this.#looking;
    this.#looking = this.#look().finally(() => (this.#looking = null));
    await this.#looking;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#unlisten();
    await this.#looking;
    if (auditStore.away === null && this.spool.waiting > 0) await this.#look();
    await this.spool.close();
  }

  #soon(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#looking === null) void this.look();
    }, ms);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    try {
      if (auditStore.away === null) await withPatience(mayWrite(this.#sql), PATIENCE_MS);
      else {
        await withPatience(this.#sql`select audit_can_be_written()`, PATIENCE_MS);
        auditStore.wrote();
      }
      const due = this.spool.waiting > 0 || performance.now() - this.#joinedAtMs > TIDY_MS;
      if (due) {
        const { rows, ended, breaks } = await joinSpools(this.#sql, this.spool);
        this.#joinedAtMs = performance.now();
        if (rows + ended + breaks.length > 0)
          console.error(
            `audit: ${rows} spooled rows joined, ${ended} open viewings ended, ${breaks.length} breaks`,
          );
      }
    } catch (error) {
      if (this.#stopped) return;
      if (!auditIsAway(error)) console.error('audit: the spool was not joined,', (error as Error).message);
      auditStore.gone(error);
    } finally {
      this.#tell();
      this.#soon(this.keepsAside ? LOOK_AGAIN_MS : LOOK_MS);
    }
  }

  #tell(): void {
    const { waiting, state } = this.spool;
    auditStore.spool = { waiting, state };
  }
}

/** Cheap enough for every few seconds, and enough to notice a lost right or a database that is away. */
async function mayWrite(sql: Sql): Promise<void> {
  const [row] = await sql<{ may: boolean }[]>`
    select has_table_privilege(current_user, 'audit', 'insert') as may`;
  if (row?.may !== true) throw Object.assign(new Error('no right to write the audit'), { code: '42501' });
}
