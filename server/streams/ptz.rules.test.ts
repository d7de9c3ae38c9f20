import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aimOf,
  bearing,
  isAt,
  nudgeScale,
  planMove,
  positionOf,
  sectorAt,
  toldBearing,
  turnBetween,
  wholeBearing,
  widthAt,
  type Aim,
  type BarredSector,
  type Calibration,
} from './ptz.rules.ts';

const CALIBRATION: Calibration = {
  hfovDeg: 40,
  panZeroDeg: 30,
  degreesPerPan: 180,
  endless: true,
  tiltZeroDeg: 0,
  degreesPerTilt: 90,
  zoomTimes: 20,
  panDegPerS: 90,
  tiltDegPerS: 45,
};
const barred = (fromDeg: number, toDeg: number, over: Partial<BarredSector> = {}): BarredSector => ({
  ...{ sectorId: 's', fromDeg, toDeg, tiltFromDeg: null, tiltToDeg: null, zoomFrom: null },
  ...over,
});
/** As if the picture had no width: only its middle counts. */
const NARROW = { ...CALIBRATION, hfovDeg: null };
const aim = (bearingDeg: number, tiltDeg = 10, zoom = 0): Aim => ({ bearingDeg, tiltDeg, zoom });

/** Spread evenly: random doubles lie next to nought for the most part. */
const evenly = (min: number, max: number) =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((n) => n / 1000);
const anAim = fc.record({ bearingDeg: evenly(0, 359), tiltDeg: evenly(-10, 80), zoom: evenly(0, 1) });
const aSector = fc
  .record({
    fromDeg: fc.integer({ min: 0, max: 359 }),
    widthDeg: fc.integer({ min: 1, max: 120 }),
    tilt: fc.option(fc.tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: 1, max: 60 }))),
    zoomFrom: fc.option(fc.double({ min: 0.05, max: 1, noNaN: true })),
  })
  .map(({ fromDeg, widthDeg, tilt, zoomFrom }) =>
    barred(fromDeg, (fromDeg + widthDeg) % 360, {
      tiltFromDeg: tilt?.[0] ?? null,
      tiltToDeg: tilt === null ? null : tilt[0] + tilt[1],
      zoomFrom,
    }),
  );
const sectors = fc.array(aSector, { maxLength: 5 });

/** Every direction of a picture, as bearing and tilt: by rays through its points, and not by the rule's own sums. */
function rays({ bearingDeg, tiltDeg, zoom }: Aim): [bearingDeg: number, tiltDeg: number][] {
  const side = Math.tan((Math.PI * 40) / 360) / (1 + zoom * (CALIBRATION.zoomTimes - 1));
  const [sin, cos] = [Math.sin((tiltDeg * Math.PI) / 180), Math.cos((tiltDeg * Math.PI) / 180)];
  return [-1, -0.6, -0.2, 0.2, 0.6, 1].flatMap((across) =>
    [-1, 0, 1].map((up): [number, number] => {
      const y = (up * side * 9) / 16;
      const [right, ahead, down] = [across * side, cos + y * sin, sin - y * cos];
      const deg = (Math.atan2(right, ahead) * 180) / Math.PI;
      return [bearing(bearingDeg + deg), (Math.atan2(down, Math.hypot(right, ahead)) * 180) / Math.PI];
    }),
  );
}

/** The sector of which a picture shows something. */
const shown = (at: Aim, list: readonly BarredSector[]): BarredSector | undefined =>
  list.find(
    ({ fromDeg, toDeg, tiltFromDeg, tiltToDeg, zoomFrom }) =>
      at.zoom >= (zoomFrom ?? 0) &&
      rays(at).some(
        ([deg, tilt]) =>
          (fromDeg <= toDeg ? deg >= fromDeg && deg <= toDeg : deg >= fromDeg || deg <= toDeg) &&
          tilt >= (tiltFromDeg ?? -Infinity) &&
          tilt <= (tiltToDeg ?? Infinity),
      ),
  );

