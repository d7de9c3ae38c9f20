import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera } from '../testing/factories.ts';
import type { SpoolingTask } from '../testing/spooling-program.ts';
import { SYSTEM } from './access.ts';
import { act } from './act.ts';
import { brokenAuditRow } from './audit-chain.ts';
import { joinSpools, verifySpools } from './audit-spool-join.ts';
import { spoolFiles } from './audit-spool-file.ts';
import {
  AuditSpool,
  headFile,
  programsOf,
  spoolFolder,
  type SpooledRow,
  type SpoolPlace,
} from './audit-spool.ts';
import { verifyAudit } from './audit-verdict.ts';
import { startTicksOf } from './process-life.ts';

vi.setConfig({ testTimeout: 60_000 });

let db: TestDatabase;
let folder: string;
let place: SpoolPlace;
let own: AuditSpool;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gwanje-joining-'));
  place = { dataDir: folder, secretsDir: join(folder, 'secrets'), auditAnchors: join(folder, 'anchors') };
  own = new AuditSpool(place);
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await own.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A program of its own, which is to be killed. */
function start(task: Omit<SpoolingTask, 'place' | 'target'>): ChildProcess {
  const program = join(import.meta.dirname, '../testing/spooling-program.ts');
  const given: SpoolingTask = { place, target: db.targets.app, ...task };
  const child = spawn(process.execPath, [program, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  return child;
}
async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
const ready = (child: ChildProcess): Promise<unknown> => once(child.stdout!, 'data');

const row = (n: number, over: Partial<SpooledRow> = {}): SpooledRow => ({
  action: 'camera.watch',
  outcome: 'done',
  accountId: 3,
  actor: '김관제',
  role: 'operator',
  address: '10.0.0.7',
  objectKind: 'camera',
  objectId: String(n),
  detail: { viewing: `${own.process}-${n}`, process: own.process },
  ...over,
});
const spooled = (spool: string) => db.owner<{ no: number; seq: string }[]>`
  select (detail -> 'spooled' ->> 'no')::int as no, seq from audit
  where detail -> 'spooled' ->> 'spool' = ${spool} order by seq`;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

test('A26: what was kept aside is in the chain afterwards, in order, each row saying when it happened', async () => {
  const before = Date.now();
  await own.append([row(1), row(2), row(1, { action: 'camera.watch.end' })]);
  const { spool } = spoolFiles(place)[0]!;
  expect(await verifySpools(db.owner, place)).toEqual({ waiting: 3, breaks: [] });
  expect(await joinSpools(db.app, own)).toMatchObject({ rows: 3, breaks: [] });
  const rows = await db.owner`
    select action, actor, account_id as "accountId", address, object_id as "objectId", detail from audit
    where detail -> 'spooled' ->> 'spool' = ${spool} order by seq`;
  expect(rows).toMatchObject([
    { action: 'camera.watch', actor: '김관제', accountId: 3, address: '10.0.0.7', objectId: '1' },
    { action: 'camera.watch', objectId: '2' },
    { action: 'camera.watch.end', objectId: '1' },
  ]);
  const { at, no } = (rows[0]!['detail'] as { spooled: { at: string; no: number } }).spooled;
  expect(no).toBe(1);
  expect(Date.parse(at)).toBeGreaterThanOrEqual(before - 1);
  expect(own.waiting).toBe(0);
  expect(await joinSpools(db.app, own)).toMatchObject({ rows: 0 });
  expect(await brokenAuditRow(db.owner)).toBeNull();
});

test('A26: the beginning of a viewing whose row came by itself after all is not in the chain twice', async () => {
  const detail = { viewing: `${own.process}-9`, process: own.process };
  await act(db.app, SYSTEM, 'camera.watch', { kind: 'camera', id: 9, detail }, async () => undefined);
  await own.append([row(9), row(10)]);
  await joinSpools(db.app, own);
  const rows = await db.owner`
    select object_id as "objectId", detail ? 'spooled' as spooled from audit
    where detail ->> 'process' = ${own.process} order by seq`;
  expect(rows).toEqual([
    { objectId: '9', spooled: false },
    { objectId: '10', spooled: true },
  ]);
  const late = act(
    db.app,
    SYSTEM,
    'camera.watch',
    { kind: 'camera', id: 10, detail: { viewing: `${own.process}-10` } },
    async () => undefined,
  );
  await expect(late).rejects.toThrow();
});

test('A30: killed in the middle of joining, again and again, every line is joined once and in order', async () => {
  const LINES = 2000;
  const keeping = start({ keep: LINES });
  await ready(keeping);
  await kill(keeping);
  const { spool } = spoolFiles(place)[0]!;
  const count = async (): Promise<number> => (await spooled(spool)).length;
  let halfway = 0;
  for (let kills = 0; kills < 4; kills++) {
    const before = await count();
    const joining = start({ join: true });
    while ((await count()) === before && joining.exitCode === null && before < LINES) await sleep(1);
    await kill(joining);
    const now = await count();
    if (now > 0 && now < LINES) halfway++;
  }
  expect(halfway).toBeGreaterThan(0);
  await joinSpools(db.app, own);
  expect((await spooled(spool)).map(({ no }) => no)).toEqual(upTo(LINES));
  expect(await brokenAuditRow(db.owner)).toBeNull();
  expect(spoolFiles(place)).toEqual([]);
});

test('A30: what a killed program left open has its end, at an unknown time, by the same person', async () => {
  const cameras = [await aCamera(db.owner), await aCamera(db.owner)];
  for (const cameraId of cameras)
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.20.0.1', 554, '/1')`;
  const watching = start({ watch: cameras });
  await ready(watching);
  const ends = () => db.owner`
    select ending.object_id as "objectId", ending.actor, ending.detail ->> 'why' as why, ending.detail ? 'seconds' as timed
    from audit begun join audit ending
      on ending.action = 'camera.watch.end' and ending.detail ->> 'viewing' = begun.detail ->> 'viewing'
    where begun.action = 'camera.watch' and begun.actor = '시험관' order by 1`;
  // While it runs its viewings are its own.
  await joinSpools(db.app, own);
  expect(await ends()).toEqual([]);
  await kill(watching);
  expect(await joinSpools(db.app, own)).toMatchObject({ ended: 2 });
  expect(await ends()).toEqual(
    cameras.map((id) => ({ objectId: String(id), actor: '시험관', why: 'unknown', timed: false })),
  );
  expect(await joinSpools(db.app, own)).toMatchObject({ ended: 0 });
  expect(readdirSync(spoolFolder(place))).toEqual([]);
});

test('A30: a viewing whose end reached neither the chain nor a spool is ended once its program is gone, and no other', async () => {
  const gone = { process: randomUUID(), program: `${programsOf(place)}4194304/1` };
  const elsewhere = { process: randomUUID(), program: 'another/4194304/1' };
  const alive = start({ keep: 1 });
  await ready(alive);
  const running = {
    process: randomUUID(),
    program: `${programsOf(place)}${alive.pid}/${startTicksOf(alive.pid!)}`,
  };
  const mine = { process: own.process, program: own.program };
  const viewings = [gone, elsewhere, running, mine].map((each) => `${each.process}-31`);
  for (const each of [gone, elsewhere, running, mine])
    await act(
      db.app,
      SYSTEM,
      'camera.watch',
      { kind: 'camera', id: 31, detail: { viewing: `${each.process}-31`, ...each } },
      async () => undefined,
    );
  const ended = async () =>
    (
      await db.owner<{ process: string; why: string }[]>`
        select detail ->> 'process' as process, detail ->> 'why' as why from audit
        where action = 'camera.watch.end' and object_id = '31' and detail ->> 'viewing' = any(${viewings}) order by seq`
    ).map(({ process: name, why }) => [name, why]);
  expect(await joinSpools(db.app, own)).toMatchObject({ ended: 1 });
  expect(await ended()).toEqual([[gone.process, 'unknown']]);
  await kill(alive);
  await joinSpools(db.app, own);
  expect(await ended()).toEqual([
    [gone.process, 'unknown'],
    [running.process, 'unknown'],
  ]);
  expect(await joinSpools(db.app, own)).toMatchObject({ ended: 0 });
});

test('A30: a program that was killed with its spool lost, too, leaves no viewing open for ever', async () => {
  const cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.20.0.1', 554, '/1')`;
  const watching = start({ watch: [cameraId] });
  await ready(watching);
  await kill(watching);
  rmSync(spoolFolder(place), { recursive: true, force: true });
  rmSync(place.auditAnchors, { recursive: true, force: true });
  await joinSpools(db.app, own);
  const [end] = await db.owner`
    select detail ->> 'why' as why, actor from audit
    where action = 'camera.watch.end' and object_id = ${String(cameraId)} and actor = '시험관'`;
  expect(end).toEqual({ why: 'unknown', actor: '시험관' });
});

test('A25: a bent spool is on record once, named by verify-audit until somebody takes it away; the rest of it is joined', async () => {
  const keeping = start({ keep: 5 });
  await ready(keeping);
  await kill(keeping);
  const { spool, path } = spoolFiles(place)[0]!;
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, lines.with(2, lines[2]!.replace('김관제', '박관제')).join('\n'));
  expect((await verifyAudit(db.owner, place)).holds).toBe(false);
  const broken = [{ spool, no: 2, why: 'line-changed' }];
  expect(await joinSpools(db.app, own)).toMatchObject({ rows: 4, breaks: broken });
  expect((await spooled(spool)).map(({ no }) => no)).toEqual([1, 3, 4, 5]);
  await joinSpools(db.app, own);
  const onRecord = await db.owner`
    select actor, object_kind as "objectKind", detail from audit where action = 'audit.spool-broken' and object_id = ${spool}`;
  expect(onRecord).toEqual([
    { actor: '시스템', objectKind: 'spool', detail: { line: 2, why: 'line-changed' } },
  ]);
  expect((await verifyAudit(db.owner, place)).spools.breaks).toEqual(broken);
});

test('A25: a spool cut, or taken away whole, is found by its head at the second place', async () => {
  for (const how of ['tail-cut', 'file-missing'] as const) {
    const keeping = start({ keep: 5 });
    await ready(keeping);
    const { spool, path } = spoolFiles(place)[0]!;
    await vi.waitFor(() => expect(readFileSync(headFile(place, spool), 'utf8')).toContain('"no":5'));
    await kill(keeping);
    if (how === 'file-missing') rmSync(path);
    else writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 3).join('\n') + '\n');
    const broken = [{ spool, no: how === 'file-missing' ? 1 : 3, why: how }];
    expect(await verifySpools(db.owner, place)).toMatchObject({ breaks: broken });
    expect(await joinSpools(db.app, own)).toMatchObject({
      rows: how === 'file-missing' ? 0 : 2,
      breaks: broken,
    });
    const [found] =
      await db.owner`select detail from audit where object_kind = 'spool' and object_id = ${spool}`;
    expect(found).toEqual({ detail: { line: broken[0]!.no, why: how } });
    rmSync(headFile(place, spool));
    rmSync(spoolFolder(place), { recursive: true, force: true });
  }
});

test('A25: a program that still runs misses what was cut from under it', async () => {
  await own.append([row(21), row(22), row(23)]);
  const { spool, path } = spoolFiles(place)[0]!;
  writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 3).join('\n') + '\n');
  rmSync(headFile(place, spool), { force: true });
  expect(await joinSpools(db.app, own)).toMatchObject({
    rows: 2,
    breaks: [{ spool, no: 3, why: 'tail-cut' }],
  });
  await own.append([row(24)]);
  expect(await joinSpools(db.app, own)).toMatchObject({ rows: 1, breaks: [] });
});
