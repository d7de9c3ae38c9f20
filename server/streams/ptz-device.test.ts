import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import { openPtz, type OnvifTarget } from './onvif-device.ts';
import { readPtzReport } from './ptz-report.rules.ts';
import { StreamError } from './stream-error.rules.ts';

const LOGIN = { user: 'viewer', password: 'correct' };
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) =>
      path === '/cam/1'
        ? { clip: 'alley-night-small', ptz: true, login: { ...LOGIN, scheme: 'digest-md5' } }
        : { clip: 'alley-night-small' },
  });
});
afterAll(() => simulator.close());

const target = (path = '/cam/1', password = LOGIN.password): OnvifTarget => ({
  ...{ host: simulator.host, port: simulator.onvifPort, path },
  credentials: { user: LOGIN.user, password },
});

describe('a turning head over ONVIF', () => {
  test('goes where it is sent, says where it is, and comes home', { timeout: 20_000 }, async () => {
    const head = await openPtz(target());
    expect(await head.report()).toEqual({ position: { pan: 0, tilt: 0, zoom: 0 }, moving: false });
    await head.moveTo({ pan: 0.2, tilt: -0.1, zoom: 0.1 });
    expect((await head.report()).moving).toBe(true);
    await expect
      .poll(() => head.report(), { timeout: 5000 })
      .toEqual({
        position: { pan: 0.2, tilt: -0.1, zoom: 0.1 },
        moving: false,
      });
    await head.goHome();
    await expect
      .poll(() => head.report(), { timeout: 5000 })
      .toEqual({ position: { pan: 0, tilt: 0, zoom: 0 }, moving: false });
  });

  test(
    'keeps moving until it is stopped, and no longer than it was bidden',
    { timeout: 20_000 },
    async () => {
      const head = await openPtz(target());
      await head.keepMoving({ pan: 0.4, tilt: 0, zoom: 0 }, 5000);
      await expect.poll(async () => (await head.report()).position!.pan).toBeGreaterThan(0.02);
      await head.stop();
      const { position, moving } = await head.report();
      expect(moving).toBe(false);
      expect((await head.report()).position).toEqual(position);
      await head.keepMoving({ pan: 0.4, tilt: 0, zoom: 0 }, 200);
      await expect.poll(async () => (await head.report()).moving).toBe(false);
      await head.moveTo({ pan: 0, tilt: 0, zoom: 0 });
    },
  );

  test('over its back it takes the shorter way', { timeout: 20_000 }, async () => {
    const head = await openPtz(target());
    await head.moveTo({ pan: 0.9, tilt: 0, zoom: 0 });
    await expect.poll(async () => (await head.report()).moving, { timeout: 5000 }).toBe(false);
    await head.moveTo({ pan: -0.9, tilt: 0, zoom: 0 });
    const seen: number[] = [];
    await expect
      .poll(
        async () => {
          const { position, moving } = await head.report();
          seen.push(Math.abs(position!.pan));
          return moving;
        },
        { timeout: 5000, interval: 30 },
      )
      .toBe(false);
    expect(Math.min(...seen)).toBeGreaterThan(0.85);
  });

  test('a camera that does not turn, and a login that is wrong, say so', async () => {
    await expect(openPtz(target('/cam/2'))).rejects.toMatchObject({ code: 'protocol' });
    await expect(openPtz(target('/cam/1', 'wrong'))).rejects.toBeInstanceOf(StreamError);
  });
});

test('what a camera does not say is unknown, and nought is a position', () => {
  const status = (inner: string): string =>
    `<s:Body><GetStatusResponse><PTZStatus>${inner}</PTZStatus></GetStatusResponse></s:Body>`;
  expect(readPtzReport(status(''))).toEqual({ position: null, moving: null });
  expect(readPtzReport(status('<tt:Position><tt:Zoom x="0.5"/></tt:Position>')).position).toBeNull();
  expect(readPtzReport(status('<tt:Position><tt:PanTilt x="" y="0"/></tt:Position>')).position).toBeNull();
  expect(readPtzReport(status('<tt:Position><tt:PanTilt x="7" y="0"/></tt:Position>')).position).toBeNull();
  expect(
    readPtzReport(
      status(
        '<tt:Position><tt:PanTilt space="http://x" y=\'-0.25\' x="0"/></tt:Position><tt:MoveStatus><tt:PanTilt>MOVING</tt:PanTilt><tt:Zoom>IDLE</tt:Zoom></tt:MoveStatus>',
      ),
    ),
  ).toEqual({ position: { pan: 0, tilt: -0.25, zoom: 0 }, moving: true });
});
