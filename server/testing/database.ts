import { inject } from 'vitest';
import { connect, type Sql, type Targets } from '../platform/db.ts';
import { freshDatabaseName } from '../platform/local-postgres.ts';

export type TestDatabase = {
  /** Owns everything; for preparing rows. */
  readonly owner: Sql;
  /** The console's run-time role, as in production. */
  readonly app: Sql;
  /** The citizens' page's role. */
  readonly public: Sql;
  readonly targets: Targets;
  readonly drop: () => Promise<void>;
};

/** A fresh, empty, migrated database on real PostGIS, cloned in some tens of milliseconds. Drop it when done. */
export const aDatabase = async (): Promise<TestDatabase> => {
  const { template } = inject('testCluster');
  const name = freshDatabaseName('test');
  const maintenance = connect({ ...template.owner, database: 'postgres' }, { max: 1 });
  await maintenance`
    create database ${maintenance(name)} template ${maintenance(template.owner.database)} strategy file_copy`;
  await maintenance`revoke all on database ${maintenance(name)} from public`;
  await maintenance`grant connect, temporary on database ${maintenance(name)} to ${maintenance(template.app.user)}`;
  await maintenance`grant connect on database ${maintenance(name)} to ${maintenance(template.public.user)}`;
  const targets: Targets = {
    owner: { ...template.owner, database: name },
    app: { ...template.app, database: name },
    public: { ...template.public, database: name },
  };
  const pools = {
    owner: connect(targets.owner, { max: 2, name: 'test owner' }),
    app: connect(targets.app, { max: 4, name: 'test app' }),
    public: connect(targets.public, { max: 2, name: 'test public' }),
  };
  return {
    ...pools,
    targets,
    drop: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end({ timeout: 2 })));
      await maintenance`drop database ${maintenance(name)} with (force)`;
      await maintenance.end();
    },
  };
};
