import type { Sql } from './db.ts';
import type { Jobs, Queue } from './jobs.ts';

export const TIDY: Queue = { name: 'tidy', retryLimit: 2 };

const EVENTS_KEPT_HOURS = 24;

/** Takes away what has run out: ended sessions, old sign-in failures, events nobody can resume from any more. */
export async function tidy(sql: Sql): Promise<void> {
  await sql`delete from session where expires_at < now()`;
  await sql`delete from login_failure where failed_at < now() - interval '1 day'`;
  await sql`delete from event where published_at < now() - make_interval(hours => ${EVENTS_KEPT_HOURS})`;
}

/** Tidies every ten minutes, once for the whole installation however many processes run. */
export async function startTidying(jobs: Jobs, sql: Sql): Promise<void> {
  await jobs.work(TIDY, () => tidy(sql));
  await jobs.schedule(TIDY, '*/10 * * * *');
}
