import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPresets, readTourRuns, standingOf } from './ptz-presets.rules.ts';
import { sectorAt, type BarredSector, type Calibration } from './ptz.rules.ts';

const CALIBRATION: Calibration = {
  ...{ hfovDeg: 40, panZeroDeg: 30, degreesPerPan: 180, endless: true, tiltZeroDeg: 20, degreesPerTilt: -45 },
  ...{ zoomTimes: 20, panDegPerS: 90, tiltDegPerS: 45 },
};
const preset = (pan: number, zoom = 0) => ({ token: '1', name: '정문', position: { pan, tilt: 0, zoom } });
const sector = (fromDeg: number, toDeg: number): BarredSector => ({
  ...{ sectorId: 's', fromDeg, toDeg, tiltFromDeg: null, tiltToDeg: null, zoomFrom: null },
});

describe('Art. 11(1): a preset is gone to only where nothing barred would be seen', () => {
  test('for random presets and sectors an allowed one shows none of any', () => {
    let [allowed, barred] = [0, 0];
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }).map((n) => n / 1000),
        fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 1, max: 90 })), {
          maxLength: 3,
        }),
        (pan, zoom, list) => {
          const sectors = list.map(([from, width]) => sector(from, (from + width) % 360));
          const found = standingOf(preset(pan, zoom), sectors, CALIBRATION);
          if (found.standing === 'allowed') {
            allowed++;
            expect(sectorAt(found.aim, sectors, CALIBRATION)).toBeNull();
          } else {
            barred++;
            expect(found.standing).toBe('barred');
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(Math.min(allowed, barred)).toBeGreaterThan(50);
  });

  test('what nobody knows is unknown while something is barred, and never allowed', () => {
    const window = [sector(100, 120)];
    expect(standingOf({ ...preset(0), position: null }, window, CALIBRATION).standing).toBe('unknown');
    expect(standingOf(preset(0), window, null).standing).toBe('unknown');
    expect(standingOf(preset(0), window, { ...CALIBRATION, hfovDeg: null }).standing).toBe('unknown');
    expect(standingOf(preset(0), [], null).standing).toBe('blind');
  });
});

describe('what a device tells of its presets', () => {
  const answer = (inner: string): string =>
    `<s:Body><GetPresetsResponse>${inner}</GetPresetsResponse></s:Body>`;

  test('name, token and place; a place it does not tell is none', () => {
    expect(
      readPresets(
        answer(
          `<tptz:Preset token="a&amp;b"><tt:Name>정문 &lt;1&gt;</tt:Name><tt:PTZPosition><tt:PanTilt x="0" y="-0.5"/><tt:Zoom x="1"/></tt:PTZPosition></tptz:Preset>
           <Preset token='2'><Name></Name></Preset><Preset><Name>없음</Name></Preset>`,
        ),
      ),
    ).toEqual([
      { token: 'a&b', name: '정문 <1>', position: { pan: 0, tilt: -0.5, zoom: 1 } },
      { token: '2', name: '2', position: null },
    ]);
  });

  test('thousands of them, hidden letters and any bytes do no harm', () => {
    expect(readPresets(answer('<Preset token="1"><Name>x</Name></Preset>'.repeat(5000)))).toHaveLength(128);
    expect(readPresets(answer('<Preset token="1"><Name>a\u202eb</Name></Preset>'))[0]?.name).toBe('ab');
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void readPresets(answer(text))));
  });

  test('Art. 11(1): a tour of its own that runs is told, one that stands and a head without tours too; anything else says nothing', () => {
    const tour = (state: string): string =>
      `<tptz:PresetTour token="1"><tt:Status><tt:State>${state}</tt:State></tt:Status></tptz:PresetTour>`;
    const tours = (...states: readonly string[]): string =>
      answer(`<tptz:GetPresetToursResponse>${states.map(tour).join('')}</tptz:GetPresetToursResponse>`);
    expect(readTourRuns(tours('Idle', 'Touring'))).toBe(true);
    expect([readTourRuns(tours('Idle', 'Paused')), readTourRuns(tours())]).toEqual([false, false]);
    expect(readTourRuns(answer('<s:Fault><s:Value>ter:ActionNotSupported</s:Value></s:Fault>'))).toBe(false);
    expect(readTourRuns(answer('<s:Fault><s:Value>ter:NotAuthorized</s:Value></s:Fault>'))).toBeNull();
    expect(readTourRuns(answer(tour('Touring')))).toBeNull();
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void readTourRuns(answer(text))));
  });
});
