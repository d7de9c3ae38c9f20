import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { startJobs, type Jobs, type Queue } from './jobs.ts';

const greet: Queue = { name: 'greet' };

describe('jobs', () => {
  let db: TestDatabase;
  let jobs: Jobs;
  const errors: Error[] = [];
  const handled: number[] = [];
  const waiting = async () =>
    (await db.owner<{ data: { n: number } }[]>`select data from pgboss.job where name = 'greet'`).map(
      (row) => row.data.n,
    );

  beforeAll(async () => {
    db = await aDatabase();
    const onError = (error: Error) => errors.push(error);
    jobs = await startJobs(db.targets.app, [greet], { works: true, onError });
  });
  afterAll(async () => {
    await jobs.stop();
    await db.drop();
  });

  it('exist only when the transaction that asked for them commits', async () => {
    await expect(
      db.app.begin(async (tx) => {
        await jobs.enqueue(tx, greet, { n: 1 });
        throw new Error('Changed my mind.');
      }),
    ).rejects.toThrow('Changed my mind.');
    await db.app.begin((tx) => jobs.enqueue(tx, greet, { n: 2 }));
    expect(await waiting()).toEqual([2]);
  });

  it('are retried soon after their worker was killed', async () => {
    const [queue] =
      await db.owner`select heartbeat_seconds as heartbeat from pgboss.queue where name = 'greet'`;
    expect(queue).toEqual({ heartbeat: 10 });
  });

  it('are worked as the role that owns nothing', async () => {
    await jobs.work<{ n: number }>(greet, async ({ n }) => void handled.push(n));
    await vi.waitFor(() => expect(handled).toEqual([2]), 10_000);
    expect(errors).toEqual([]);
  });

  it('go on after the database threw every connection out', async () => {
    await db.owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = 'gwanje_app'`;
    await vi.waitFor(() => db.app.begin((tx) => jobs.enqueue(tx, greet, { n: 3 })), 10_000);
    await vi.waitFor(() => expect(handled).toEqual([2, 3]), 10_000);
  });
});
