import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { SYSTEM } from './access.ts';
import { act } from './act.ts';
import { ANCHORS_FILE, type AnchorPlace } from './audit-anchors.ts';
import { keepFaults, readFaults } from './audit-faults.ts';
import { verifyAudit } from './audit-verdict.ts';
import { signAtStop, watchAudit } from './audit-watch.ts';

let db: TestDatabase;
let folder: string;
let place: AnchorPlace;

beforeEach(async () => {
  db = await aDatabase();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-watch-'));
  place = { secretsDir: join(folder, 'secrets'), auditAnchors: join(folder, 'anchors') };
  await rows(4);
  await watchAudit(db.app, place);
  await rows(4);
  await watchAudit(db.app, place);
});
afterEach(async () => {
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function rows(count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await act(db.app, SYSTEM, 'camera.watch', { kind: 'camera', id: i }, async () => undefined);
}
async function bend(work: () => Promise<unknown>): Promise<void> {
  await db.owner`alter table audit disable trigger all`;
  await work();
  for (const name of ['audit_is_a_chain', 'audit_rows_stay', 'audit_stays'])
    await db.owner`alter table audit enable always trigger ${db.owner(name)}`;
}
const standing = async () => (await readFaults(db.app)).map(({ since: _, ...fault }) => fault);
const told = async () =>
  (await db.owner<{ n: number }[]>`select count(*)::int as n from event_outbox where kind = 'audit'`)[0]!.n;

test('an audit that holds leaves nothing standing', async () => {
  expect(await standing()).toEqual([]);
  expect(await told()).toBe(0);
});

describe('Art. 30(3): a chain that does not hold stands until it does', () => {
  const broken = { part: 'chain', why: 'content-changed', seq: 9, names: [] };
  const actor = async (name: string) => bend(() => db.owner`update audit set actor = ${name} where seq = 9`);

  test('from when, at which row, told once, whoever looks again', async () => {
    await rows(2);
    await actor('다른 사람');
    await watchAudit(db.app, place);
    expect(await standing()).toEqual([broken]);
    const [first] = await readFaults(db.app);
    await watchAudit(db.app, place);
    await watchAudit(db.app, place);
    expect((await readFaults(db.app))[0]!.since).toEqual(first!.since);
    expect(await told()).toBe(1);
  });

  test('it goes when the row is as it was again, and that is told', async () => {
    await rows(2);
    await actor('다른 사람');
    await watchAudit(db.app, place);
    await actor(SYSTEM.personName);
    await watchAudit(db.app, place);
    expect(await standing()).toEqual([]);
    expect(await told()).toBe(2);
    expect(await verifyAudit(db.app, place)).toMatchObject({ holds: true });
  });

  test('what a verification found below the last signed head is not forgotten by the next signature', async () => {
    await bend(() => db.owner`update audit set actor = '다른 사람' where seq = 2`);
    await keepFaults(db.app, [{ part: 'chain', why: 'content-changed', seq: 2, names: [] }], ['chain']);
    await rows(1);
    await watchAudit(db.app, place);
    expect(await standing()).toEqual([{ ...broken, seq: 2 }]);
  });

  test('a stop keeps it for the next start', async () => {
    await rows(2);
    await actor('다른 사람');
    await signAtStop(db.app, place);
    expect(await standing()).toEqual([broken]);
  });
});

describe('Art. 30(3): a second place that takes nothing stands as well', () => {
  const fault = (why: string) => [{ part: 'place', why, seq: null, names: [] }];

  test('the folder taken away, also while no row comes; it comes back and nothing is missing', async () => {
    renameSync(place.auditAnchors, `${place.auditAnchors}-away`);
    await watchAudit(db.app, place);
    expect(await standing()).toEqual(fault('gone'));
    await rows(2);
    await watchAudit(db.app, place);
    expect(await standing()).toEqual(fault('gone'));
    expect(existsSync(place.auditAnchors)).toBe(false);
    renameSync(`${place.auditAnchors}-away`, place.auditAnchors);
    await watchAudit(db.app, place);
    expect(await standing()).toEqual([]);
    expect(await verifyAudit(db.app, place)).toMatchObject({ holds: true, anchors: { inFile: 3 } });
  });

  test('a place that was never there and cannot be made', async () => {
    rmSync(place.auditAnchors, { recursive: true });
    const nowhere = { secretsDir: join(folder, 'other'), auditAnchors: join(folder, 'file', 'anchors') };
    writeFileSync(join(folder, 'file'), '');
    const other = await aDatabase();
    try {
      await act(other.app, SYSTEM, 'camera.watch', { kind: 'camera', id: 1 }, async () => undefined);
      await watchAudit(other.app, nowhere);
      expect((await readFaults(other.app)).map(({ part, why }) => [part, why])).toEqual([
        ['place', 'unwritable'],
      ]);
    } finally {
      await other.drop();
    }
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk', async () => {
    rmSync(join(place.auditAnchors, ANCHORS_FILE));
    // Reads as an empty file and takes not one byte.
    symlinkSync('/dev/full', join(place.auditAnchors, '.try'));
    symlinkSync('/dev/null', join(place.auditAnchors, ANCHORS_FILE));
    await watchAudit(db.app, place);
    expect(await standing()).toEqual(fault('full'));
    rmSync(join(place.auditAnchors, '.try'), { force: true });
  });

  test('the chain is looked at all the same', async () => {
    await rows(1);
    await bend(() => db.owner`update audit set actor = '다른 사람' where seq = 9`);
    rmSync(place.auditAnchors, { recursive: true });
    await watchAudit(db.app, place);
    expect((await standing()).map(({ part, seq }) => [part, seq])).toEqual([
      ['chain', 9],
      ['heads', 1],
    ]);
  });
});

test('a fence that is down stands by name, and goes when it is up', async () => {
  await db.owner`alter table audit disable trigger audit_rows_stay`;
  await watchAudit(db.app, place);
  expect(await standing()).toEqual([{ part: 'fences', why: 'down', seq: null, names: ['audit_rows_stay'] }]);
  await db.owner`alter table audit enable always trigger audit_rows_stay`;
  await watchAudit(db.app, place);
  expect(await standing()).toEqual([]);
});
