import RBush from 'rbush';
import { describe, expect, test, vi } from 'vitest';
import { postsOn } from '../signboards/posts.rules.ts';
import { signStanding, truthOf } from '../signboards/signboards.rules.ts';
import { mountCameras, type DemoCamera } from './cameras.rules.ts';
import { drawLand } from './land.rules.ts';
import { organisation, REFERENCE_DAY } from './organisation.rules.ts';
import { boxOf, isInside, type Box, type Point } from './plane.rules.ts';
import { registerRows } from './register-rows.rules.ts';
import { postSigns, signedCamera, type Notices } from './signs.rules.ts';
import { simulatedBehaviourOf, simulatedPath } from './simulated-behaviour.rules.ts';
import { CANARY_NAMES, chooseSites } from './sites.rules.ts';

vi.setConfig({ testTimeout: 60_000 });
const SEED = 365;
const land = drawLand(SEED);
const registers = organisation();

function fleetOf(size: number): {
  sites: ReturnType<typeof chooseSites>;
  cameras: DemoCamera[];
  notices: Notices;
} {
  const sites = chooseSites(land, size, SEED);
  const cameras = mountCameras(sites, size, SEED);
  return { sites, cameras, notices: postSigns(cameras, registers, SEED) };
}
const fleet = fleetOf(1500);
const rowsOf = (f: typeof fleet): string =>
  JSON.stringify(
    registerRows(
      { ...f, registers, districts: land.districts, rtspPort: 8554, onvifPort: 8080 },
      { districtId: 1, siteId: 1, cameraId: 1, signboardId: 1, noticeId: 1 },
    ),
  );
const share = (fits: (camera: DemoCamera) => boolean): number =>
  fleet.cameras.filter(fits).length / fleet.cameras.length;

/** The state that the register's own rule gives each camera of a fleet. */
function signStates({ cameras, notices }: typeof fleet): Map<DemoCamera, string> {
  const posts = postsOn(registers, REFERENCE_DAY);
  return new Map(
    cameras.map((camera) => {
      const signs = notices.signs
        .filter((sign) => sign.cameras.includes(camera))
        .map((sign) => ({
          printed: {
            signboardId: 1,
            kind: sign.kind,
            printedOn: sign.printedOn,
            removedOn: null,
            text: sign.text,
          },
          truth: truthOf(
            sign.cameras.map((each) => signedCamera(each, registers)),
            posts,
            REFERENCE_DAY,
          ),
        }));
      const published = notices.notices
        .filter((notice) => notice.cameras.includes(camera))
        .map((notice) => ({
          noticeId: 1,
          reason: notice.reason,
          publishedAt: '',
          publishedOn: notice.publishedOn,
          withdrawnOn: null,
        }));
      const exemption = notices.exempt.includes(camera) ? { decisionNo: 'x', decidedOn: '2025-02-10' } : null;
      return [camera, signStanding(signs, published, exemption, REFERENCE_DAY).state];
    }),
  );
}

