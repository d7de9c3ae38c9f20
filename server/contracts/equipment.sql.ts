import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { monthsAfter } from './contracts.rules.ts';
import {
  EQUIPMENT_PARTS,
  type Age,
  type AgeCount,
  type ContractorsOwn,
  type EquipmentLine,
  type EquipmentPart,
  type EquipmentQuery,
  type EquipmentRow,
  type EquipmentView,
  type Keeper,
  type NewEquipmentBody,
} from './equipment.schema.ts';
import { maySee } from './seen-cameras.sql.ts';

export type Life = Readonly<Record<EquipmentPart, number>>;

export const equipmentColumns = (sql: Sql | Tx) => sql`
  equipment_id as "equipmentId", equipment.camera_id as "cameraId", part, maker, model, serial, firmware,
  installed_on::text as "installedOn", removed_on::text as "removedOn", certificate_no as "certificateNo",
  certified_model as "certifiedModel", certified_firmware as "certifiedFirmware",
  certificate_until::text as "certificateUntil", equipment.source = 'device' as unverified`;

/** Which camera a line is of and who looks after it, of a query over `camera` and {@link withKeeper}. */
export const cameraColumns = (sql: Sql | Tx) => sql`
  camera.management_no as "managementNo", camera.name as "cameraName", coalesce(contractor.name, department.name) as keeper`;
export const withKeeper = (sql: Sql | Tx) => sql`
  left join camera_upkeep on camera_upkeep.camera_id = camera.camera_id and camera_upkeep.until is null
  left join contractor on contractor.contractor_id = camera_upkeep.contractor_id
  left join department on department.department_id = department_today(camera_upkeep.department_id)`;
/** Whose cameras are asked for, of a query over {@link withKeeper}. */
export const ofKeeper = (
  sql: Sql | Tx,
  { departmentId, contractorId }: { departmentId?: number | undefined; contractorId?: number | undefined },
) => sql`
  (${departmentId ?? null}::int is null or department.department_id = ${departmentId ?? null})
  and (${contractorId ?? null}::int is null or camera_upkeep.contractor_id = ${contractorId ?? null})`;

/** The last day of installation by which a part is over its life today. */
const overSince = (life: Life, today: string): Record<EquipmentPart, string> =>
  Object.fromEntries(EQUIPMENT_PARTS.map((part) => [part, monthsAfter(today, -life[part])])) as Record<
    EquipmentPart,
    string
  >;

const ageOf = (sql: Sql | Tx, life: Life, today: string) => {
  const edges = overSince(life, today);
  const edge = sql`(${sql.json(edges)}::jsonb ->> part)::date`;
  return sql`case when installed_on is null then 'unknown' when installed_on <= ${edge} then 'over' else 'within' end`;
};

/** Equipment that is in use, the oldest first and what is of unknown age last; one page. */
export function selectEquipmentLines(
  sql: Sql,
  actor: Actor,
  query: EquipmentQuery,
  { life, today }: { life: Life; today: string },
): Promise<Omit<EquipmentLine, 'age' | 'ageMonths' | 'lifeMonths'>[]> {
  const { age, part, after, limit } = query;
  const [day, id] = after?.split('.') ?? [];
  const from =
    day === undefined
      ? sql`true`
      : day === '-'
        ? sql`installed_on is null and equipment_id > ${id!}::int`
        : sql`(installed_on is null or (installed_on, equipment_id) > (${day}::date, ${id!}::int))`;
  return sql`
    select ${equipmentColumns(sql)}, ${cameraColumns(sql)}
    from equipment join camera on camera.camera_id = equipment.camera_id join site using (site_id) ${withKeeper(sql)}
    where removed_on is null and ${from} and ${maySee(sql, actor, 'equipment.read')} and ${ofKeeper(sql, query)}
      and (${part ?? null}::text is null or part = ${part ?? null})
      and (${age ?? null}::text is null or ${ageOf(sql, life, today)} = ${age ?? null})
    order by installed_on, equipment_id limit ${limit}`;
}

/** The cameras that the contractor's person may see, by the contractor's name; null for one who stands for no contractor. */
export async function selectContractorsOwn(sql: Sql, actor: Actor): Promise<ContractorsOwn['own']> {
  if (actor.role !== 'maintainer' || actor.contractorId === null) return null;
  const [row] = await sql<{ contractor: string; cameraIds: number[] }[]>`
    select name as contractor, array(
      select camera.camera_id from camera join site using (site_id)
      where ${maySee(sql, actor, 'equipment.read')} order by camera.camera_id) as "cameraIds"
    from contractor where contractor_id = ${actor.contractorId}`;
  return row ?? null;
}

/** How many pieces of each part are how old, among what the actor may see. */
export function countAges(
  sql: Sql,
  actor: Actor,
  { life, today }: { life: Life; today: string },
): Promise<AgeCount[]> {
  return sql<{ part: EquipmentPart; age: Age; count: number }[]>`
    select part, ${ageOf(sql, life, today)} as age, count(*)::int as count
    from equipment join camera on camera.camera_id = equipment.camera_id join site using (site_id)
    where removed_on is null and ${maySee(sql, actor, 'equipment.read')}
    group by 1, 2 order by 1, 2`;
}

