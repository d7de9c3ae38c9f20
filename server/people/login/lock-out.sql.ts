import type { Sql, Tx } from '../../platform/db.ts';
import { LOCK_OUT } from './lock-out.law.ts';

const lasts = (sql: Sql | Tx) => sql`make_interval(mins => ${LOCK_OUT.minutes})`;

/**
 * Until when the chosen failures shut an account: the whole time from the last of so many within as long, however long
 * before it the first was; null where they do not.
 */
export const lockedUntil = (sql: Sql | Tx, chosen: ReturnType<Sql>, most: number) => sql`(
  select max(failed_at) + ${lasts(sql)} from (
    select failed_at, lag(failed_at, ${most - 1}::int) over (order by failed_at, attempt_id) as first_at
    from login_failure where of_place and failed_at > clock_timestamp() - 2 * ${lasts(sql)} and ${chosen}
  ) as failure
  where failed_at > clock_timestamp() - ${lasts(sql)} and first_at > failed_at - ${lasts(sql)})`;

/** The lock of the account of the row that is read, with the places of the failures that made it. */
export const lockOfAccount = (sql: Sql | Tx) => sql`
  (select jsonb_build_object('until', until, 'from', (
     select jsonb_agg(jsonb_build_object('address', address, 'failures', n) order by n desc)
     from (select host(address) as address, count(*) as n from login_failure
           where login_failure.account = account.account and of_place and failed_at > until - 2 * ${lasts(sql)}
           group by address) as place))
   from (select ${lockedUntil(sql, sql`login_failure.account = account.account`, LOCK_OUT.failuresOfAccount)} as until) as lock
   where until is not null)`;
