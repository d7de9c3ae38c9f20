import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { GatewayHosts, sessionDigest } from './gateway-hosts.ts';

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
  if (address !== null) void host.serveAt(address);
  return host;
};

test('gateways find each other through the database, agree on every camera, and one that stops is gone', async () => {
  const [api, one, other] = [aHost(null), aHost('http://10.0.0.1:1'), aHost('http://10.0.0.2:1')];
  for (const host of [one, other, one, api]) await host.look();
  const owners = Array.from({ length: 50 }, (_, cameraId) => api.ownersOf(cameraId)[0]?.gatewayId);
  expect(new Set(owners)).toEqual(new Set([one.gatewayId, other.gatewayId]));
  owners.forEach((owner, cameraId) => expect(one.ownersOf(cameraId)[0]?.gatewayId).toBe(owner));
  expect(one.ownersOf(owners.indexOf(one.gatewayId))[0]?.address).toBeNull();
  await other.stop();
  await api.look();
  for (let cameraId = 0; cameraId < 50; cameraId++)
    expect(api.ownersOf(cameraId)).toEqual([{ gatewayId: one.gatewayId, address: 'http://10.0.0.1:1' }]);
  await one.stop();
});

test('one that says nothing any more counts no longer; one that did not answer is asked last', async () => {
  const [api, one, other] = [aHost(null), aHost('http://10.0.0.1:1'), aHost('http://10.0.0.2:1')];
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
    aHost('http://10.0.0.1:1', [{ cameraId: 5, sessionId: 'secret-session' }]),
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
    serving = one.serveAt('http://10.0.0.1:1').then(() => void (isServing = true));
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
