import type { Scope } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { ChainedChange } from './consultations.rules.ts';
import type {
  AskBody,
  ConsultationRow,
  ConsultationsQuery,
  ConsultationState,
} from './consultations.schema.ts';

/** Whether the register still says what a change made of it; of `consultation_change` beside its `camera`. */
const stands = (sql: Sql | Tx) => sql`
  coalesce(to_value, 'null') = coalesce(to_jsonb(camera)->lower(regexp_replace(field, '([A-Z])', '_\\1', 'g')), 'null')`;

const changesTold = (sql: Sql | Tx) => sql`
  jsonb_agg(jsonb_build_object(
    'cameraId', camera_id, 'field', field, 'from', from_value, 'to', to_value,
    'changedAt', to_json(consultation_change.changed_at)#>>'{}', 'stands', ${stands(sql)}
  ) order by consultation_change_id)`;

/** Whether one that asks it anew waits or was agreed to; one that was returned counts as what asks that one anew. */
const askedAnew = (sql: Sql | Tx) => sql`
  exists (
    with recursive later as (
      select next.consultation_id, next.state from consultation next where next.reasks = consultation.consultation_id
      union
      select next.consultation_id, next.state
      from later join consultation next on next.reasks = later.consultation_id where later.state = 'returned'
    )
    select from later where state in ('asked', 'agreed', 'agreed-with-conditions')
  )`;

const columns = (sql: Sql | Tx) => sql`
  consultation.consultation_id as "consultationId", kind, department.department_id as "departmentId",
  department.name as department, subject, body, reasks, asked_by as "askedBy",
  asked_by_account as "askedByAccount", to_json(asked_at)#>>'{}' as "askedAt", state, answered_by as "answeredBy", to_json(answered_at)#>>'{}' as "answeredAt", answer,
  consultation.source = 'demo' as demo,
  ${askedAnew(sql)} as reasked,
  exists (
    select from consultation_camera join camera using (camera_id)
    where consultation_camera.consultation_id = consultation.consultation_id and camera.protected
  ) as protected,
  exists (
    select from consultation_camera join camera using (camera_id)
    where consultation_camera.consultation_id = consultation.consultation_id and camera.protected
      and department_today(camera.department_id) is distinct from department.department_id
  ) as "protectedElsewhere",
  coalesce((
    select jsonb_agg(jsonb_build_object(
             'cameraId', camera_id, 'managementNo', management_no, 'name', camera.name,
             'own', department_today(camera.department_id) is not distinct from department.department_id
           ) order by camera_id)
    from consultation_camera join camera using (camera_id)
    where consultation_camera.consultation_id = consultation.consultation_id
  ), '[]') as cameras,
  coalesce((
    select ${changesTold(sql)} from consultation_change join camera using (camera_id)
    where consultation_change.consultation_id = consultation.consultation_id
  ), '[]') as changes,
  coalesce((
    with recursive earlier as (
      select first.consultation_id, first.reasks from consultation first where first.consultation_id = consultation.reasks
      union
      select first.consultation_id, first.reasks
      from earlier join consultation first on first.consultation_id = earlier.reasks
    )
    select ${changesTold(sql)} from earlier join consultation_change using (consultation_id) join camera using (camera_id)
    -- Of its own cameras alone: whoever may know of it may know of them (Art. 10(4)).
    where camera_id in (
      select camera_id from consultation_camera where consultation_camera.consultation_id = consultation.consultation_id)
  ), '[]') as "earlierChanges",
  coalesce((
    select jsonb_agg(jsonb_build_object('messageId', message_id, 'saidAt', to_json(said_at)#>>'{}', 'saidBy', said_by,
                                        'byRole', by_role, 'body', consultation_message.body)
                     order by said_at, message_id)
    from consultation_message
    where consultation_message.consultation_id = consultation.consultation_id
  ), '[]') as messages`;

const from = (sql: Sql | Tx) => sql`
  consultation join department on department.department_id = department_today(consultation.department_id)`;

/** Protected sites are in no list of who may not know of them (Art. 10(4)). */
function known(sql: Sql | Tx, { protectedOf }: Scope) {
  if (protectedOf === 'all') return sql`true`;
  const own =
    protectedOf === 'none' ? sql`false` : sql`department_today(camera.department_id) = ${protectedOf}`;
  return sql`not exists (
    select from consultation_camera join camera using (camera_id)
    where consultation_camera.consultation_id = consultation.consultation_id and camera.protected
      and (${own}) is not true)`;
}

/** Open ones oldest first, answered ones newest first, in the scope; `departmentId` null for every department's. */
export function selectConsultations(
  sql: Sql | Tx,
  scope: Scope,
  departmentId: number | null,
  { state, kind, after, limit }: ConsultationsQuery,
): Promise<ConsultationRow[]> {
  const open = state === 'open';
  const turn = open
    ? sql`(asked_at, consultation_id) > (select asked_at, consultation_id from consultation where consultation_id = ${after ?? null})`
    : sql`(asked_at, consultation_id) < (select asked_at, consultation_id from consultation where consultation_id = ${after ?? null})`;
  return sql<ConsultationRow[]>`
    select ${columns(sql)} from ${from(sql)}
    where (state = 'asked') = ${open} and (${kind ?? null}::text is null or kind = ${kind ?? null})
      and (${departmentId}::int is null or department.department_id = ${departmentId})
      and ${known(sql, scope)} and (${after ?? null}::uuid is null or ${turn})
    order by ${open ? sql`asked_at, consultation_id` : sql`asked_at desc, consultation_id desc`} limit ${limit}`;
}

