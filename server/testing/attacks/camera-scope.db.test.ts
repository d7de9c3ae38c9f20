import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Role } from '../../platform/access.ts';
import { announce } from '../../platform/events.ts';
import { aCamera, aDepartment, anExemption, aSignboard, aSite, type SignedIn } from '../factories.ts';
import { addressOf, aWholeApp, type Route, type WholeApp } from './whole-app.ts';

const MARK = '가람보호표식';
const NUMBER = 'PROT-7731';
const [LON, LAT] = [128.91234, 37.71234];
/** Nobody of these may know that a protected site of another department exists (Art. 10(4)). */
const STRANGERS = ['liaison', 'auditor', 'maintainer', 'department'] as const satisfies readonly Role[];

let whole: WholeApp;
const people = new Map<Role, SignedIn>();
let officer: SignedIn;
let cameraId: number;
let publicId: string;

const get = async (person: SignedIn, address: string, init: RequestInit = {}) => {
  const answer = await whole.app.request(address, {
    ...init,
    headers: { cookie: person.cookie, 'content-type': 'application/json' },
  });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
};
const reading = (): Route[] =>
  whole.routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('/events'));
const questions = `bbox=128.8,37.6,129,37.9&q=${encodeURIComponent(MARK)}&limit=100&encoding=utf8&reason=${encodeURIComponent('시험')}`;
/** Every list a person can read, by its route; what only says when it was asked is left out. */
const wholeView = async (person: SignedIn) => {
  const view: Record<string, string> = {};
  for (const { path } of reading().filter(({ path }) => !path.includes(':'))) {
    for (const query of [questions, questions.replace(encodeURIComponent(MARK), NUMBER), 'limit=50']) {
      const { status, bytes } = await get(person, `${path}?${query}`);
      view[`${path}?${query}`] = `${status} ${bytes.toString('base64')}`;
    }
  }
  return view;
};
/** Readings are written down themselves, so the audit's own lists grow with every look. */
const isOwnTrace = (key: string) => key.includes('/audit');

const before = new Map<Role, Record<string, string>>();
beforeAll(async () => {
  whole = await aWholeApp();
  const { owner } = whole.db;
  const foreign = await aDepartment(owner, { name: '녹지과' });
  const own = await aDepartment(owner, { name: '도로과' });
  officer = await whole.personOf('officer');
  for (const role of STRANGERS)
    people.set(role, await whole.personOf(role, role === 'department' ? { departmentId: own } : {}));
  await aCamera(owner, { departmentId: foreign });
  for (const role of STRANGERS) before.set(role, await wholeView(people.get(role)!));
  const siteId = await aSite(owner, { name: MARK, roadAddress: MARK, lon: LON, lat: LAT });
  cameraId = await aCamera(owner, {
    siteId,
    name: MARK,
    managementNo: NUMBER,
    departmentId: foreign,
    integration: 'standalone',
    integrationReason: '단독 운영',
    protected: true,
  });
  await anExemption(owner, cameraId);
  await aSignboard(owner, [cameraId], { place: MARK });
  const [row] = await owner`select public_id::text as id from camera where camera_id = ${cameraId}`;
  publicId = row!['id'] as string;
  await owner`insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.20.1.1', 554, '/1')`;
  await owner`insert into camera_device (camera_id, state, since, checked_at) values (${cameraId}, 'fault', now(), now())`;
  const { app } = whole.db;
  await announce(app, { kind: 'register' });
  await announce(app, { kind: 'camera', objectId: cameraId, protected: true, departmentId: foreign });
  await vi.waitFor(async () => {
    const { bytes } = await get(officer, `/api/cameras/search?q=${encodeURIComponent(MARK)}`);
    expect(bytes.toString()).toContain(MARK);
  });
});
afterAll(() => whole.stop());