export function selectCameraEquipment(sql: Sql | Tx, cameraId: number): Promise<EquipmentRow[]> {
  return sql<EquipmentRow[]>`
    select ${equipmentColumns(sql)} from equipment
    where camera_id = ${cameraId} and removed_on is null order by part, equipment_id`;
}

export async function selectKeeper(sql: Sql | Tx, cameraId: number): Promise<Keeper | null> {
  const [row] = await sql<Keeper[]>`
    select case when camera_upkeep.contractor_id is null then 'own-crew' else 'contractor' end as kind,
           coalesce(contractor.name, department.name) as name, coalesce(contractor.phone, department.phone) as phone,
           since::text as since
    from camera ${withKeeper(sql)}
    where camera.camera_id = ${cameraId} and since is not null`;
  return row ?? null;
}

export async function findEquipmentByRequest(tx: Tx, requestId: string): Promise<EquipmentRow | undefined> {
  const [row] = await tx<EquipmentRow[]>`
    select ${equipmentColumns(tx)} from equipment where request_id = ${requestId}`;
  return row;
}

export async function insertEquipment(tx: Tx, cameraId: number, row: NewEquipmentBody): Promise<number> {
  const [made] = await tx<{ equipmentId: number }[]>`
    insert into equipment (request_id, camera_id, part, maker, model, serial, firmware, installed_on, certificate_no,
                           certified_model, certified_firmware, certificate_until, source)
    values (${row.requestId}, ${cameraId}, ${row.part}, ${row.maker}, ${row.model}, ${row.serial}, ${row.firmware},
            ${row.installedOn}, ${row.certificateNo ?? null}, ${row.certifiedModel ?? null},
            ${row.certifiedFirmware ?? null}, ${row.certificateUntil ?? null}, 'console')
    returning equipment_id as "equipmentId"`;
  return made!.equipmentId;
}

export interface SaidEquipment {
  readonly maker: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
}

/** A camera as its device says of itself; whoever keeps the piece has verified it. */
export async function insertSaid(
  tx: Tx,
  cameraId: number,
  { maker, model, serial, firmware }: SaidEquipment,
): Promise<void> {
  await tx`
    insert into equipment (camera_id, part, maker, model, serial, firmware, source)
    values (${cameraId}, 'camera', ${maker}, ${model}, ${serial}, ${firmware}, 'device')`;
}

/** The piece of this camera, its row locked; undefined where the camera has no such piece. */
export async function lockEquipment(
  tx: Tx,
  cameraId: number,
  equipmentId: number,
): Promise<EquipmentRow | undefined> {
  const [row] = await tx<EquipmentRow[]>`
    select ${equipmentColumns(tx)} from equipment
    where equipment_id = ${equipmentId} and camera_id = ${cameraId} for update`;
  return row;
}

export async function updateEquipment(
  tx: Tx,
  row: Omit<EquipmentView, 'age' | 'ageMonths' | 'lifeMonths'>,
): Promise<void> {
  await tx`
    update equipment set maker = ${row.maker}, model = ${row.model}, serial = ${row.serial},
      firmware = ${row.firmware}, installed_on = ${row.installedOn}, removed_on = ${row.removedOn},
      certificate_no = ${row.certificateNo}, certified_model = ${row.certifiedModel},
      certified_firmware = ${row.certifiedFirmware}, certificate_until = ${row.certificateUntil},
      source = case when source = 'device' then 'console' else source end
    where equipment_id = ${row.equipmentId}`;
}

interface NewKeeper {
  readonly departmentId: number | null;
  readonly contractorId: number | null;
}

/** Who looked after the camera until today ends, who does from today begins; the camera's contractor follows. */
export async function replaceKeeper(
  tx: Tx,
  cameraId: number,
  { departmentId, contractorId }: NewKeeper,
  { today, by }: { today: string; by: string },
): Promise<void> {
  await tx`select from camera where camera_id = ${cameraId} for update`;
  await tx`
    update camera_upkeep set until = ${today}
    where camera_id = ${cameraId} and until is null and since < ${today}`;
  await tx`
    insert into camera_upkeep (camera_id, department_id, contractor_id, since, recorded_by)
    values (${cameraId}, ${departmentId}, ${contractorId}, ${today}, ${by})
    on conflict (camera_id, since) do update
      set department_id = excluded.department_id, contractor_id = excluded.contractor_id,
          recorded_by = excluded.recorded_by`;
  await tx`update camera set contractor_id = ${contractorId}, changed_at = now() where camera_id = ${cameraId}`;
}

/** Departments of today and contractors with a contract in force. */
export async function selectKeepers(sql: Sql | Tx): Promise<{
  departments: { id: number; name: string }[];
  contractors: { id: number; name: string }[];
}> {
  const [departments, contractors] = await Promise.all([
    sql<{ id: number; name: string }[]>`
      select department_id as id, name from department
      where department_today(department_id) = department_id and (valid_to is null or valid_to > current_date)
      order by name`,
    sql<{ id: number; name: string }[]>`
      select contractor_id as id, name from contractor where contractor_holds(contractor_id) order by name`,
  ]);
  return { departments, contractors };
}
