import { PgBoss, type ConstructorOptions, type Job } from 'pg-boss';
import { appRole, connect, type Target, type Tx } from './db.ts';

const schema = 'pgboss';

/** A kind of work: its queue's name and how often a failed try is repeated. */
export type Queue = {
  readonly name: string;
  readonly retryLimit?: number;
  readonly expireInSeconds?: number;
};

export type Jobs = {
  /** Puts a job into the caller's transaction: it exists if, and only if, that commits. */
  readonly enqueue: (tx: Tx, queue: Queue, data: object) => Promise<void>;
  /** Runs `handle` for each job of a queue, one at a time. */
  readonly work: <Data>(
    queue: Queue,
    handle: (data: Data, signal: AbortSignal) => Promise<void>,
  ) => Promise<void>;
  /** Puts a job into a queue at the minutes of a cron line, in Seoul's time. */
  readonly schedule: (queue: Queue, cron: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const optionsFor = (target: Target): ConstructorOptions => ({
  host: target.host,
  port: target.port,
  database: target.database,
  user: target.user,
  password: target.password,
  ...(target.ssl === undefined ? {} : { ssl: { rejectUnauthorized: target.ssl === 'verify-full' } }),
  schema,
});

/** Installs or updates the job tables as the owner, and lets the run-time role use them without owning them. */
export const installJobs = async (owner: Target): Promise<void> => {
  const boss = new PgBoss({
    ...optionsFor(owner),
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  let failure: unknown = null;
  boss.on('error', (error) => (failure = error));
  await boss.start();
  await boss.stop({ graceful: false });
  if (failure instanceof Error) throw failure;
  const sql = connect(owner, { max: 1, name: 'gwanje-map migrate' });
  try {
    const role = sql(appRole);
    await sql`grant usage on schema ${sql(schema)} to ${role}`;
    await sql`grant select, insert, update, delete on all tables in schema ${sql(schema)} to ${role}`;
    await sql`grant usage on all sequences in schema ${sql(schema)} to ${role}`;
    await sql`grant execute on all functions in schema ${sql(schema)} to ${role}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
};

/**
 * Joins the job queues as the run-time role. `works` is false where jobs are only put in: such a process looks after
 * nothing. A lost database is reported to `onError` and survived.
 */
export const startJobs = async (
  app: Target,
  queues: readonly Queue[],
  options: { readonly works: boolean; readonly onError: (error: Error) => void },
): Promise<Jobs> => {
  const boss = new PgBoss({
    ...optionsFor(app),
    max: options.works ? 4 : 1,
    migrate: false,
    createSchema: false,
    supervise: options.works,
    schedule: options.works,
    // Rebuilding an index is the owner's right, which the run-time role must not have.
    reindex: false,
    monitorIntervalSeconds: 5,
  });
  // Without a listener a restart of the database would end this process.
  boss.on('error', options.onError);
  await boss.start();
  for (const queue of queues) {
    // Without a heartbeat a job whose worker was killed would wait a quarter of an hour.
    const policy = { retryLimit: queue.retryLimit ?? 5, retryBackoff: true, heartbeatSeconds: 10 };
    await boss.createQueue(queue.name, { ...policy, expireInSeconds: queue.expireInSeconds ?? 900 });
  }
  return {
    enqueue: async (tx, queue, data) => {
      const executeSql = async (text: string, values?: unknown[]) => ({
        rows: (await tx.unsafe(text, values as never)) as unknown[],
      });
      await boss.send(queue.name, data, { db: { executeSql } });
    },
    work: async (queue, handle) => {
      await boss.work(queue.name, async ([job]: Job<never>[]) => {
        if (job !== undefined) await handle(job.data, job.signal);
      });
    },
    schedule: async (queue, cron) => {
      await boss.schedule(queue.name, cron, null, { tz: 'Asia/Seoul' });
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
};
