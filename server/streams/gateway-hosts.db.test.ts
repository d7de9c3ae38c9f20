import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ownCertificate } from '../platform/own-certificate.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { GatewayHosts, sessionDigest } from './gateway-hosts.ts';

const AT_ONE = { address: 'http://127.0.0.1:1', certificate: null };

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

const aHost = (
  address: string | null,
  viewings: { cameraId: number; sessionId: string }[] = [],
): GatewayHosts => {
  const host = new GatewayHosts({ sql: db.app, own: address !== null, viewings: () => viewings });
  if (address !== null) void host.serveAt({ address, certificate: null });
  return host;
};

test('gateways find each other through the database, agree on every camera, and one that stops is gone', async () => {
  const [api, one, other] = [aHost(null), aHost('http://127.0.0.1:1'), aHost('http://127.0.0.2:1')];
  for (const host of [one, other, one, api]) await host.look();
  const owners = Array.from({ length: 50 }, (_, cameraId) => api.ownersOf(cameraId)[0]?.gatewayId);
  expect(new Set(owners)).toEqual(new Set([one.gatewayId, other.gatewayId]));
  owners.forEach((owner, cameraId) => expect(one.ownersOf(cameraId)[0]?.gatewayId).toBe(owner));
  expect(one.ownersOf(owners.indexOf(one.gatewayId))[0]?.place).toBeNull();
  await other.stop();
  await api.look();
  for (let cameraId = 0; cameraId < 50; cameraId++)
    expect(api.ownersOf(cameraId)).toMatchObject([{ gatewayId: one.gatewayId, place: AT_ONE }]);
  await one.stop();
});

test('one that says nothing any more counts no longer; one that did not answer is asked last', async () => {
  const [api, one, other] = [aHost(null), aHost('http://127.0.0.1:1'), aHost('http://127.0.0.2:1')];
  for (const host of [one, other, api]) await host.look();
  const [first, second] = api.ownersOf(7);
  api.suspect(first!.gatewayId);
  expect(api.ownersOf(7)).toEqual([second, first]);
  await db.owner`update gateway set beat_at = now() - interval '6 seconds' where gateway_id = ${second!.gatewayId}`;
  await api.look();
  expect(api.ownersOf(7)).toEqual([first]);
  await Promise.all([one.stop(), other.stop()]);
});

test('what is on a screen through one gateway is known to the others, and names no session', async () => {
  const [api, one] = [
    aHost(null),
    aHost('http://127.0.0.1:1', [{ cameraId: 5, sessionId: 'secret-session' }]),
  ];
  one.start();
  await vi.waitFor(async () => {
    await api.look();
    expect(api.watchedElsewhere()).toEqual([{ cameraId: 5, session: sessionDigest('secret-session') }]);
  }, 10_000);
  expect(JSON.stringify(await db.owner`select * from gateway`)).not.toContain('secret-session');
  await one.stop();
});

test('one that says where it is reached is in the database by then, although it was just looking for the others', async () => {
  const one = aHost(null);
  let isServing = false;
  let serving: Promise<void> | undefined;
  await db.owner.begin(async (tx) => {
    // Whoever reads goes on, whoever writes waits.
    await tx`lock table gateway in exclusive mode`;
    one.start();
    serving = one.serveAt(AT_ONE).then(() => void (isServing = true));
    await vi.waitFor(async () => {
      const waiting = await tx`
        select from pg_locks where relation = 'gateway'::regclass and not granted`;
      expect(waiting).toHaveLength(1);
    }, 10_000);
    expect(isServing).toBe(false);
  });
  await serving;
  expect(await db.owner`select from gateway where gateway_id = ${one.gatewayId}`).toHaveLength(1);
  await one.stop();
});

test('one on another machine is asked only over TLS, with the certificate that it laid down (Art. 30(3))', async () => {
  const api = aHost(null);
  const certificate = ownCertificate('gateway').cert;
  const places = [
    { address: 'http://10.0.0.1:1', certificate: null },
    { address: 'http://10.0.0.2:1', certificate },
    { address: 'https://10.0.0.3:1', certificate: null },
    { address: 'https://10.0.0.4:1', certificate },
  ];
  const ones = places.map(() => aHost(null));
  await Promise.all(ones.map((one, index) => one.serveAt(places[index]!)));
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await api.look();
  await api.look();
  expect(api.ownersOf(1)).toMatchObject([{ gatewayId: ones[3]!.gatewayId, place: places[3] }]);
  expect(said.mock.calls.flat()).toHaveLength(3);
  said.mockRestore();
  await Promise.all(ones.map((one) => one.stop()));
});
