import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { buildApp } from './app.ts';
import { startSimulator, type Simulator } from './demo/simulator/index.ts';
import { readConfig } from './platform/config.ts';
import type { Deps } from './platform/deps.ts';
import { EventHub } from './platform/events.ts';
import { createStreams, type Streams } from './streams/index.ts';
import { aDatabase, type TestDatabase } from './testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from './testing/factories.ts';

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let streams: Streams;
let server: Server;
let cameraId: number;
let otherDistrict: number;
let officer: SignedIn;
let clock = () => new Date();
const folder = mkdtempSync(join(tmpdir(), 'gwanje-rights-'));

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: () => ({ clip: 'alley-night-small' }),
  });
  const districts = await db.owner<{ id: number }[]>`
    insert into district (name, label_point, geom, source)
    select name, st_setsrid(st_makepoint(lon + 0.05, 37.75), 4326),
           st_multi(st_makeenvelope(lon, 37.7, lon + 0.1, 37.8, 4326)), 'test'
    from (values ('교1동', 128.85), ('주문진읍', 128.75)) as district(name, lon) returning district_id as id`;
  otherDistrict = districts[1]!.id;
  cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path)
    values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, '/cam/1', ${simulator.onvifPort}, '/cam/1')`;
  const config = {
    ...readConfig({ DATA_DIR: folder }),
    cameraNetworks: [
      `${simulator.host}/32:${simulator.rtspPort}`,
      `${simulator.host}/32:${simulator.onvifPort}`,
    ],
  } as Deps['config'];
  const deps: Deps = { config, sql: db.app, now: () => clock(), events: hub };
  streams = createStreams(deps);
  const app = buildApp(deps, streams, folder);
  const listener = getRequestListener(app.fetch);
  server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', streams.upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  officer = await aSignedInPerson(db.owner, 'officer');
});

afterAll(async () => {
  await streams.stop();
  server.closeAllConnections();
  server.close();
  await simulator.close();
  await hub.stop();
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const call = (who: SignedIn, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`${base()}/api${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Opens the feed over a socket; `ended` resolves when the server closes it. */
async function listen(who: SignedIn): Promise<{ ended: Promise<'feed'> }> {
  const response = await fetch(`${base()}/api/events`, { headers: { cookie: who.cookie } });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: hello');
  const drain = async (): Promise<'feed'> => {
    while (!(await reader.read().catch(() => ({ done: true }))).done);
    return 'feed';
  };
  return { ended: drain() };
}

/** Opens the picture over a socket and waits for frames; `ended` and `code` resolve when the server closes it. */
async function watch(
  who: SignedIn,
  watched = cameraId,
): Promise<{ ended: Promise<'video'>; code: Promise<number> }> {
  const { url } = (await (await call(who, 'POST', `/cameras/${watched}/live`)).json()) as { url: string };
  const socket = new WebSocket(url, { headers: { cookie: who.cookie, origin: base() } });
  const code = new Promise<number>((resolve) => socket.on('close', resolve));
  const ended = code.then(() => 'video' as const);
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer, binary) => {
      if (binary && data.length > 200) resolve();
    });
  });
  return { ended, code };
}