/** Aims a device may pass between two legs, each motor at a speed of its own. */
function* between(from: Aim, to: Aim, calibration: Calibration, lag: readonly [number, number]) {
  const turn = calibration.endless
    ? turnBetween(from.bearingDeg, to.bearingDeg)
    : turnBetween(calibration.panZeroDeg, to.bearingDeg) -
      turnBetween(calibration.panZeroDeg, from.bearingDeg);
  for (let step = 0; step <= 30; step++) {
    const share = step / 30;
    yield {
      bearingDeg: bearing(from.bearingDeg + turn * share),
      tiltDeg: from.tiltDeg + (to.tiltDeg - from.tiltDeg) * share ** lag[0],
      zoom: from.zoom + (to.zoom - from.zoom) * share ** lag[1],
    };
  }
}

describe('Art. 11(1), 법 25(5): a commanded move looks into no barred sector', () => {
  test('neither where it ends nor anywhere on its way, whatever each motor does', () => {
    let planned = 0;
    fc.assert(
      fc.property(
        anAim,
        anAim,
        sectors,
        fc.boolean(),
        fc.tuple(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.double({ min: 0.2, max: 5, noNaN: true })),
        (from, to, list, endless, lag) => {
          fc.pre(sectorAt(from, list, CALIBRATION) === null);
          const calibration = { ...CALIBRATION, endless };
          const plan = planMove(from, to, list, calibration);
          if (!('legs' in plan)) return;
          planned++;
          let at = from;
          for (const leg of plan.legs) {
            const found = [...between(at, leg, calibration, lag)].find((passing) => shown(passing, list));
            if (found !== undefined) expect(found).toBeNull();
            at = leg;
          }
          expect(isAt(at, to)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    expect(planned).toBeGreaterThan(300);
  });

  test('a target in a sector is refused, and the sector is named', () => {
    const window = barred(80, 100);
    expect(planMove(aim(0), aim(90), [window], NARROW)).toEqual({ barred: window, why: 'target' });
    expect(planMove(aim(0), aim(101), [window], NARROW)).toEqual({ barred: window, why: 'target' });
  });

  test('the other way round is taken where the shorter one is barred, and named where both are', () => {
    const window = barred(40, 60);
    const plan = planMove(aim(20), aim(80), [window], NARROW);
    const bearings = 'legs' in plan ? plan.legs.map(({ bearingDeg }) => Math.round(bearingDeg)) : [];
    expect(bearings).toEqual([280, 180, 80]);
    const other = barred(200, 210);
    expect(planMove(aim(20), aim(80), [window, other], NARROW)).toEqual({
      ...{ barred: window, why: 'way', other },
    });
  });

  test('of an endless head no way is refused that one of the two would leave free', () => {
    let long = 0;
    fc.assert(
      fc.property(anAim, anAim, sectors, (start, end, list) => {
        const [from, to] = [start, { ...end, tiltDeg: start.tiltDeg, zoom: start.zoom }];
        const barredRound = list.slice(0, 2).map((each) => ({
          ...each,
          tiltFromDeg: null,
          tiltToDeg: null,
          zoomFrom: null,
        }));
        const plan = planMove(from, to, barredRound, NARROW);
        const short = turnBetween(from.bearingDeg, to.bearingDeg);
        const free = [short, short > 0 ? short - 360 : short + 360].map((sweep) =>
          Array.from({ length: 721 }, (_, i) => bearing(from.bearingDeg + (sweep * i) / 720)).every(
            // A margin beside the edges is the rule's own.
            (deg) =>
              [-2, 0, 2].every(
                (off) => sectorAt({ ...from, bearingDeg: bearing(deg + off) }, barredRound, NARROW) === null,
              ),
          ),
        );
        if (free[0] || free[1]) expect(plan).toHaveProperty('legs');
        if (!free[0] && free[1]) long++;
      }),
      { numRuns: 500 },
    );
    expect(long).toBeGreaterThan(10);
  });

  test('a camera with a stop has one way only', () => {
    const window = barred(40, 60);
    const stopped = { ...NARROW, endless: false };
    expect(planMove(aim(20), aim(80), [window], stopped)).toEqual({
      ...{ barred: window, why: 'way', other: null },
    });
    expect('legs' in planMove(aim(70), aim(200), [window], stopped)).toBe(true);
  });

  test('a sector may lie over north', () => {
    const north = barred(350, 10);
    expect(sectorAt(aim(0), [north], NARROW)).toBe(north);
    expect(sectorAt(aim(355), [north], NARROW)).toBe(north);
    expect(sectorAt(aim(11), [north], NARROW)).toBeNull();
    expect(planMove(aim(340), aim(5), [north], NARROW)).toEqual({ barred: north, why: 'target' });
  });

  test('bounds of tilt and zoom: over the roof and from afar it may pass', () => {
    const flat = barred(80, 100, { tiltFromDeg: -5, tiltToDeg: 20 });
    expect('legs' in planMove(aim(70, 40), aim(110, 40), [flat], NARROW)).toBe(true);
    const close = barred(80, 100, { zoomFrom: 0.3 });
    const plan = planMove(aim(70, 10, 0.8), aim(110, 10, 0.2), [close], NARROW);
    expect('legs' in plan && plan.legs[0]).toEqual(aim(70, 10, 0.2));
    expect(planMove(aim(70), aim(90, 10, 0.5), [close], NARROW)).toEqual({
      barred: close,
      why: 'target',
    });
  });

  test('whoever looks into a sector that was only now decided leaves it by its nearer edge', () => {
    const decided = barred(80, 140);
    const plan = planMove(aim(90), aim(200), [decided], NARROW);
    expect('legs' in plan && plan.legs[0]!.bearingDeg).toBeLessThan(90);
  });

  test('법 25(5): the side of the picture keeps out, not only its middle; zoomed in it may come nearer', () => {
    const window = barred(100, 120);
    expect(planMove(aim(0), aim(85), [window], CALIBRATION)).toEqual({ barred: window, why: 'target' });
    expect('legs' in planMove(aim(0), aim(70), [window], CALIBRATION)).toBe(true);
    expect('legs' in planMove(aim(0), aim(95, 10, 1), [window], CALIBRATION)).toBe(true);
    // Zooming out there would show the window: it is turned away first.
    const plan = planMove(aim(95, 10, 1), aim(0), [window], CALIBRATION);
    expect('legs' in plan && plan.legs[0]).toEqual(aim(0, 10, 1));
    expect(sectorAt(aim(85), [window], CALIBRATION)).toBe(window);
  });

  test('straight down a picture shows what lies all around', () => {
    expect(sectorAt(aim(0, 85), [barred(170, 190)], CALIBRATION)).not.toBeNull();
    expect(sectorAt(aim(0, 20), [barred(170, 190)], CALIBRATION)).toBeNull();
  });
});

describe('Art. 11(1): a held motion stops before the edge', () => {
  /** A device at full declared speed that obeys a stop only after the reaction time. */
  test('for random sectors, speeds and starts the bearing never comes into one', () => {
    fc.assert(
      fc.property(
        anAim,
        sectors,
        fc.record({
          pan: fc.double({ min: -1, max: 1, noNaN: true }),
          tilt: fc.double({ min: -1, max: 1, noNaN: true }),
          zoom: fc.double({ min: -1, max: 1, noNaN: true }),
        }),
        (start, list, nudge) => {
          fc.pre(sectorAt(start, list, CALIBRATION) === null);
          const reactionS = 0.6;
          let at = start;
          for (let poll = 0; poll < 12; poll++) {
            const scale = nudgeScale(at, nudge, list, CALIBRATION, reactionS);
            if (scale === 0) break;
            for (let step = 1; step <= 6; step++) {
              const passing = moved(at, nudge, scale, (reactionS * step) / 6);
              if (shown(passing, list)) expect(passing).toBeNull();
            }
            at = moved(at, nudge, scale, reactionS * 0.99);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('far off it runs as asked, nearer it is slowed, at the edge it does not start', () => {
    const window = barred(100, 120);
    const right = { pan: 1, tilt: 0, zoom: 0 };
    expect(nudgeScale(aim(0), right, [window], NARROW, 0.6)).toBe(1);
    expect(nudgeScale(aim(70), right, [window], NARROW, 0.6)).toBe(0.5);
    expect(nudgeScale(aim(99.9), right, [window], NARROW, 0.6)).toBe(0);
    expect(nudgeScale(aim(99.9), { ...right, pan: -1 }, [window], NARROW, 0.6)).toBe(1);
    expect(nudgeScale(aim(110), right, [window], NARROW, 0.6)).toBe(0);
  });

  const moved = (
    at: Aim,
    nudge: { pan: number; tilt: number; zoom: number },
    scale: number,
    s: number,
  ): Aim => ({
    bearingDeg: bearing(at.bearingDeg + nudge.pan * scale * CALIBRATION.panDegPerS * s),
    // The head has stops up and down.
    tiltDeg: Math.min(90, Math.max(-15, at.tiltDeg + nudge.tilt * scale * CALIBRATION.tiltDegPerS * s)),
    zoom: Math.min(1, Math.max(0, at.zoom + nudge.zoom * scale * 0.6 * s)),
  });
});

describe('one bearing, wherever it is written', () => {
  const told = fc.double({ min: -720, max: 720, noNaN: true }).map(toldBearing);

  test('the columns of a map, in single precision, round it to the same whole degree as the strip does', () => {
    fc.assert(
      fc.property(told, (deg) => {
        expect(wholeBearing(Math.fround(deg))).toBe(wholeBearing(deg));
      }),
      { numRuns: 2000, examples: [[toldBearing(187.46)], [toldBearing(359.97)], [toldBearing(254.498)]] },
    );
  });

  test('what is told or written is never 360', () => {
    expect(toldBearing(359.97)).toBe(0);
    expect(wholeBearing(359.6)).toBe(0);
    fc.assert(
      fc.property(told, (deg) => {
        expect(deg >= 0 && deg < 360).toBe(true);
        expect(wholeBearing(deg)).toBeLessThan(360);
      }),
    );
  });
});

describe('bearing over ground and the device’s own numbers', () => {
  test('there and back is the same aim', () => {
    fc.assert(
      fc.property(
        anAim,
        fc.double({ min: 0, max: 359, noNaN: true }),
        fc.boolean(),
        (wanted, panZeroDeg, hangs) => {
          const calibration = { ...CALIBRATION, panZeroDeg, degreesPerPan: hangs ? -180 : 180 };
          const position = positionOf(wanted, calibration)!;
          const back = aimOf(position, calibration);
          expect(Math.abs(turnBetween(back.bearingDeg, wanted.bearingDeg))).toBeLessThan(1e-6);
          expect(back.tiltDeg).toBeCloseTo(wanted.tiltDeg, 6);
        },
      ),
    );
  });

  test('what a camera cannot turn to is unreachable', () => {
    const narrow = { ...CALIBRATION, endless: false, degreesPerPan: 90 };
    expect(positionOf(aim(30 + 91), narrow)).toBeNull();
    expect(planMove(aim(30), aim(30 + 120), [], narrow)).toEqual({ unreachable: true });
  });

  test('twenty times closer is a twentieth of the picture’s width', () => {
    expect(widthAt(60, 0, CALIBRATION)).toBeCloseTo(60);
    expect(widthAt(60, 1, CALIBRATION)).toBeCloseTo(3.307, 2);
  });
});
