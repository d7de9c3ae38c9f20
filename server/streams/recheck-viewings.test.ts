import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditStore } from '../platform/audit-store.ts';
import type { Sql } from '../platform/db.ts';
import { remembered } from '../platform/session.ts';
import type { PursuitOfViewing } from '../pursuits/index.ts';
import { anActor } from '../testing/factories.ts';
import { LIVE_CLOSE } from './live-status.schema.ts';
import { recheckViewings } from './recheck-viewings.ts';
import type { Gateway } from './gateway.ts';
import type { KnownCamera, KnownCameras } from './viewing-cameras.ts';

/** The database is away: nobody may ask it. */
const sql = (() => {
  throw new Error('asked');
}) as unknown as Sql;
const now = () => new Date('2026-11-25T03:00:00Z');

const camera = { cameraId: 7, protected: false, departmentId: 1, contractorId: null, districtId: 2 };
const link = {
  cameraId: 7,
  owner: '강릉경찰서',
  agency: 'police',
  agencyName: '경찰서',
  whose: 'body',
  isLinked: true,
};
const period = { from: '2026-01-01', to: '2026-11-26' };
const knowing = (over: object = {}): KnownCameras => {
  const known = {
    camera: { ...camera, purposes: [], integration: 'linked' },
    ...over,
  } as unknown as KnownCamera;
  return { of: (cameraId: number) => (cameraId === 7 ? known : undefined) } as KnownCameras;
};

async function cutsOf(
  known: KnownCameras,
  at = now,
  pursuits: readonly PursuitOfViewing[] = [],
): Promise<unknown[]> {
  const cuts: unknown[] = [];
  const gateway = {
    viewings: () => [{ cameraId: 7, sessionId: 's' }],
    pursuits: () => pursuits,
    cutPursuit: (pursuitId: string) => cuts.push(pursuitId),
    cutViewing: (...cut: unknown[]) => cuts.push(cut),
  } as unknown as Gateway;
  await recheckViewings({ sql, now: at }, gateway, known);
  return cuts;
}

const TIME = { leftS: 3600, idleMinutes: null, idleForS: 0 };
beforeEach(() => auditStore.gone(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })));
afterEach(() => {
  auditStore.wrote();
  remembered.forget('s');
});

test('Art. 18(1): while the database is away a picture goes on by what it said last', async () => {
  remembered.prove(null, anActor({ role: 'officer', sessionId: 's' }), TIME);
  expect(await cutsOf(knowing())).toEqual([]);
});

test('Art. 30(1): whom it never proved, or too long ago, watches no longer', async () => {
  expect(await cutsOf(knowing())).toEqual([[7, 's', LIVE_CLOSE.unproved, 'unproved']]);
});

test('Art. 30(1): a right that ends by the clock ends, and a camera that was out of reach stays so', async () => {
  const grants = [
    {
      grantId: 1,
      districtIds: [2],
      departmentId: null,
      purposes: null,
      hours: { from: '08:00', to: '13:00' },
      validFrom: '2026-01-01T00:00:00Z',
      validTo: null,
    },
  ];
  remembered.prove(null, anActor({ role: 'operator', sessionId: 's', grants }), TIME);
  expect(await cutsOf(knowing())).toEqual([]);
  const late = () => new Date('2026-11-25T04:00:00Z');
  expect(await cutsOf(knowing(), late)).toEqual([[7, 's', LIVE_CLOSE.cut, 'right-removed']]);
  const elsewhere = knowing({ camera: { ...camera, districtId: 3, purposes: [], integration: 'linked' } });
  expect(await cutsOf(elsewhere)).toEqual([[7, 's', LIVE_CLOSE.cut, 'right-removed']]);
});

test('Art. 18(5), 23, 25: a delegation and a link security that end at midnight in Seoul end then', async () => {
  remembered.prove(null, anActor({ role: 'officer', sessionId: 's' }), TIME);
  const before = () => new Date('2026-11-25T14:59:59Z');
  const after = () => new Date('2026-11-25T15:00:00Z');
  const delegated = knowing({
    link: { ...link, named: [period], secured: [{ from: '2026-01-01', to: null }] },
  });
  expect(await cutsOf(delegated, before)).toEqual([]);
  expect(await cutsOf(delegated, after)).toEqual([[7, 's', LIVE_CLOSE.noDelegation, 'delegation-over']]);
  const secured = knowing({
    link: { ...link, named: [{ from: '2026-01-01', to: null }], secured: [period] },
  });
  expect(await cutsOf(secured, before)).toEqual([]);
  expect(await cutsOf(secured, after)).toEqual([[7, 's', LIVE_CLOSE.noLinkSecurity, 'security-over']]);
});

test('Art. 27: while the database is away a pursuit ends by the clock, to the millisecond', async () => {
  remembered.prove(null, anActor({ role: 'officer', sessionId: 's' }), TIME);
  const of = (untilMs: number) => [{ pursuitId: 'p', pursuitNo: 3, untilMs }];
  expect(await cutsOf(knowing(), now, of(now().getTime() + 1))).toEqual([]);
  expect(await cutsOf(knowing(), now, of(now().getTime()))).toEqual(['p']);
});
