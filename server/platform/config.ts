import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export const roles = ['api', 'jobs', 'gateway', 'public'] as const;
export type Role = (typeof roles)[number];

/** The whole configuration, read once from the environment. Paths are absolute; an unset address is null. */
export type Config = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly secretsDir: string;
  /** Folder of the signed heads of the audit, at best on another machine. */
  readonly auditAnchors: string;
  readonly roles: readonly Role[];
  /** CIDR blocks a camera may live in; empty means no camera is ever called. */
  readonly cameraNetworks: readonly string[];
  /** This machine's own IPv4 addresses from which cameras may be called by multicast; empty means nobody is. */
  readonly discoveryInterfaces: readonly string[];
  /** CIDR blocks of the centre's own networks: from elsewhere everyone shows a second factor. */
  readonly centreNetworks: readonly string[];
  /** CIDR blocks of our own reverse proxies: from them alone `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Origin under which people reach the console, without a trailing slash. */
  readonly publicUrl: string | null;
  readonly databaseUrl: string | null;
  readonly appDatabaseUrl: string | null;
  readonly publicDatabaseUrl: string | null;
  readonly basemap: string | null;
  /** false: the demo city is never loaded. */
  readonly demo: boolean;
};

/** A setting that cannot be used. Its message names every wrong setting, in Korean and in English. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const both = (korean: string, english: string): string => `${korean}\n    ${english}`;

const port = z
  .string()
  .regex(/^\d{1,5}$/u)
  .transform(Number)
  .refine((value) => value <= 65535);

const isCidr = (text: string): boolean => {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (rest.length > 0 || family === 0 || !/^\d{1,3}$/u.test(bits)) return false;
  return Number(bits) <= (family === 4 ? 32 : 128);
};

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const cidrs = list.pipe(z.array(z.string().refine(isCidr))).default([]);
const cidrsSays = both(
  '10.20.0.0/16 같은 CIDR을 쉼표로 나열합니다.',
  'A comma-separated list of CIDR blocks such as 10.20.0.0/16.',
);

const isDatabaseUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^postgres(?:ql)?:$/u.test(url.protocol) && url.pathname.length > 1;
};

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/u.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
};

const databaseUrl = z.string().refine(isDatabaseUrl);
const databaseUrlSays = both(
  'postgres://사용자:비밀번호@호스트:5432/데이터베이스 형식이어야 합니다.',
  'Must look like postgres://user:password@host:5432/database.',
);

const settings = {
  PORT: {
    schema: port.default(8787),
    says: both('0부터 65535까지의 숫자여야 합니다.', 'Must be a number from 0 to 65535.'),
  },
  HOST: {
    schema: z
      .string()
      .regex(/^[\w.:-]+$/u)
      .default('127.0.0.1'),
    says: both('주소나 호스트 이름이어야 합니다.', 'Must be an address or a host name.'),
  },
  DATA_DIR: {
    schema: z
      .string()
      .refine((path) => !path.includes('\0') && (!existsSync(path) || statSync(path).isDirectory()))
      .default('.data'),
    says: both('폴더여야 합니다.', 'Must be a folder.'),
  },
  DATABASE_URL: { schema: databaseUrl.optional(), says: databaseUrlSays },
  APP_DATABASE_URL: { schema: databaseUrl.optional(), says: databaseUrlSays },
  PUBLIC_DATABASE_URL: { schema: databaseUrl.optional(), says: databaseUrlSays },
  ROLES: {
    schema: list
      .pipe(z.array(z.enum(roles)).min(1))
      .transform((given) => roles.filter((role) => given.includes(role)))
      .default([...roles]),
    says: both(
      `다음 중에서 쉼표로 나열합니다: ${roles.join(', ')}.`,
      `A comma-separated choice of: ${roles.join(', ')}.`,
    ),
  },
  CAMERA_NETWORKS: { schema: cidrs, says: cidrsSays },
  DISCOVERY_INTERFACES: {
    schema: list.pipe(z.array(z.string().refine((each) => isIP(each) === 4)).max(8)).default([]),
    says: both(
      '이 서버의 IPv4 주소를 쉼표로 나열합니다. 그 망에 멀티캐스트로 카메라를 부릅니다.',
      'A comma-separated list of IPv4 addresses of this server, in whose networks cameras are called by multicast.',
    ),
  },
  CENTRE_NETWORKS: { schema: cidrs, says: cidrsSays },
  TRUSTED_PROXIES: { schema: cidrs, says: cidrsSays },
  PUBLIC_URL: {
    schema: z
      .string()
      .refine(isOrigin)
      .transform((text) => new URL(text).origin)
      .optional(),
    says: both(
      'https://map.example.go.kr 같은 주소이며 경로는 붙이지 않습니다.',
      'An address such as https://map.example.go.kr, without a path.',
    ),
  },
  BASEMAP: {
    schema: z
      .string()
      .refine((path) => existsSync(path))
      .transform((path) => resolve(path))
      .optional(),
    says: both('이 파일이 없습니다.', 'There is no such file.'),
  },
  AUDIT_ANCHORS: {
    schema: z
      .string()
      .refine((path) => !path.includes('\0') && (!existsSync(path) || statSync(path).isDirectory()))
      .optional(),
    says: both('폴더여야 합니다.', 'Must be a folder.'),
  },
  DEMO: {
    schema: z
      .enum(['0', '1'])
      .transform((value) => value === '1')
      .default(true),
    says: both('0 또는 1이어야 합니다.', 'Must be 0 or 1.'),
  },
} as const;

type Settings = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> };

const secret = (name: string): boolean => name.endsWith('DATABASE_URL');

const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const wrong: string[] = [];
  const entries = Object.entries(settings).map(([name, { schema, says }]) => {
    const given = env[name]?.trim();
    const parsed = schema.safeParse(given === '' ? undefined : given);
    if (!parsed.success) wrong.push(`${name}${secret(name) ? '' : `=${given ?? ''}`}: ${says}`);
    return [name, parsed.data];
  });
  if (wrong.length > 0) throw configError(wrong);
  return Object.fromEntries(entries) as Settings;
};

const configError = (wrong: readonly string[]): ConfigError =>
  new ConfigError(
    `설정값을 쓸 수 없어 시작하지 않았습니다. Not started: a setting cannot be used.\n${wrong.map((line) => `  ${line}`).join('\n')}`,
  );

/**
 * Reads and checks every setting before anything starts. An empty value counts as unset.
 * @throws ConfigError naming each wrong setting; the text of a database address is never repeated in it.
 */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  const given = readSettings(env);
  // Session cookies carry the __Host- prefix, which browsers keep on https and on http://127.0.0.1 alone.
  if (given.HOST !== '127.0.0.1' && given.PUBLIC_URL?.startsWith('https://') !== true) {
    throw configError([
      `HOST=${given.HOST}: ${both(
        '127.0.0.1이 아닌 주소로 열려면 PUBLIC_URL=https://… 도 있어야 합니다. 로그인 쿠키는 https에서만 유지됩니다.',
        'Any HOST but 127.0.0.1 also needs PUBLIC_URL=https://…, since the session cookie lives on https only.',
      )}`,
    ]);
  }
  const dataDir = resolve(given.DATA_DIR);
  return {
    port: given.PORT,
    host: given.HOST,
    dataDir,
    secretsDir: join(dataDir, 'secrets'),
    auditAnchors:
      given.AUDIT_ANCHORS === undefined ? join(dataDir, 'audit-anchors') : resolve(given.AUDIT_ANCHORS),
    roles: given.ROLES,
    cameraNetworks: given.CAMERA_NETWORKS,
    discoveryInterfaces: given.DISCOVERY_INTERFACES,
    centreNetworks: given.CENTRE_NETWORKS,
    trustedProxies: given.TRUSTED_PROXIES,
    publicUrl: given.PUBLIC_URL ?? null,
    databaseUrl: given.DATABASE_URL ?? null,
    appDatabaseUrl: given.APP_DATABASE_URL ?? null,
    publicDatabaseUrl: given.PUBLIC_DATABASE_URL ?? null,
    basemap: given.BASEMAP ?? null,
    demo: given.DEMO,
  };
};
