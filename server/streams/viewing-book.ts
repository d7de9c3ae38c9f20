import { randomUUID } from 'node:crypto';
import type { CameraToActOn } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { SpoolKeeper } from '../platform/audit-spool-keeper.ts';
import { writeViewings } from '../platform/audit-spool-join.ts';
import { SpoolUnwritable, type SpooledRow, type SpoolPlace } from '../platform/audit-spool.ts';
import { auditStore } from '../platform/audit-store.ts';
import type { Sql } from '../platform/db.ts';
import { ApiError } from '../platform/http-errors.ts';
import { withPatience } from '../platform/patience.ts';
import type { PursuitOfViewing } from '../pursuits/index.ts';
import type { LiveQuality } from './live-quality.schema.ts';
import type { ViewingEnd } from './viewing-end.rules.ts';

/** One person watching one camera once, from the leave to watch until its end. */
export interface Viewing {
  readonly viewing: string;
  readonly actor: Actor;
  readonly cameraId: number;
  readonly quality: LiveQuality;
  readonly protected: boolean;
  /** The pursuit in which it is open (Art. 27); null outside one. */
  readonly pursuit: PursuitOfViewing | null;
  /** A hand opened it, and no sequence and no screen that comes back. */
  readonly byHand: boolean;
}

/** Ends that come together are written together; a wall that is switched off ends many at once. */
const GATHER_MS = 40;
const PATIENCE_MS = 4000;
const AGAIN_MS = 3000;
const MOST_WAITING = 20_000;
/** A little more than a ticket holds. */
const UNOPENED_MS = 31_000;

const spoolUnwritable = () =>
  new ApiError(503, 'spool-unwritable', {
    ko: '감사 저장소에 닿지 않고 누가 보는지 이 서버에 적어 둘 수도 없어 새 영상을 열지 않았습니다. 보고 있던 영상은 계속됩니다. 서버의 디스크를 확인해 주십시오.',
    en: 'The audit store cannot be reached and this server cannot note who watches either, so no further video was opened. What is open goes on. Check the disk of the server.',
  });

/**
 * The record of who watches what: every viewing has its beginning, on record before the first picture, and its end
 * (접속기록, Art. 30(3)). While the audit store is away both are kept aside and joined later (Art. 18(1)).
 */
export class ViewingBook {
  readonly #sql: Sql;
  readonly #keeper: SpoolKeeper;
  #ends: SpooledRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | null = null;
  readonly #unopened = new Map<string, NodeJS.Timeout>();
  readonly #open = new Map<string, Viewing>();

  constructor(sql: Sql, place: SpoolPlace) {
    this.#sql = sql;
    this.#keeper = new SpoolKeeper(sql, place);
  }

  start(): void {
    this.#keeper.start();
  }

  get keepsAside(): boolean {
    return this.#keeper.keepsAside;
  }

  /** Looks now whether the audit is away or back, and joins what waits. */
  look(): Promise<void> {
    return this.#keeper.look();
  }

  /** A new viewing, and what its row says beside person and camera. */
  async draw(
    actor: Actor,
    camera: Pick<CameraToActOn, 'cameraId' | 'protected'>,
    quality: LiveQuality,
    byHand: boolean,
  ): Promise<Viewing> {
    // So that a kill leaves a trace; the record itself needs no disk of ours.
    await this.#keeper.spool.open().catch(() => undefined);
    const { cameraId, protected: hidden } = camera;
    return { viewing: randomUUID(), actor, cameraId, quality, protected: hidden, pursuit: null, byHand };
  }

  detailOf({ viewing, quality, pursuit }: Viewing): {
    readonly viewing: string;
    readonly process: string;
    readonly program: string;
    readonly quality: LiveQuality;
    readonly pursuit?: number;
  } {
    const { process, program } = this.#keeper.spool;
    const of = pursuit === null ? {} : { pursuit: pursuit.pursuitNo };
    return { viewing, process, program, quality, ...of };
  }

  /** Keeps the beginning, or a refusal to watch, aside. Throws 503 `spool-unwritable`: a viewing without any record is worse than none. */
  async keepAside(viewing: Viewing, outcome: 'done' | 'refused'): Promise<void> {
    const facts = outcome === 'done' ? this.detailOf(viewing) : {};
    try {
      await this.#keeper.keep([{ ...rowOf(viewing, facts), action: 'camera.watch', outcome }]);
    } catch (error) {
      if (error instanceof SpoolUnwritable) throw spoolUnwritable();
      throw error;
    }
  }

  /** The beginning is on record. A picture that is never opened with it ends by itself. */
  begun(viewing: Viewing): void {
    this.#open.set(viewing.viewing, viewing);
    const timer = setTimeout(() => {
      this.#unopened.delete(viewing.viewing);
      this.ended(viewing, { why: 'not-opened', seconds: 0, opened: false });
    }, UNOPENED_MS);
    timer.unref();
    this.#unopened.set(viewing.viewing, timer);
  }

  opened({ viewing }: Viewing): void {
    clearTimeout(this.#unopened.get(viewing));
    this.#unopened.delete(viewing);
  }

  /** Puts the end on record, soon and once, whatever the database does meanwhile. */
  ended(viewing: Viewing, { why, seconds, opened }: ViewingEnd): void {
    if (!this.#open.delete(viewing.viewing)) return;
    const { program: _, ...which } = this.detailOf(viewing);
    const facts = { ...which, seconds, opened, why };
    this.#ends.push({ ...rowOf(viewing, facts), action: 'camera.watch.end', outcome: 'done' });
    this.#soon(GATHER_MS);
  }

  /** Ends what is still open, since this program stops, and writes what waits. */
  async stop(): Promise<void> {
    for (const timer of this.#unopened.values()) clearTimeout(timer);
    for (const viewing of [...this.#open.values()])
      this.ended(viewing, { why: 'process-stop', seconds: 0, opened: !this.#unopened.has(viewing.viewing) });
    clearTimeout(this.#timer);
    await this.#flushing;
    await this.#flush();
    clearTimeout(this.#timer);
    await this.#keeper.stop();
  }

  #soon(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = (this.#flushing ?? Promise.resolve()).then(() => this.#flush());
    }, ms).unref();
  }

  async #flush(): Promise<void> {
    const rows = this.#ends;
    if (rows.length === 0) return;
    this.#ends = [];
    try {
      if (!this.keepsAside) {
        try {
          await withPatience(writeViewings(this.#sql, rows), PATIENCE_MS);
          auditStore.wrote();
          return;
        } catch (error) {
          auditStore.gone(error);
        }
      }
      await this.#keeper.keep(rows);
    } catch (error) {
      // Neither place takes them now. They are few and small, and their beginnings are on record.
      this.#ends = [...rows, ...this.#ends].slice(0, MOST_WAITING);
      console.error(`audit: ${this.#ends.length} ends of viewings wait,`, (error as Error).message);
      this.#soon(AGAIN_MS);
    }
  }
}

const rowOf = (
  { actor, cameraId, protected: hidden }: Viewing,
  facts: SpooledRow['detail'],
): Omit<SpooledRow, 'action' | 'outcome'> => ({
  accountId: actor.accountId,
  actor: actor.personName,
  role: actor.role,
  address: actor.address,
  objectKind: 'camera',
  objectId: String(cameraId),
  detail: hidden ? { ...facts, protected: true } : facts,
});
