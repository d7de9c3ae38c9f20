import type { Sql, Tx } from '../../platform/db.ts';
import type { PlanAlternative, PlanLine, PlanView } from './plan.schema.ts';

export type PlanLineRow = Omit<PlanLine, 'mayKeep'>;
export type PlanRow = Omit<PlanView, 'mayKeep'>;

const planColumns = (sql: Sql | Tx) => sql`
  plan_id as "planId", title, department.department_id as "departmentId", department.name as department,
  owner_name as owner, version, to_json(created_at)#>>'{}' as "createdAt", to_json(changed_at)#>>'{}' as "changedAt",
  changed_by as "changedBy"`;

const plans = (sql: Sql | Tx) => sql`
  siting_plan left join department on department.department_id = department_today(siting_plan.department_id)`;

/** The plans of one department, or (null) of all, the last changed first. */
export const selectPlans = (sql: Sql | Tx, departmentId: number | null): Promise<PlanLineRow[]> =>
  sql<PlanLineRow[]>`
    select ${planColumns(sql)},
           (select count(*)::int from siting_alternative where siting_alternative.plan_id = siting_plan.plan_id)
             as alternatives
    from ${plans(sql)}
    where ${departmentId}::int is null or department.department_id = ${departmentId}
    order by changed_at desc, plan_id`;

/** One plan with its alternatives by letter; undefined where there is none. */
export async function selectPlan(sql: Sql | Tx, planId: string): Promise<PlanRow | undefined> {
  const [row] = await sql<PlanRow[]>`
    select ${planColumns(sql)},
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'letter', letter, 'name', name, 'lon', st_x(geom), 'lat', st_y(geom), 'kind', kind,
                     'azimuthDeg', azimuth_deg, 'hfovDeg', hfov_deg, 'rangeM', range_m, 'heightM', height_m,
                     'tiltDeg', tilt_deg, 'megapixels', megapixels, 'nightRangeM', night_range_m,
                     'purposes', purposes, 'note', note) order by letter), '[]')
            from siting_alternative where siting_alternative.plan_id = siting_plan.plan_id) as alternatives
    from ${plans(sql)} where plan_id = ${planId}`;
  return row;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockPlan(tx: Tx, planId: string): Promise<PlanRow | undefined> {
  await tx`select 1 from siting_plan where plan_id = ${planId} for update`;
  return selectPlan(tx, planId);
}

/** One new plan at a time: they are counted before they are written. */
export async function lockNewPlans(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('siting-plans'))`;
}

export async function countPlansOf(tx: Tx, accountId: number | null): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from siting_plan where account_id = ${accountId}`;
  return row!.count;
}

export async function isDepartment(tx: Tx, departmentId: number): Promise<boolean> {
  const rows = await tx`select 1 from department where department_id = ${departmentId}`;
  return rows.length > 0;
}

interface PlanText {
  readonly title: string;
  readonly departmentId: number | null;
  readonly by: string;
}

export async function insertPlan(
  tx: Tx,
  planId: string,
  accountId: number | null,
  { title, departmentId, by }: PlanText,
): Promise<void> {
  await tx`
    insert into siting_plan (plan_id, title, department_id, account_id, owner_name, changed_by)
    values (${planId}, ${title}, ${departmentId}, ${accountId}, ${by}, ${by})`;
}

export async function updatePlan(
  tx: Tx,
  planId: string,
  { title, departmentId, by }: PlanText,
): Promise<void> {
  await tx`
    update siting_plan
    set title = ${title}, department_id = ${departmentId}, changed_by = ${by}, changed_at = now(), version = version + 1
    where plan_id = ${planId}`;
}

export async function deletePlan(tx: Tx, planId: string): Promise<void> {
  await tx`delete from siting_plan where plan_id = ${planId}`;
}

/** Puts these in place of whatever alternatives the plan had. */
export async function replaceAlternatives(
  tx: Tx,
  planId: string,
  alternatives: readonly PlanAlternative[],
): Promise<void> {
  await tx`delete from siting_alternative where plan_id = ${planId}`;
  await tx`
    insert into siting_alternative (plan_id, letter, name, geom, kind, azimuth_deg, hfov_deg, range_m, height_m, tilt_deg,
                                    megapixels, night_range_m, purposes, note)
    select ${planId}, letter, name, st_setsrid(st_point(lon, lat), 4326), kind, "azimuthDeg", "hfovDeg", "rangeM",
           "heightM", "tiltDeg", megapixels, "nightRangeM",
           array(select jsonb_array_elements_text(purposes)), note
    from jsonb_to_recordset(${tx.json(alternatives as never)}) as given (
      letter text, name text, lon float8, lat float8, kind text, "azimuthDeg" real, "hfovDeg" real, "rangeM" real,
      "heightM" real, "tiltDeg" real, megapixels float8, "nightRangeM" real, purposes jsonb, note text)`;
}
