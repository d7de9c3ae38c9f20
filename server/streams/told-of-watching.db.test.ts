import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../platform/access.ts';
import { record } from '../platform/act.ts';
import { eventsRoutes } from '../platform/events.routes.ts';
import type { Deps } from '../platform/deps.ts';
import { announce, EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aContractor, aDepartment, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { ptzRoutes } from './ptz.routes.ts';
import { rebootRoutes } from './reboot.routes.ts';
import { streamsRoutes } from './streams.routes.ts';
import { hearsOfWatching } from './told-of-watching.ts';

const WHO = [
  'operator',
  'officer',
  'crew',
  'otherCrew',
  'ownDepartment',
  'otherDepartment',
  'police',
  'auditor',
  'mayor',
] as const;
type Who = (typeof WHO)[number];
const CONTROL_ROOM: readonly Who[] = ['operator', 'officer'];
const AND_WHO_MAINTAINS: readonly Who[] = ['operator', 'officer', 'crew', 'ownDepartment'];

let db: TestDatabase;
let hub: EventHub;
let app: Hono<Env>;
let people: Record<Who, SignedIn>;
/** One at rest, one where a pursuit began, one on its trail, one whose picture it has just asked for, one of an ended one. */
let plain: number;
let began: number;
let onTrail: number;
let asked: number;
let ended: number;
const all = (): number[] => [plain, began, onTrail, asked, ended];

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  const departmentId = await aDepartment(db.owner);
  const contractorId = await aContractor(db.owner);
  const camera = async (): Promise<number> => {
    const cameraId = await aCamera(db.owner, { kind: 'ptz', departmentId, contractorId });
    await db.owner`
      insert into ptz_aim (camera_id, bearing_deg, tilt_deg, zoom, away, moving, seen_at)
      values (${cameraId}, 90, 10, 0, true, false, now())`;
    return cameraId;
  };
  plain = await camera();
  began = await camera();
  onTrail = await camera();
  asked = await camera();
  ended = await camera();
  people = {
    operator: await aSignedInPerson(db.owner, 'operator'),
    officer: await aSignedInPerson(db.owner, 'officer'),
    crew: await aSignedInPerson(db.owner, 'maintainer', { contractorId }),
    otherCrew: await aSignedInPerson(db.owner, 'maintainer', { contractorId: await aContractor(db.owner) }),
    ownDepartment: await aSignedInPerson(db.owner, 'department', { departmentId }),
    otherDepartment: await aSignedInPerson(db.owner, 'department', {
      departmentId: await aDepartment(db.owner),
    }),
    police: await aSignedInPerson(db.owner, 'liaison'),
    auditor: await aSignedInPerson(db.owner, 'auditor'),
    mayor: await aSignedInPerson(db.owner, 'mayor'),
  };
  const open = await aPursuit(began, [onTrail]);
  await aPursuit(ended, [ended], 'over');
  const detail = { viewing: randomUUID(), pursuit: open };
  await record(db.app, SYSTEM, 'camera.watch', { kind: 'camera', id: asked, detail });

  const deps = { config: {}, sql: db.app, now: () => new Date(), events: hub } as unknown as Deps;
  const none = undefined as never;
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  app.route('/api', eventsRoutes(deps, hearsOfWatching(db.app)));
  app.route(
    '/api',
    streamsRoutes(deps, none, all, none, { moved: () => undefined, lacksSmall: () => undefined }),
  );
  app.route('/api', ptzRoutes({ ...deps, heads: none, told: none }));
  app.route(
    '/api',
    rebootRoutes({ ...deps, targets: none, watchersOf: () => 1, worksChanged: () => undefined }),
  );
});
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

async function aPursuit(cameraId: number, trail: number[], over?: 'over'): Promise<number> {
  const { accountId, sessionId } = await aSignedInPerson(db.owner, 'operator');
  const pursuitId = randomUUID();
  const [made] = await db.owner<{ pursuitNo: number }[]>`
    insert into pursuit (pursuit_id, account_id, session_id, person_name, role, basis, statute, citation, incident,
                         began_camera_id, ends_at)
    values (${pursuitId}, ${accountId}, ${sessionId}, '시험관', 'operator', 'statute', 'other', '어떤 법 제1조', 'I-1',
            ${cameraId}, now() + interval '1 hour') returning pursuit_no as "pursuitNo"`;
  for (const each of trail)
    await db.owner`
      insert into pursuit_camera (pursuit_id, camera_id, called, hidden) values (${pursuitId}, ${each}, '거리', false)`;
  if (over !== undefined)
    await db.owner`
      update pursuit set ended_at = now(), ended_by = '시험관', ended_why = 'done' where pursuit_id = ${pursuitId}`;
  return made!.pursuitNo;
}

