import type { Json } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { AuditFilter } from './audit.schema.ts';
import { matches, type CameraIds } from './find-rows.sql.ts';

export interface StoredRow {
  readonly seq: number;
  readonly at: Date;
  readonly accountId: number | null;
  readonly personName: string;
  readonly role: string;
  readonly address: string | null;
  readonly action: string;
  readonly outcome: 'done' | 'refused';
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly detail: { readonly [key: string]: Json };
}

export interface NamedCamera {
  readonly cameraId: number;
  readonly managementNo: string | null;
  readonly name: string;
  readonly protected: boolean;
  readonly departmentId: number | null;
}

const columns = (sql: Sql | Tx) => sql`
  audit.seq::float8 as seq, audit.at, audit.account_id as "accountId", audit.actor as "personName", audit.role,
  audit.address, audit.action, audit.outcome, audit.object_kind as "objectKind", audit.object_id as "objectId",
  audit.detail`;

/** The rows of these numbers, newest first. */
export const selectRows = (sql: Sql | Tx, seqs: readonly number[]): Promise<StoredRow[]> =>
  sql<StoredRow[]>`
    select ${columns(sql)} from audit where seq = any(${seqs as number[]}::bigint[]) order by at desc, seq desc`;

const PAGE = 2000;

/** All rows that fit, oldest first, some at a time. */
export async function* streamRows(
  tx: Tx,
  filter: AuditFilter,
  cameraIds: CameraIds,
): AsyncGenerator<StoredRow[]> {
  // No cursor: whoever reads asks other questions between two pages, and one connection answers one at a time.
  for (let last: number | null = null; ;) {
    const rows: StoredRow[] = await tx<StoredRow[]>`
      select ${columns(tx)} from audit
      where ${matches(tx, filter, cameraIds)}
        and (${last}::bigint is null or (at, seq) > (select at, seq from audit where seq = ${last}::bigint))
      order by at, seq limit ${PAGE}`;
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)!.seq;
  }
}

export interface StoredViewing extends StoredRow {
  readonly end: {
    readonly at: string;
    readonly detail: {
      readonly seconds?: number;
      readonly opened?: boolean;
      readonly why?: string;
      readonly spooled?: { readonly at: string };
    };
  } | null;
}

/** The viewings of these numbers, newest first, each with the end that is on record for it. */
export const selectViewings = (sql: Sql | Tx, seqs: readonly number[]): Promise<StoredViewing[]> =>
  sql<StoredViewing[]>`
    select ${columns(sql)}, (
      select jsonb_build_object('at', ending.at, 'detail', ending.detail) from audit as ending
      where ending.action = 'camera.watch.end' and ending.detail ->> 'viewing' = audit.detail ->> 'viewing'
      order by ending.seq limit 1
    ) as end
    from audit where seq = any(${seqs as number[]}::bigint[]) order by at desc, seq desc`;

/** Cameras by number, with what decides who may know of them. */
export function selectCameras(sql: Sql | Tx, cameraIds: readonly number[]): Promise<NamedCamera[]> {
  return sql<NamedCamera[]>`
    select camera_id as "cameraId", management_no as "managementNo", name, protected,
           department_today(department_id) as "departmentId"
    from camera where camera_id = any(${cameraIds as number[]})`;
}

/** Cameras under one management number. */
export function selectCamerasByNumber(sql: Sql | Tx, managementNo: string): Promise<NamedCamera[]> {
  return sql<NamedCamera[]>`
    select camera_id as "cameraId", management_no as "managementNo", name, protected,
           department_today(department_id) as "departmentId"
    from camera where management_no = ${managementNo} limit 100`;
}

export function selectPeople(sql: Sql): Promise<{ accountId: number; personName: string; role: string }[]> {
  return sql<{ accountId: number; personName: string; role: string }[]>`
    select account_id as "accountId", person_name as "personName", role from account
    order by person_name, account_id limit 2000`;
}

export interface ChainState {
  readonly headSeq: number;
  readonly headHash: Uint8Array;
  readonly firstAt: Date | null;
  readonly lastAnchorAt: Date | null;
  readonly anchoredSeq: number;
}

export async function selectChainState(sql: Sql): Promise<ChainState> {
  const [row] = await sql<ChainState[]>`
    select head.seq::float8 as "headSeq", head.hash as "headHash",
           (select at from audit order by seq limit 1) as "firstAt",
           anchor.made_at as "lastAnchorAt", coalesce(anchor.seq, 0)::float8 as "anchoredSeq"
    from audit_head as head left join lateral (
      select made_at, seq from audit_anchor order by anchor_no desc limit 1
    ) as anchor on true`;
  return row!;
}

/** The last row about a verification; undefined where there was none. */
export async function selectLastVerification(sql: Sql): Promise<StoredRow | undefined> {
  const [row] = await sql<StoredRow[]>`
    select ${columns(sql)} from audit where action = 'audit.verify' and outcome = 'done'
    order by at desc, seq desc limit 1`;
  return row;
}
