import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findInstallations, findPostgis } from './postgres-binaries.ts';

/** Something the machine must have. Package names are asked for only when it is lacking. */
export type Need = {
  readonly korean: string;
  readonly english: string;
  readonly isThere: () => boolean;
  /** Debian and Ubuntu; may look into the package lists, which are fresh by then. */
  readonly apt: () => string[];
  /** The command for a Debian-like system whose packages have none of it, where `apt` gives an empty list. */
  readonly withoutPackage?: readonly string[];
  /** One command for each other system. */
  readonly elsewhere: { readonly macos: string; readonly fedora: string; readonly other: string };
};

/** The machine lacks something and it could not be installed; the message holds the command that does it. */
export class ProvisionError extends Error {
  override name = 'ProvisionError';
}

type Say = (line: string) => void;

const aptPostgis = (): string[] => {
  const listed = spawnSync('apt-cache', ['search', '--names-only', '^postgresql-[0-9]+-postgis-3$'], {
    encoding: 'utf8',
  });
  const majors = [...(listed.stdout ?? '').matchAll(/^postgresql-(\d+)-postgis-3 /gmu)].map((match) =>
    Number(match[1]),
  );
  const present = findInstallations().map((found) => found.major);
  const major = present.find((one) => majors.includes(one)) ?? Math.max(0, ...majors);
  return [major === 0 ? 'postgresql-postgis' : `postgresql-${major}-postgis-3`];
};

export const postgis: Need = {
  korean: 'PostgreSQL과 PostGIS',
  english: 'PostgreSQL with PostGIS',
  isThere: () => findPostgis() !== null,
  apt: aptPostgis,
  elsewhere: {
    macos: 'brew install postgis',
    fedora: 'sudo dnf install -y postgresql-server postgresql-contrib postgis',
    other:
      'docker run -d --name gwanje-db -e POSTGRES_PASSWORD=gwanje -p 127.0.0.1:5432:5432 postgis/postgis:17-3.5\n' +
      '  DATABASE_URL=postgres://postgres:gwanje@127.0.0.1:5432/postgres',
  },
};

const usesApt = (): boolean => existsSync('/usr/bin/apt-get');

const asRoot = (): string[] | null => {
  if (process.getuid?.() === 0) return [];
  const allowed = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return allowed.status === 0 ? ['sudo', '-n'] : null;
};

const withoutPackage = (needs: readonly Need[]): (readonly string[])[] =>
  needs.flatMap((need) =>
    need.withoutPackage !== undefined && need.apt().length === 0 ? [need.withoutPackage] : [],
  );

const commandHere = (needs: readonly Need[]): string => {
  if (usesApt()) {
    const packages = needs.flatMap((need) => need.apt()).join(' ');
    const commands = withoutPackage(needs).map((command) => command.join(' '));
    const apt = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages}`;
    return [...(packages === '' ? [] : [apt]), ...commands].join(' && ');
  }
  const system = process.platform === 'darwin' ? 'macos' : existsSync('/usr/bin/dnf') ? 'fedora' : 'other';
  return needs.map((need) => need.elsewhere[system]).join('\n  ');
};

const run = async (command: readonly string[]): Promise<void> => {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)));
  }
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0) throw new ProvisionError(`${command.join(' ')}\n${said.trim()}`);
};

/** apt itself waits for the lock of an installation, but not for that of the package lists. */
const runWhenUnlocked = async (command: readonly string[], say: Say): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    try {
      await run(command);
      return;
    } catch (error) {
      const locked = error instanceof Error && /Could not get lock|Unable to lock/u.test(error.message);
      if (!locked || tries === 200) throw error;
      if (tries === 0) say('다른 설치가 끝나기를 기다립니다. Waiting for another installation to end.');
      await sleep(3000);
    }
  }
};

const clusterConfig = '/etc/postgresql-common/createcluster.conf';

/** Without this Debian would start a cluster of its own on port 5432. An existing setting is left alone. */
const keepDebianFromStartingOne = async (root: readonly string[]): Promise<void> => {
  if (existsSync(clusterConfig)) return;
  const text = '# Written by gwanje-map before it installed PostgreSQL.\ncreate_main_cluster = false\n';
  if (root.length === 0) {
    mkdirSync(dirname(clusterConfig), { recursive: true });
    writeFileSync(clusterConfig, text);
    return;
  }
  await run([...root, 'mkdir', '-p', dirname(clusterConfig)]);
  await run([...root, 'sh', '-c', `printf '%s' "$1" > ${clusterConfig}`, 'sh', text]);
};

const install = async (needs: readonly Need[], root: readonly string[], say: Say): Promise<void> => {
  const apt = [
    ...root,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'UCF_FORCE_CONFFOLD=1',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=600',
    '-o',
    'Dpkg::Options::=--force-confold',
    '-qq',
  ];
  say('패키지 목록을 받습니다. Fetching the package lists.');
  await runWhenUnlocked([...apt, 'update'], say);
  const packages = needs.flatMap((need) => need.apt());
  const commands = withoutPackage(needs);
  const listed = [...packages, ...commands.map((command) => `(${command.join(' ')})`)];
  say(`설치합니다. Installing: ${listed.join(' ')}`);
  if (needs.includes(postgis)) await keepDebianFromStartingOne(root);
  if (packages.length > 0) {
    await runWhenUnlocked([...apt, 'install', '-y', '--no-install-recommends', ...packages], say);
  }
  for (const command of commands) await run(command);
};

/**
 * Sees to it that the machine has what is needed. On Debian and Ubuntu, as root or with password-free sudo, it says what
 * it installs and installs it; elsewhere it stops with the one command to type.
 * @throws ProvisionError
 */
export const provision = async (needs: readonly Need[], say: Say): Promise<void> => {
  const lacking = needs.filter((need) => !need.isThere());
  if (lacking.length === 0) return;
  say(
    `이 컴퓨터에 없습니다: ${lacking.map((need) => need.korean).join(', ')}. ` +
      `This machine lacks: ${lacking.map((need) => need.english).join(', ')}.`,
  );
  const root = usesApt() ? asRoot() : null;
  if (root === null) {
    throw new ProvisionError(
      `다음 명령을 실행한 뒤 다시 시작하십시오. Run this, then start again:\n  ${commandHere(lacking)}`,
    );
  }
  await install(lacking, root, say);
  const still = lacking.filter((need) => !need.isThere());
  if (still.length > 0) {
    throw new ProvisionError(
      `설치한 뒤에도 찾지 못했습니다. Still not found after installing: ${still.map((need) => need.english).join(', ')}`,
    );
  }
};
