import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimRoles } from './claim.ts';
import { connect } from './db.ts';
import { joinOrStartCluster, type Cluster } from './local-postgres.ts';
import { isAlive, postmasterOf } from './postmaster.ts';

describe('the private cluster', () => {
  let dataDir: string;
  let open: Cluster[];

  const enter = async (): Promise<Cluster> => {
    const config = { dataDir, secretsDir: join(dataDir, 'secrets') };
    const cluster = await joinOrStartCluster(config, {
      place: join(dataDir, 'c'),
      settings: { fsync: 'off' },
    });
    open.push(cluster);
    return cluster;
  };
  const ask = async (cluster: Cluster, question: string): Promise<unknown> => {
    const sql = connect(cluster.target('postgres'), { max: 1 });
    try {
      const [row] = await sql.unsafe(question);
      return row === undefined ? null : Object.values(row)[0];
    } finally {
      await sql.end();
    }
  };
  const postmaster = (): number => {
    const pid = postmasterOf(join(dataDir, 'c/data'));
    if (pid === null) throw new Error('No postmaster runs.');
    return pid;
  };

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), `gwanje-test-${process.pid}-`));
    chmodSync(dataDir, 0o711);
    open = [];
  });
  afterEach(async () => {
    for (const cluster of open) await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is private: no TCP, passwords, a closed folder, UTF-8', async () => {
    const cluster = await enter();
    expect(await ask(cluster, 'show listen_addresses')).toBe('');
    expect(await ask(cluster, 'show server_encoding')).toBe('UTF8');
    expect(readFileSync(join(dataDir, 'c/data/pg_hba.conf'), 'utf8')).not.toMatch(/^[^#].*\btrust\b/mu);
    expect(statSync(cluster.target('postgres').host).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'secrets/gwanje_owner')).mode & 0o777).toBe(0o600);
    const wrong = connect({ ...cluster.target('postgres'), password: 'guess' }, { max: 1 });
    await expect(wrong`select 1`).rejects.toThrow(/password/u);
    await wrong.end();
  });

  it('is joined by a second command, and stopped by the last that leaves', async () => {
    const [one, other] = await Promise.all([enter(), enter()]);
    const pid = postmaster();
    await one.stop();
    expect(await ask(other, 'select 1')).toBe(1);
    await other.stop();
    expect(isAlive(pid)).toBe(false);
    open = [];
  });

  it('comes back with what was committed after its server was killed', async () => {
    const cluster = await enter();
    await ask(cluster, 'create table kept (n integer)');
    await ask(cluster, 'insert into kept values (7)');
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    while ([null, killed].includes(postmasterOf(join(dataDir, 'c/data')))) await sleep(50);
    expect(postmaster()).not.toBe(killed);
    await enter();
    expect(await ask(cluster, 'select n from kept')).toBe(7);
  });

  it('starts although the number in its lock file now belongs to another program', async () => {
    const cluster = await enter();
    await cluster.stop();
    open = [];
    writeFileSync(join(dataDir, 'c/data/postmaster.pid'), `${process.ppid}\n${join(dataDir, 'c/data')}\n`);
    writeFileSync(join(dataDir, 'c/socket/.s.PGSQL.5432.lock'), `${process.ppid}\n`);
    expect(await ask(await enter(), 'select 1')).toBe(1);
  });

  it('puts no half cluster in place', async () => {
    await enter();
    expect(existsSync(join(dataDir, 'c/data/PG_VERSION'))).toBe(true);
    expect(readdirSync(join(dataDir, 'c')).sort()).toEqual(['data', 'postgres.log', 'socket']);
  });

  it('tells a second start who is running, until that one ends', async () => {
    const cluster = await enter();
    const claim = await claimRoles(cluster.target('postgres'), ['api', 'jobs'], 'the first, pid 1');
    await expect(claimRoles(cluster.target('postgres'), ['jobs'], 'the second')).rejects.toThrow(
      /Already running: the first, pid 1/u,
    );
    const beside = await claimRoles(cluster.target('postgres'), ['public'], 'another role');
    await claim.release();
    const next = await claimRoles(cluster.target('postgres'), ['api'], 'the second');
    await beside.release();
    await next.release();
  });

  it('keeps a claim after its server was killed and came back', async () => {
    const cluster = await enter();
    const target = cluster.target('postgres');
    const claim = await claimRoles(target, ['api'], 'the first');
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    while ([null, killed].includes(postmasterOf(join(dataDir, 'c/data')))) await sleep(50);
    await enter();
    await vi.waitFor(async () => {
      expect(await ask(cluster, 'select count(*)::int from pg_locks where classid = 8787003')).toBe(1);
    }, 15_000);
    await expect(claimRoles(target, ['api'], 'the second')).rejects.toThrow(/Already running: the first/u);
    await claim.release();
  });
});
