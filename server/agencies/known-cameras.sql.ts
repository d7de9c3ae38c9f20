import type { Scope } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';

/** Rows of `camera` that a scope may know of (Art. 10(4)): the same question as `knows`, in SQL. */
export function knownCameras(sql: Sql | Tx, scope: Scope) {
  if (scope.protectedOf === 'all') return sql`true`;
  if (scope.protectedOf === 'none') return sql`not camera.protected`;
  return sql`(not camera.protected or department_today(camera.department_id) = ${scope.protectedOf})`;
}
