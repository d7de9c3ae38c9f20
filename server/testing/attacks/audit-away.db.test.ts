import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aCamera, type SignedIn } from '../factories.ts';
import { aWholeApp, type WholeApp } from './whole-app.ts';

let whole: WholeApp;
let officer: SignedIn;
let cameraId: number;
beforeAll(async () => {
  whole = await aWholeApp();
  officer = await whole.personOf('officer');
  cameraId = await aCamera(whole.db.owner);
});
afterAll(() => whole.stop());

const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await whole.app.request(`/api${path}`, {
    method,
    headers: { cookie: officer.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  return [answer.status, code] as const;
};
const CONNECTION = {
  host: '10.20.3.4',
  rtspPort: 554,
  rtspPath: '/1',
  onvifPort: null,
  onvifPath: null,
  username: 'viewer',
  password: 'pw of the test',
};
const acts = (): readonly (readonly [string, string, unknown?])[] => [
  ['PATCH', `/cameras/${cameraId}`, { name: '바뀐 이름', read: { name: '중앙시장 앞 사거리' } }],
  ['PUT', `/cameras/${cameraId}/stream`, CONNECTION],
  ['PUT', `/cameras/${cameraId}/protection`, { decisionNo: '보안-1', decidedOn: '2026-01-02' }],
  ['GET', '/exports/cameras?encoding=utf8&reason=%EC%A0%95%EA%B8%B0%20%EC%A0%9C%EC%B6%9C'],
];

test('A26: without the audit nothing is changed and nothing handed out; what is there is read and watched on (Art. 18(1), 30(3))', async () => {
  const watched = await aCamera(whole.db.owner);
  await whole.db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${watched}, '10.20.3.5', 554, '/1')`;
  await whole.db.owner`revoke insert on audit from gwanje_app`;
  try {
    for (const [method, path, body] of acts())
      expect(await ask(method, path, body), `${method} ${path}`).toEqual([503, 'audit-away']);
    const [row] = await whole.db.owner`
      select name, protected, (select count(*)::int from camera_stream where camera_id = ${cameraId}) as streams
      from camera where camera_id = ${cameraId}`;
    expect(row).toEqual({ name: '중앙시장 앞 사거리', protected: false, streams: 0 });
    expect((await ask('GET', `/cameras/${cameraId}`))[0]).toBe(200);
    expect((await ask('POST', `/cameras/${watched}/live`))[0]).toBe(200);
  } finally {
    await whole.db.owner`grant insert on audit to gwanje_app`;
  }
  for (const [method, path, body] of acts())
    expect((await ask(method, path, body))[0], `${method} ${path}`).toBe(200);
  const joined = () => whole.db.owner`
    select from audit where action = 'camera.watch' and object_id = ${String(watched)} and detail ? 'spooled'`;
  await vi.waitFor(async () => expect(await joined()).toHaveLength(1), 15_000);
});