/** What was consulted about a camera, the newest first. */
export function selectConsultationsOfCamera(sql: Sql | Tx, cameraId: number): Promise<ConsultationRow[]> {
  return sql<ConsultationRow[]>`
    select ${columns(sql)} from ${from(sql)}
    where consultation_id in (select consultation_id from consultation_camera where camera_id = ${cameraId})
    order by asked_at desc, consultation_id limit 20`;
}

export async function selectConsultation(
  sql: Sql | Tx,
  consultationId: string,
): Promise<ConsultationRow | undefined> {
  const [row] = await sql<ConsultationRow[]>`
    select ${columns(sql)} from ${from(sql)} where consultation_id = ${consultationId}`;
  return row;
}

/** The same, with the row locked until the transaction ends. */
export async function lockConsultation(tx: Tx, consultationId: string): Promise<ConsultationRow | undefined> {
  await tx`select 1 from consultation where consultation_id = ${consultationId} for update`;
  return selectConsultation(tx, consultationId);
}

interface Who {
  readonly accountId: number | null;
  readonly personName: string;
}

/** `subject` null: the changes say what it is about. */
export async function insertConsultation(
  tx: Tx,
  row: Pick<AskBody, 'consultationId' | 'kind' | 'body' | 'cameraIds' | 'reasks'> & {
    readonly departmentId: number;
    readonly subject: string | null;
  },
  who: Who,
): Promise<void> {
  await tx`
    insert into consultation (consultation_id, kind, department_id, subject, body, reasks, asked_by, asked_by_account, source)
    values (${row.consultationId}, ${row.kind}, ${row.departmentId}, ${row.subject}, ${row.body}, ${row.reasks},
            ${who.personName}, ${who.accountId}, 'console')`;
  await tx`
    insert into consultation_camera (consultation_id, camera_id)
    select distinct ${row.consultationId}::uuid, camera_id from unnest(${[...row.cameraIds]}::int[]) as camera_id`;
}

export interface ConsultedChange {
  readonly field: string;
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
}

export async function insertConsultedChanges(
  tx: Tx,
  consultationId: string,
  cameraId: number,
  actor: string,
  changes: readonly ConsultedChange[],
): Promise<void> {
  await tx`
    insert into consultation_change (consultation_id, camera_id, actor, field, from_value, to_value)
    select ${consultationId}, ${cameraId}, ${actor}, field, nullif("from", 'null'), nullif("to", 'null')
    from jsonb_to_recordset(${tx.json(changes as never)}) as change(field text, "from" jsonb, "to" jsonb)`;
}

export interface StandingChange extends ChainedChange {
  readonly camera: string;
  /** Whether the register still says so, and whether the camera is still the consultation's department's. */
  readonly stands: boolean;
  readonly own: boolean;
}

/** What was changed under a consultation and under all that it asks anew, in the order of the changes. */
export function selectChainedChanges(tx: Tx, consultationId: string): Promise<StandingChange[]> {
  return tx<StandingChange[]>`
    with recursive chain as (
      select consultation_id, department_id, reasks from consultation where consultation_id = ${consultationId}
      union
      select earlier.consultation_id, earlier.department_id, earlier.reasks
      from chain join consultation earlier on earlier.consultation_id = chain.reasks
    )
    select consultation_id as "consultationId", camera_id as "cameraId", coalesce(management_no, camera.name) as camera,
           field, to_value as "to", ${stands(tx)} as stands,
           department_today(camera.department_id) is not distinct from department_today(chain.department_id) as own
    from chain join consultation_change using (consultation_id) join camera using (camera_id)
    order by consultation_change_id`;
}

export async function closeConsultation(
  tx: Tx,
  consultationId: string,
  state: Exclude<ConsultationState, 'asked'>,
  answer: string | null,
  by: string,
): Promise<void> {
  await tx`
    update consultation set state = ${state}, answer = ${answer}, answered_by = ${by}, answered_at = now()
    where consultation_id = ${consultationId}`;
}

/** Returns false where the same message was said before. */
export async function insertMessage(
  tx: Tx,
  consultationId: string,
  row: { readonly messageId: string; readonly body: string; readonly by: string; readonly role: string },
): Promise<boolean> {
  const made = await tx`
    insert into consultation_message (message_id, consultation_id, said_by, by_role, body)
    values (${row.messageId}, ${consultationId}, ${row.by}, ${row.role}, ${row.body})
    on conflict (message_id) do nothing returning 1`;
  return made.length > 0;
}

export interface ConsultedCamera {
  readonly cameraId: number;
  readonly protected: boolean;
  readonly departmentId: number | null;
}

/** What decides whether somebody may consult about these cameras. */
export function selectConsultedCameras(
  sql: Sql | Tx,
  cameraIds: readonly number[],
): Promise<ConsultedCamera[]> {
  return sql<ConsultedCamera[]>`
    select camera_id as "cameraId", protected, department_today(department_id) as "departmentId"
    from camera where camera_id = any(${[...cameraIds]}::int[])`;
}

/** Departments of today, by name. */
export function selectDepartments(sql: Sql | Tx): Promise<{ departmentId: number; name: string }[]> {
  return sql<{ departmentId: number; name: string }[]>`
    select department_id as "departmentId", name from department
    where valid_from <= city_day() and (valid_to is null or valid_to > city_day())
    order by name collate "ko-x-icu", department_id`;
}