const read = async (who: Who, path: string): Promise<unknown> =>
  (await app.request(path, { headers: { cookie: people[who].cookie } })).json();
const toldOf = async (cameraId: number, idsOf: (who: Who) => Promise<readonly number[]>): Promise<Who[]> => {
  const told: Who[] = [];
  for (const who of WHO) if ((await idsOf(who)).includes(cameraId)) told.push(who);
  return told;
};

const watched = async (who: Who) =>
  ((await read(who, '/api/streams/live')) as { cameraIds: number[] }).cameraIds;
const turned = async (who: Who) =>
  ((await read(who, '/api/ptz/views')) as { views: { cameraId: number }[] }).views.map(
    (each) => each.cameraId,
  );
const barredOf = async (who: Who) =>
  ((await read(who, '/api/ptz/views')) as { barred: { cameraId: number; fromDeg: number }[] }).barred;

/** What this person's feed says of these kinds, up to an event that everybody hears. */
const heard =
  (kind: 'live' | 'ptz') =>
  async (who: Who): Promise<number[]> => {
    const ending = new AbortController();
    const response = await app.request('/api/events', {
      headers: { cookie: people[who].cookie },
      signal: ending.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value ?? '';
    for (const cameraId of all()) await announce(db.app, { kind, objectId: cameraId });
    await announce(db.app, { kind: 'register' });
    while (!text.includes('event: register')) text += (await reader.read()).value ?? '';
    ending.abort();
    await reader.cancel();
    return [...text.matchAll(new RegExp(`"kind":"${kind}","id":(\\d+)`, 'g'))].map(([, id]) => Number(id));
  };

test('Art. 10(4), 11(1): where none is turned is told of the cameras that one may know of, and of no other', async () => {
  const departmentId = await aDepartment(db.owner);
  const open = await aCamera(db.owner, { kind: 'ptz', departmentId });
  const hidden = await aCamera(db.owner, { kind: 'ptz', departmentId, protected: true });
  for (const cameraId of [open, hidden])
    await db.owner`
      insert into barred_sector (sector_id, camera_id, from_deg, to_deg, reason, valid_from, decided_by, source)
      values (${randomUUID()}, ${cameraId}, 80, 120, '창문', '2020-01-01', '시험관', 'test'),
             (${randomUUID()}, ${cameraId}, 200, 220, '끝남', '2020-01-01', '시험관', 'test')`;
  await db.owner`update barred_sector set valid_to = '2020-02-01' where from_deg = 200`;
  const told = (who: Who) =>
    barredOf(who).then((arcs) =>
      arcs
        .filter(({ cameraId }) => [open, hidden].includes(cameraId))
        .map(({ cameraId, fromDeg }) => [cameraId, fromDeg]),
    );
  expect(await told('officer')).toEqual([
    [open, 80],
    [hidden, 80],
  ]);
  expect(await told('auditor')).toEqual([[open, 80]]);
});

const WAYS = [
  ['which cameras are watched', watched],
  ['where heads look', turned],
  ['the event that a camera is watched', heard('live')],
  ['the event that a head was turned', heard('ptz')],
] as const;

for (const [what, idsOf] of WAYS) {
  test(`Art. 30(1): ${what} is told to whoever may watch or maintains the camera`, async () => {
    expect(await toldOf(plain, idsOf)).toEqual(AND_WHO_MAINTAINS);
    expect(await toldOf(ended, idsOf), 'its pursuit is over').toEqual(AND_WHO_MAINTAINS);
  });

  test(`Art. 27, 30(1): ${what} is told of a camera inside an open pursuit only to whoever may watch it`, async () => {
    for (const cameraId of [began, onTrail, asked])
      expect(await toldOf(cameraId, idsOf), String(cameraId)).toEqual(CONTROL_ROOM);
  });
}

test('Art. 27, 30(1): its crew is told neither where the head of a followed camera stands nor that somebody watches it', async () => {
  expect(await read('crew', `/api/cameras/${began}/ptz/calibration`)).toEqual({
    ...{ measured: null, position: null, moving: false, silent: 'not-now' },
  });
  const restart = async (cameraId: number): Promise<{ code: string; message: string }> => {
    const response = await app.request(`/api/cameras/${cameraId}/reboot`, {
      method: 'POST',
      headers: { cookie: people.crew.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ rebootId: randomUUID(), reason: '영상이 멈춤', evenIfWatched: false }),
    });
    return (await response.json()) as { code: string; message: string };
  };
  for (const cameraId of [began, onTrail, asked]) {
    const { code, message } = await restart(cameraId);
    expect(code).toBe('not-now');
    expect(message).not.toMatch(/보고|추적|watch|follow/u);
  }
  expect((await restart(plain)).code).toBe('no-device-service');
});
