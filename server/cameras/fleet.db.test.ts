import { afterAll, beforeAll, expect, test } from 'vitest';
import { scopeOf } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { connect } from '../platform/db.ts';
import { EventHub } from '../platform/events.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, anActor, aPost, aSignboard, aSite } from '../testing/factories.ts';
import { loadCameraForAct, selectCamera } from './cameras.sql.ts';
import { Fleet, knownCameras } from './fleet.ts';

let db: TestDatabase;
let hub: EventHub;
let fleet: Fleet;
let today = new Date('2026-01-01T03:00:00Z');
let site: number;
let pair: readonly [number, number];

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  fleet = new Fleet({ config: {} as Deps['config'], sql: db.app, events: hub, now: () => today });
  const old = await aDepartment(db.owner, { name: '정보산업과', validTo: '2026-01-02' });
  const renamed = await aDepartment(db.owner, { name: '정보통신과', validFrom: '2026-01-02', succeeds: old });
  await aPost(db.owner, { departmentId: old, title: '정보산업과장', validTo: '2026-01-02' });
  await aPost(db.owner, { departmentId: renamed, title: '정보통신과장', validFrom: '2026-01-02' });
  site = await aSite(db.owner);
  pair = [
    await aCamera(db.owner, { siteId: site, departmentId: old }),
    await aCamera(db.owner, { siteId: site }),
  ];
  await aSignboard(db.owner, pair, { manager: '정보산업과장' });
});
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

const signs = async () => {
  const { cameras } = await fleet.image();
  return cameras.map(({ signboard }) => signboard);
};
/** Commits an event and waits until the fleet has heard of it. */
async function tell(kind: string, objectId: number | null): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const stop = hub.subscribe((event) => {
      if (event.kind !== kind || event.objectId !== objectId) return;
      stop();
      resolve();
    });
  });
  await db.owner`insert into event_outbox (kind, object_id) values (${kind}, ${objectId})`;
  await heard;
}

test('stays the same object while nothing changes', async () => {
  expect(await fleet.image()).toBe(await fleet.image());
});

test('Art. 10(2): at midnight of the city the new order makes signs stale, with nobody touching anything', async () => {
  expect(await signs()).toEqual(['as-printed', 'as-printed']);
  today = new Date('2026-01-01T14:59:00Z');
  expect(await signs()).toEqual(['as-printed', 'as-printed']);
  today = new Date('2026-01-01T15:00:00Z');
  expect(await signs()).toEqual(['stale', 'stale']);
  expect((await fleet.image()).byId.get(pair[0])?.department).toBe('정보통신과');
});

test('Art. 5(1): rights move with the work: the successor department knows and answers for its cameras', async () => {
  const [old] = await db.owner<{ departmentId: number; formerId: number }[]>`
    select succeeded_by as "departmentId", department_id as "formerId" from department where succeeded_by is not null`;
  const secret = await aCamera(db.owner, { siteId: site, departmentId: old!.formerId, protected: true });
  await tell('camera', secret);
  const scope = scopeOf(anActor({ role: 'department', departmentId: old!.departmentId }));
  expect(knownCameras(await fleet.image(), scope)).toHaveLength(3);
  expect(await selectCamera(db.app, scope, secret)).toMatchObject({ cameraId: secret });
  expect(await loadCameraForAct(db.app, secret)).toMatchObject({ departmentId: old!.departmentId });
  const former = scopeOf(anActor({ role: 'department', departmentId: old!.formerId }));
  expect(await selectCamera(db.app, former, secret)).toBeUndefined();
  await db.owner`delete from camera where camera_id = ${secret}`;
  await tell('camera', secret);
});

test('one camera that changed takes with it those that share its sign', async () => {
  await db.owner`update signboard set printed_manager = '정보통신과장'`;
  await tell('signboard', pair[0]);
  expect(await signs()).toEqual(['as-printed', 'as-printed']);
  await db.owner`insert into camera_purpose (camera_id, purpose) values (${pair[1]}, 'dumping')`;
  await tell('camera', pair[1]);
  expect(await signs()).toEqual(['stale', 'stale']);
});

test('a camera that came new and one that is gone', async () => {
  const made = await aCamera(db.owner, { siteId: site });
  await tell('camera', made);
  expect((await fleet.image()).cameras).toHaveLength(3);
  await db.owner`delete from camera where camera_id = ${made}`;
  await tell('camera', made);
  expect((await fleet.image()).cameras).toHaveLength(2);
});

test('a device that changed does not disturb the rest', async () => {
  const before = await fleet.image();
  await db.owner`
    insert into camera_device (camera_id, state, cause, since, checked_at)
    values (${pair[0]}, 'fault', 'unreachable', '1970-01-03T00:01:59Z', now())`;
  await tell('device', pair[0]);
  const after = await fleet.image();
  expect(after.states.get(pair[0])).toMatchObject({ state: 'fault', cause: 'unreachable', sinceMin: 2881 });
  expect(before.states.get(pair[0])).toBeUndefined();
  expect(after.cameras).toBe(before.cameras);
});

test('after a failure the next asker reads anew', async () => {
  const closed = connect(db.targets.app);
  await closed.end();
  let sql = closed;
  const broken = new Fleet({
    config: {} as Deps['config'],
    events: hub,
    now: () => today,
    get sql() {
      return sql;
    },
  });
  await expect(broken.image()).rejects.toThrow();
  sql = db.app;
  expect((await broken.image()).cameras).toHaveLength(2);
});
