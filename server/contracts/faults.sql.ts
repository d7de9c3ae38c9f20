import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { FaultLine, FaultProposal, FaultsQuery, FaultView, NewFaultBody } from './equipment.schema.ts';
import { cameraColumns, ofKeeper, withKeeper } from './equipment.sql.ts';
import { maySee } from './seen-cameras.sql.ts';

const faultColumns = (sql: Sql | Tx) => sql`
  fault_id as "faultId", equipment_fault.camera_id as "cameraId", part, to_json(found_at)#>>'{}' as "foundAt",
  found_by as "foundBy", what, cause, to_json(repaired_at)#>>'{}' as "repairedAt", repaired_by as "repairedBy",
  repair_note as "repairNote", equipment_fault.finding, equipment_fault.source = 'demo' as demo`;

/** Open faults with the oldest first, or closed ones with the newest first; one page. */
export function selectFaultLines(sql: Sql, actor: Actor, query: FaultsQuery): Promise<FaultLine[]> {
  const { state, after, limit } = query;
  const [at, id] = after?.split('~') ?? [];
  const open = state === 'open';
  const from =
    at === undefined
      ? sql`true`
      : open
        ? sql`(found_at, fault_id) > (${at}::text::timestamptz, ${id!}::uuid)`
        : sql`(found_at, fault_id) < (${at}::text::timestamptz, ${id!}::uuid)`;
  return sql<FaultLine[]>`
    select ${faultColumns(sql)}, ${cameraColumns(sql)}
    from equipment_fault join camera on camera.camera_id = equipment_fault.camera_id join site using (site_id)
      ${withKeeper(sql)}
    where ${open ? sql`repaired_at is null` : sql`repaired_at is not null`} and ${from}
      and ${maySee(sql, actor, 'equipment.read')} and ${ofKeeper(sql, query)}
    order by ${open ? sql`found_at, fault_id` : sql`found_at desc, fault_id desc`} limit ${limit}`;
}

export async function countOpenFaults(sql: Sql, actor: Actor): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count
    from equipment_fault join camera on camera.camera_id = equipment_fault.camera_id join site using (site_id)
    where repaired_at is null and ${maySee(sql, actor, 'equipment.read')}`;
  return row!.count;
}

/** Cameras that the probes found in fault and of which no open fault is on record; the longest first. */
export function selectProposals(
  sql: Sql,
  actor: Actor,
  query: Pick<FaultsQuery, 'departmentId' | 'contractorId'> & { readonly cameraId?: number },
  limit: number,
): Promise<FaultProposal[]> {
  return sql<FaultProposal[]>`
    select camera.camera_id as "cameraId", ${cameraColumns(sql)},
           to_json(camera_device.since)#>>'{}' as since, camera_device.cause
    from camera_device join camera on camera.camera_id = camera_device.camera_id join site using (site_id)
      ${withKeeper(sql)}
    where state = 'fault' and (${query.cameraId ?? null}::int is null or camera.camera_id = ${query.cameraId ?? null})
      and not exists (
        select from equipment_fault
        where equipment_fault.camera_id = camera.camera_id and repaired_at is null)
      and ${maySee(sql, actor, 'equipment.read')} and ${ofKeeper(sql, query)}
    order by camera_device.since, camera.camera_id limit ${limit}`;
}

/** Faults of one camera, the newest first. */
export function selectCameraFaults(sql: Sql | Tx, cameraId: number): Promise<FaultView[]> {
  return sql<FaultView[]>`
    select ${faultColumns(sql)} from equipment_fault
    where camera_id = ${cameraId} order by found_at desc, fault_id limit 200`;
}

/** The camera that a fault of this number is of already; undefined where the number is new. */
export async function findFault(tx: Tx, faultId: string): Promise<FaultView | undefined> {
  const [row] = await tx<FaultView[]>`
    select ${faultColumns(tx)} from equipment_fault where fault_id = ${faultId} for update`;
  return row;
}

export async function insertFault(
  tx: Tx,
  cameraId: number,
  { faultId, what, part, cause, foundAt }: NewFaultBody,
  by: string,
): Promise<void> {
  await tx`
    insert into equipment_fault (fault_id, camera_id, part, found_at, found_by, what, cause, source)
    values (${faultId}, ${cameraId}, ${part}, coalesce(${foundAt}::timestamptz, now()), ${by}, ${what}, ${cause},
            'console')
    on conflict (fault_id) do nothing`;
}

interface FoundOrderRow {
  readonly finding: string;
  readonly part: string;
  readonly cause: string;
  readonly what: string;
  readonly graceHours: number;
}

/** Returns how many were opened: a camera with an open one of the kind, or one just closed, gets no second. */
export async function insertFoundOrders(
  tx: Tx,
  found: readonly { readonly cameraId: number; readonly detail?: string }[],
  { finding, part, cause, what, graceHours }: FoundOrderRow,
): Promise<number> {
  const { count } = await tx`
    insert into equipment_fault (fault_id, camera_id, part, found_at, found_by, what, cause, source, finding)
    select gen_random_uuid(), camera_id, ${part}, now(), '자동 점검', concat_ws(' ', detail, ${what}::text), ${cause},
           'probe', ${finding}
    from camera join jsonb_to_recordset(${tx.json(found as never)}) as found("cameraId" int, detail text)
      on found."cameraId" = camera.camera_id
    where not exists (
      select from equipment_fault former
      where former.camera_id = camera.camera_id and former.finding = ${finding}
        and (repaired_at is null or repaired_at > now() - make_interval(hours => ${graceHours})))
    on conflict do nothing`;
  return count;
}

export async function closeFault(
  tx: Tx,
  faultId: string,
  repair: { cause: string | null; note: string | null; repairedAt: string | null; by: string },
): Promise<void> {
  await tx`
    update equipment_fault set
      cause = coalesce(${repair.cause}, cause), repair_note = ${repair.note}, repaired_by = ${repair.by},
      repaired_at = coalesce(${repair.repairedAt}::timestamptz, now())
    where fault_id = ${faultId}`;
}
