import type { Sql, Tx } from '../platform/db.ts';

/**
 * Notes which cameras of a divided department a part takes over: those whose main purpose is among these. A department's
 * cameras are those given to it or to one that it followed, on the eve of the order, by orders that are still to come too.
 */
export async function insertMoves(
  tx: Tx,
  move: {
    orderId: string;
    fromDepartmentId: number;
    departmentId: number;
    purposes: readonly string[];
    eve: string;
  },
): Promise<void> {
  await tx`
    with recursive line as (
      select ${move.fromDepartmentId}::integer as department_id
      union
      select ended.department_id from line join department ended on ended.succeeded_by = line.department_id
      where ended.valid_to <= ${move.eve}::date
    )
    insert into order_camera (order_id, camera_id, department_id)
    select distinct ${move.orderId}::uuid, camera_id, ${move.departmentId}::integer
    from camera
    left join lateral (
      select order_camera.department_id from order_camera join organisation_order using (order_id)
      where order_camera.camera_id = camera.camera_id and applied_at is null and effective_on <= ${move.eve}::date
      order by effective_on desc limit 1
    ) by_then on true
    join line on line.department_id = coalesce(by_then.department_id, camera.department_id)
    join camera_purpose using (camera_id)
    where main and ended_on is null and purpose = any(${move.purposes as string[]})
    on conflict do nothing`;
}

/** Gives the cameras of an order to their new department, with the change in each camera's history. Returns how many. */
export async function applyMoves(
  tx: Tx,
  orderId: string,
  by: { readonly accountId: number | null; readonly personName: string } | null,
): Promise<number> {
  if (by !== null)
    await tx`
      insert into camera_change (camera_id, account_id, actor, field, from_value, to_value)
      select camera_id, ${by.accountId}, ${by.personName}, 'departmentId', to_jsonb(camera.department_id),
             to_jsonb(order_camera.department_id)
      from order_camera join camera using (camera_id) where order_id = ${orderId} and applied_at is null`;
  const { count } = await tx`
    with due as (
      update order_camera set applied_at = now() where order_id = ${orderId} and applied_at is null
      returning camera_id, department_id
    )
    update camera set department_id = due.department_id from due where due.camera_id = camera.camera_id`;
  return count;
}

/** Orders whose day has come and whose cameras still wait. */
export async function selectDueOrders(tx: Sql | Tx, today: string): Promise<string[]> {
  const rows = await tx<{ orderId: string }[]>`
    select distinct order_id as "orderId" from organisation_order join order_camera using (order_id)
    where effective_on <= ${today} and applied_at is null`;
  return rows.map(({ orderId }) => orderId);
}