test('the marks are there to be found by whoever may know', async () => {
  const seen = await wholeView(officer);
  const texts = Object.values(seen).map((text) => Buffer.from(text.split(' ')[1]!, 'base64').toString());
  expect(texts.filter((text) => text.includes(MARK)).length).toBeGreaterThanOrEqual(3);
  expect((await get(officer, `/api/cameras/${cameraId}`)).status).toBe(200);
});

test.each(STRANGERS)(
  'A3: every channel that names the camera answers a %s as if it were none',
  async (role) => {
    const person = people.get(role)!;
    for (const { path } of reading().filter(({ path }) => path.includes(':cameraId'))) {
      const there = await get(person, addressOf(path, { cameraId: String(cameraId) }));
      const nowhere = await get(person, addressOf(path, { cameraId: '2000000000' }));
      expect([there.status, there.bytes.toString()], path).toEqual([
        nowhere.status,
        nowhere.bytes.toString(),
      ]);
      expect([403, 404], path).toContain(there.status);
    }
    const writes: readonly (readonly [string, string, unknown])[] = [
      ['POST', 'live', {}],
      ['PATCH', '', { name: 'x' }],
      ['PUT', 'stream', { host: '10.20.1.1' }],
      ['DELETE', 'stream', undefined],
      ['PUT', 'protection', {}],
    ];
    for (const [method, tail, body] of writes) {
      const ask = (id: number) =>
        get(person, `/api/cameras/${id}${tail === '' ? '' : `/${tail}`}`, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      const [there, nowhere] = [await ask(cameraId), await ask(2_000_000_000)];
      expect([there.status, there.bytes.toString()], `${method} ${tail}`).toEqual([
        nowhere.status,
        nowhere.bytes.toString(),
      ]);
      expect([400, 403, 404], `${method} ${tail}`).toContain(there.status);
    }
    const rows = await get(person, '/api/cameras/rows', {
      method: 'POST',
      body: JSON.stringify({ cameraIds: [cameraId] }),
    });
    expect(rows.bytes.toString()).toBe('{"rows":[]}');
  },
);

test.each(STRANGERS)(
  'A3: nothing a %s can read changed when the camera came: no row, count, box or tag',
  async (role) => {
    const after = await wholeView(people.get(role)!);
    for (const [key, told] of Object.entries(before.get(role)!)) {
      if (isOwnTrace(key)) continue;
      expect(Buffer.from(after[key]!.split(' ')[1]!, 'base64').toString(), key).toBe(
        Buffer.from(told.split(' ')[1]!, 'base64').toString(),
      );
    }
    for (const [key, told] of Object.entries(after))
      for (const mark of [MARK, NUMBER, publicId])
        expect(Buffer.from(told.split(' ')[1]!, 'base64').toString(), key).not.toContain(mark);
  },
);

test.each(STRANGERS)('A3: the feed tells a %s nothing of it, live or missed', async (role) => {
  const { app } = whole.db;
  const abort = new AbortController();
  const answer = await whole.app.request('/api/events?after=0', {
    headers: { cookie: people.get(role)!.cookie },
    signal: abort.signal,
  });
  let told = '';
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  const read = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      told += value;
    }
  })().catch(() => undefined);
  const ordinary = await aCamera(whole.db.owner);
  // That an ordinary camera is watched is told to whoever mends it, and to no other of them (Art. 30(1)).
  const heard = role === 'maintainer' ? 4 : 3;
  for (const kind of ['camera', 'device', 'signboard', 'live'] as const) {
    await announce(app, { kind, objectId: cameraId, protected: true, departmentId: null });
    await announce(app, { kind, objectId: ordinary, protected: false, departmentId: null });
  }
  await vi.waitFor(
    () => expect(told.match(new RegExp(`"id":${ordinary}\\b`, 'g')) ?? []).toHaveLength(heard),
    8000,
  );
  expect(told).not.toMatch(new RegExp(`"id":${cameraId}\\b`));
  abort.abort();
  await reader.cancel().catch(() => undefined);
  await read;
  await whole.db.owner`delete from camera where camera_id = ${ordinary}`;
  await announce(app, { kind: 'register' });
});