describe('Art. 18(5), 23, 25: another body’s camera', () => {
  const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());

  /** A linked camera of the police under papers that are in force today. */
  async function theirs(
    validTo: string | null = null,
  ): Promise<{ id: number; delegationId: string; measureId: string }> {
    const [delegationId, measureId] = [randomUUID(), randomUUID()];
    await db.owner`update agency set owner_names = '{강릉경찰서}' where code = 'police'`;
    await db.owner`
      update link_security set ended_on = ${today()}, end_reason = '새 대책', ended_by = '이' where ended_on is null`;
    const id = await aCamera(db.owner, {
      owner: '강릉경찰서',
      integration: 'standalone',
      integrationReason: '협의 중',
    });
    await db.owner`
      insert into delegation (delegation_id, agency, asked_on, asked_by, document_no, document_on, valid_from, valid_to,
                              granted_by, source)
      values (${delegationId}, 'police', '2026-01-02', '이', '경무-1', '2026-01-02', '2026-01-02', ${validTo}, '이', 'test')`;
    await db.owner`
      insert into delegation_camera (delegation_id, camera_id, named_from) values (${delegationId}, ${id}, '2026-01-02')`;
    await db.owner`
      insert into link_security (measure_id, agency, measures, document_no, decided_on, recorded_by, source)
      values (${measureId}, 'police', '전용 회선', '보안-1', '2026-01-02', '이', 'test')`;
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path)
      values (${id}, ${simulator.host}, ${simulator.rtspPort}, '/cam/1')`;
    return { id, delegationId, measureId };
  }

  for (const [name, path, code, answer] of [
    [
      'delegation',
      (of: { delegationId: string }) => `/delegations/${of.delegationId}/end`,
      4404,
      'no-delegation',
    ],
    [
      'security measure',
      (of: { measureId: string }) => `/link-security/${of.measureId}/end`,
      4405,
      'no-link-security',
    ],
  ] as const)
    test(`the end of its ${name} ends the open picture with that reason, and no new one opens`, async () => {
      const papers = await theirs();
      const operator = await aSignedInPerson(db.owner, 'operator');
      const { code: closed } = await watch(operator, papers.id);
      const ended = await call(officer, 'POST', path(papers), { endedOn: today(), reason: '합의 해지' });
      expect(ended.status).toBe(204);
      expect(await closed).toBe(code);
      const again = await call(operator, 'POST', `/cameras/${papers.id}/live`);
      expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, answer]);
    });

  test('the midnight in Seoul after its last day ends the picture of everybody, and so does a clock set forward', async () => {
    const dayOf = (n: number): string =>
      new Date(Date.parse(today()) + n * 86_400_000).toISOString().slice(0, 10);
    const papers = await theirs(dayOf(2));
    const [operator, mayor] = [
      await aSignedInPerson(db.owner, 'operator'),
      await aSignedInPerson(db.owner, 'officer'),
    ];
    const [first, second] = [await watch(operator, papers.id), await watch(mayor, papers.id)];
    const lastInstant = Date.parse(`${dayOf(2)}T00:00:00+09:00`) - 1;
    let over = false;
    clock = () => new Date(lastInstant + (over ? 1 : 0));
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const [still] = await Promise.all([Promise.race([first.ended, second.ended, Promise.resolve('open')])]);
      expect(still).toBe('open');
      over = true;
      expect(await Promise.all([first.code, second.code])).toEqual([4404, 4404]);
      expect((await call(operator, 'POST', `/cameras/${papers.id}/live`)).status).toBe(409);
    } finally {
      clock = () => new Date();
    }
  });
});

const wholeCity = {
  districtIds: null,
  departmentId: null,
  purposes: null,
  hours: null,
  fromDay: null,
  untilDay: null,
};
const grantOf = async (who: SignedIn): Promise<number> => {
  const [row] = await db.owner<{ id: number }[]>`
    select grant_id as id from access_grant where account_id = ${who.accountId} and revoked_at is null`;
  return row!.id;
};

const WAYS: Readonly<Record<string, (who: SignedIn) => Promise<Response>>> = {
  'the right is revoked': async (who) =>
    call(officer, 'POST', `/accounts/${who.account}/grants/${await grantOf(who)}/revoke`, { reason: '교대' }),
  'the account is closed at leave': (who) =>
    call(officer, 'POST', `/accounts/${who.account}/close`, { reason: '퇴직', leftOn: '2026-01-02' }),
  'the person leaves by the personnel register': async (who) => {
    const [row] = await db.owner<{ personId: number }[]>`
      insert into person (person_no, name, source) values (${who.account}, '시험관', 'test')
      returning person_id as "personId"`;
    const { personId } = row!;
    expect((await call(officer, 'PUT', `/accounts/${who.account}/person`, { personId })).status).toBe(204);
    const leaves = { leftOn: '2026-01-02', reason: '퇴직' };
    return call(officer, 'POST', `/organisation/people/${personId}/leave`, leaves);
  },
  'the role changes': (who) =>
    call(officer, 'PUT', `/accounts/${who.account}/role`, {
      role: 'maintainer',
      departmentId: null,
      agency: null,
      contractorId: null,
      right: wholeCity,
      reason: '전보',
    }),
  'the password is set anew': (who) =>
    call(officer, 'PUT', `/accounts/${who.account}/password`, {
      password: 'another long password',
      reason: '비밀번호 잊음',
    }),
};

describe('A6: a right that ends closes the open feed and the open picture (Art. 30(1), 32)', () => {
  for (const [name, end] of Object.entries(WAYS))
    test(name, async () => {
      const who = await aSignedInPerson(db.owner, 'operator');
      const [feed, video] = [await listen(who), await watch(who)];
      const done = await end(who);
      expect(done.ok).toBe(true);
      expect((await Promise.all([feed.ended, video.ended])).sort()).toEqual(['feed', 'video']);
      expect([401, 403]).toContain((await call(who, 'POST', `/cameras/${cameraId}/live`)).status);
    });

  test('the clock runs out', async () => {
    const who = await aSignedInPerson(db.owner, 'operator');
    await db.owner`update access_grant set revoked_at = now(), revoked_by = 'x', revoke_reason = 'x'
                   where account_id = ${who.accountId}`;
    await db.owner`
      insert into access_grant (account_id, valid_to, reason, granted_by)
      values (${who.accountId}, now() + interval '3 seconds', '시험', 'test')`;
    const [feed, video] = [await listen(who), await watch(who)];
    expect((await Promise.all([feed.ended, video.ended])).sort()).toEqual(['feed', 'video']);
    expect((await call(who, 'POST', `/cameras/${cameraId}/live`)).status).toBe(403);
  });

  test('the right is narrowed to another district: its picture ends, and the camera does not exist there', async () => {
    const who = await aSignedInPerson(db.owner, 'operator');
    const video = await watch(who);
    const body = {
      ...wholeCity,
      districtIds: [otherDistrict],
      requestId: randomUUID(),
      replaces: await grantOf(who),
      reason: '담당 구역 변경',
    };
    expect((await call(officer, 'POST', `/accounts/${who.account}/grants`, body)).status).toBe(201);
    expect(await video.ended).toBe('video');
    expect((await call(who, 'POST', `/cameras/${cameraId}/live`)).status).toBe(404);
  });
});
