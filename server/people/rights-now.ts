import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { rightTimes } from '../platform/right-times.rules.ts';
import type { RightsNow } from './people.schema.ts';

/** Where somebody's rights stand now, and where none holds, whom to ask (Art. 5(1), 30(1)). */
export async function rightsNow(sql: Sql, actor: Actor, at = new Date()): Promise<RightsNow> {
  const { inForce, changesAt, hours } = rightTimes(actor.grants, at);
  const ask = inForce ? null : await selectOperationsHead(sql);
  return { inForce, changesAt: changesAt?.toISOString() ?? null, hours, ask };
}

/** The post of the 운영책임자 in Seoul's today, and where it is reached. */
export async function selectOperationsHead(sql: Sql): Promise<RightsNow['ask']> {
  const [row] = await sql<NonNullable<RightsNow['ask']>[]>`
    with today as (select (now() at time zone 'Asia/Seoul')::date as day)
    select department.name as department, title, coalesce(post.phone, department.phone) as phone
    from responsible_post post join department using (department_id), today
    where duty = 'operations-head' and post.valid_from <= day and (post.valid_to is null or post.valid_to > day)
    limit 1`;
  return row ?? null;
}
