import postgres from 'postgres';
import type { Config } from './config.ts';
import { secretFor } from './secrets.ts';

/** A pool of connections. A query takes `Sql | Tx`, so that it runs inside any transaction. */
export type Sql = postgres.Sql;
/** One transaction. */
export type Tx = postgres.TransactionSql;

/** Where and as whom to connect. `host` is a name, an address, or the folder of a Unix socket. */
export type Target = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl?: 'require' | 'verify-full';
};

/** The three ways in: `owner` provisions and migrates, `app` serves the console, `public` serves citizens. */
export type Targets = { readonly owner: Target; readonly app: Target; readonly public: Target };

export type ConnectOptions = {
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly name?: string;
  readonly statementTimeoutMs?: number;
};

export const appRole = 'gwanje_app';
export const publicRole = 'gwanje_public';

/**
 * Turns a database address into connection options. Also reads the form with a socket folder,
 * `postgres:///city?host=/run/postgresql`, which the driver itself does not.
 */
export const parseTarget = (address: string): Target => {
  const url = new URL(address);
  const ssl = url.searchParams.get('sslmode');
  return {
    host:
      url.searchParams.get('host') ??
      (decodeURIComponent(url.hostname.replace(/^\[|\]$/gu, '')) || 'localhost'),
    port: Number(url.searchParams.get('port') ?? (url.port || 5432)),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username) || (url.searchParams.get('user') ?? 'postgres'),
    password: decodeURIComponent(url.password) || (url.searchParams.get('password') ?? ''),
    ...(ssl === 'require' || ssl === 'verify-full' ? { ssl } : {}),
  };
};

/** Opens a pool lazily: the first query connects. Close it with `end()`. */
export const connect = (target: Target, options: ConnectOptions = {}): Sql =>
  postgres({
    ...target,
    max: options.max ?? 10,
    connect_timeout: 10,
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 2),
    onnotice: () => undefined,
    connection: {
      application_name: options.name ?? 'gwanje-map',
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    },
  });

/** The three targets for an owner's database: run-time passwords come from DATA_DIR/secrets unless an address overrides them. */
export const targetsOf = (
  config: Pick<Config, 'secretsDir' | 'appDatabaseUrl' | 'publicDatabaseUrl'>,
  owner: Target,
): Targets => {
  const login = (user: string, address: string | null): Target =>
    address === null
      ? { ...owner, user, password: secretFor(config.secretsDir, user) }
      : parseTarget(address);
  return {
    owner,
    app: login(appRole, config.appDatabaseUrl),
    public: login(publicRole, config.publicDatabaseUrl),
  };
};