describe('the demo register', () => {
  test('is the same from the same seed and size', () => {
    expect(rowsOf(fleetOf(1500))).toBe(rowsOf(fleet));
  });

  test.each([300, 1500, 20_000])('has exactly %i cameras, one to four a site', (size) => {
    const { sites, cameras } = size === 1500 ? fleet : fleetOf(size);
    expect(cameras).toHaveLength(size);
    const counts = [...Map.groupBy(cameras, (camera) => camera.site).values()].map((group) => group.length);
    expect(counts).toHaveLength(sites.length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
    expect(new Set(cameras.map((camera) => camera.number)).size).toBe(size);
  });

  test('stands every camera inside the city, on dry and open ground', () => {
    const buildings = new RBush<Box & { ring: readonly Point[] }>();
    buildings.load(land.buildings.map(({ ring }) => ({ ...boxOf(ring), ring })));
    for (const { p, name } of fleet.sites) {
      expect(land.ground.isDry(p), name).toBe(true);
      expect(
        buildings.search(boxOf([p])).some((each) => isInside(each.ring, p)),
        name,
      ).toBe(false);
    }
  });

  test('mixes kinds, purposes and owners as a city does, and leaves some bearings unknown', () => {
    expect(share((c) => c.kind === 'fixed')).toBeCloseTo(0.69, 1);
    expect(share((c) => c.kind === 'ptz')).toBeCloseTo(0.27, 1);
    expect(share((c) => c.kind === 'fisheye')).toBeCloseTo(0.04, 1);
    const unknown = share((c) => c.azimuthDeg === null);
    expect(unknown).toBeGreaterThan(0.002);
    expect(unknown).toBeLessThan(0.012);
    expect(new Set(fleet.cameras.map((c) => c.purposes[0]!.purpose)).size).toBe(8);
    expect(new Set(fleet.cameras.map((c) => c.ownerAgency))).toEqual(
      new Set(['강릉시', '강릉교육지원청', '강릉경찰서', '강릉국유림관리소', '가상관광개발공사']),
    );
    expect(
      fleet.cameras.every((c) => (c.integration === 'standalone') === (c.integrationReason !== null)),
    ).toBe(true);
    expect(fleet.cameras.every((c) => c.purposes.filter((p) => p.main).length === 1)).toBe(true);
  });

  test('looks along its streets: a bearing of a street camera is near one of its pole’s streets', () => {
    const astray = fleet.cameras.filter((c) => {
      if (c.azimuthDeg === null || c.kind === 'fisheye') return false;
      return c.site.legs.every(({ deg }) => Math.abs(((c.azimuthDeg! - deg + 540) % 360) - 180) > 40);
    });
    expect(astray).toEqual([]);
  });

  test('names protected sites by canaries that appear nowhere else (Art. 10(4))', () => {
    const guarded = fleet.cameras.filter((c) => c.protected);
    expect(new Set(guarded.map((c) => c.site.name))).toEqual(new Set(CANARY_NAMES));
    expect(fleet.notices.exempt).toEqual(guarded);
    const open = fleet.cameras.filter((c) => !c.protected);
    expect(open.some((c) => c.site.name.includes('까나리'))).toBe(false);
    expect(JSON.stringify(fleet.notices.signs.map((sign) => sign.text))).not.toContain('까나리');
    expect(fleet.notices.signs.some((sign) => sign.cameras.some((c) => c.protected))).toBe(false);
    expect(fleet.notices.notices.some((notice) => notice.cameras.some((c) => c.protected))).toBe(false);
  });
});

describe('the demo signs (Art. 10)', () => {
  const states = signStates(fleet);
  const count = (state: string): number => [...states.values()].filter((each) => each === state).length;

  test('has twelve stale signs: nine by the reorganisation, two by a telephone, one by a contract', () => {
    const posts = postsOn(registers, REFERENCE_DAY);
    const stale = fleet.notices.signs.filter((sign) => {
      const truth = truthOf(
        sign.cameras.map((each) => signedCamera(each, registers)),
        posts,
        REFERENCE_DAY,
      );
      return JSON.stringify(truth) !== JSON.stringify(sign.text);
    });
    expect(stale).toHaveLength(12);
    expect(stale.filter((sign) => sign.text.manager === '정보산업과장')).toHaveLength(9);
    expect(stale.filter((sign) => sign.text.contact === '033-000-0100')).toHaveLength(2);
    expect(stale.filter((sign) => sign.text.contractor === '가상영상기술')).toHaveLength(1);
    expect(count('stale')).toBe(stale.reduce((sum, sign) => sum + sign.cameras.length, 0));
  });

  test('has eleven missing, about a tenth by web notice, the protected exempt and the rest as printed', () => {
    expect(count('missing')).toBe(11);
    expect(count('web-notice') / 1500).toBeGreaterThan(0.07);
    expect(count('web-notice') / 1500).toBeLessThan(0.13);
    expect(count('exempt')).toBe(fleet.notices.exempt.length);
    expect(count('as-printed')).toBe(
      1500 - count('missing') - count('web-notice') - count('exempt') - count('stale'),
    );
  });

  test('prints one building sign for several cameras and some pole signs for several poles', () => {
    const building = fleet.notices.signs.filter((sign) => sign.kind === 'building-sign');
    expect(building).toHaveLength(1);
    expect(building[0]!.cameras.length).toBeGreaterThan(1);
    const shared = fleet.notices.signs.filter(
      (sign) => sign.kind === 'sign' && new Set(sign.cameras.map((c) => c.site)).size > 1,
    );
    expect(shared.length).toBeGreaterThan(0);
  });
});

describe('the simulated devices', () => {
  test('every path of the register has a behaviour, and only the planned ones misbehave', () => {
    const behaviours = fleet.cameras.map((c) =>
      simulatedBehaviourOf(simulatedPath(c.number, c.clip, c.traits)),
    );
    expect(behaviours.every((each) => each !== null)).toBe(true);
    const count = (trait: string): number =>
      fleet.cameras.filter((c) => c.traits.some((each) => each === trait)).length;
    expect([count('audio'), count('refuses'), count('slow'), count('h265')]).toEqual([1, 9, 9, 1]);
    expect([count('clockoff'), count('otherfirmware'), count('overkept'), count('norecorder')]).toEqual([
      2, 2, 1, 60,
    ]);
    expect(behaviours.filter((each) => each?.audio === true)).toHaveLength(1);
    expect(behaviours.filter((each) => each?.tour === 'Touring')).toMatchObject([{ ptz: true }]);
    expect(fleet.cameras.filter((c) => c.kind === 'ptz').every((c) => c.traits.includes('ptz'))).toBe(true);
  });

  test('are true to what the register says of them, but for their traits (Art. 31(1))', () => {
    const registered = { firmware: '3.0.4', keptDays: 15 };
    expect(simulatedBehaviourOf('/cam/1/harbour', registered)).toMatchObject(registered);
    expect(simulatedBehaviourOf('/cam/1/harbour/overkept', registered)).toMatchObject({
      ...{ firmware: '3.0.4', keptDays: 41 },
    });
    expect(simulatedBehaviourOf('/cam/1/harbour/otherfirmware+norecorder', registered)).toMatchObject({
      ...{ firmware: '2.1.0-rc4', keptDays: null },
    });
  });

  test('knows no camera at any other path', () => {
    for (const path of [
      '/',
      '/cam/1',
      '/cam/1/nowhere',
      '/cam/x/harbour',
      '/cam/1/harbour/toString',
      '/cam/1/harbour/ptz+',
    ])
      expect(simulatedBehaviourOf(path), path).toBeNull();
  });
});
