import { judge, scopeOf, type Action, type Actor, isInForceAt } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';

/**
 * The condition under which `judge` would allow the action on a camera, for a query over `camera join site`: lists leave
 * out what is another department's or contractor's, beyond the rights given, or protected (Art. 10(4), 12(2), 30(1)).
 */
export function maySee(sql: Sql | Tx, actor: Actor, action: Action, at = new Date()) {
  if (actor.role === 'system') return sql`true`;
  if (judge(actor, action, {}, at) !== 'allowed') return sql`false`;
  const scope = scopeOf(actor, at);
  const known =
    scope.protectedOf === 'all'
      ? sql`true`
      : scope.protectedOf === 'none'
        ? sql`not protected`
        : sql`(not protected or ${isDepartment(sql, scope.protectedOf)})`;
  const rights = actor.grants
    .filter((grant) => isInForceAt(grant, at))
    .map(({ districtIds, departmentId, purposes }) => {
      const district =
        districtIds === null ? sql`true` : sql`site.district_id = any(${[...districtIds]}::int[])`;
      const department = departmentId === null ? sql`true` : isDepartment(sql, departmentId);
      const purpose =
        purposes === null
          ? sql`true`
          : sql`exists (
              select from camera_purpose
              where camera_purpose.camera_id = camera.camera_id and purpose = any(${[...purposes]}::text[])
                and (added_on is null or added_on <= current_date) and (ended_on is null or ended_on > current_date))`;
      return sql`(${district} and ${department} and ${purpose})`;
    });
  const held = rights.reduce((all, each) => sql`${all} or ${each}`, sql`false`);
  return sql`${known} and ${ownOnly(sql, actor)} and (${held})`;
}

/** Whoever stands for a body sees its own; for departments that is the department of today (Art. 5(1)). */
function ownOnly(sql: Sql | Tx, actor: Actor) {
  if (actor.role === 'department')
    return actor.departmentId === null ? sql`false` : isDepartment(sql, actor.departmentId);
  if (actor.role === 'maintainer' && actor.contractorId !== null)
    return sql`camera.contractor_id = ${actor.contractorId}`;
  return sql`true`;
}

const isDepartment = (sql: Sql | Tx, departmentId: number) => sql`
  camera.department_id in (
    select department_id from department where department_today(department_id) = ${departmentId})`;
