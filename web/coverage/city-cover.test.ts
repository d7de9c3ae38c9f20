import { expect, test } from 'vitest';
import { DEVICE_STATES, emptyColumns, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { SightIndex, type SightCamera } from '../../server/coverage/sight.rules.ts';
import { buildingOf } from '../../server/coverage/walls.rules.ts';
import { CityCover, type CoverChoice } from './city-cover.svelte.ts';
import type { CitySight } from './city-sight.svelte.ts';

const EAST = 190_000;
const NORTH = 575_000;

const aCamera = (cameraId: number, more: Partial<SightCamera> = {}): SightCamera => ({
  ...{
    cameraId,
    kind: 'fixed',
    east: EAST + 60 * cameraId,
    north: NORTH,
    azimuthDeg: 40,
    hfovDeg: 60,
    rangeM: 50,
  },
  ...{ nightRangeM: 20, heightM: NaN, tiltDeg: NaN, megapixels: 2, turned: null, barred: [] },
  ...more,
});

/** A city's sight that is told of by hand. */
class Sight {
  phase = 'ready';
  readonly index = new SightIndex();
  listener: (cameraIds: readonly number[]) => void = () => undefined;
  onChange(listener: (cameraIds: readonly number[]) => void): () => void {
    this.listener = listener;
    return () => undefined;
  }
  set(camera: SightCamera): void {
    this.index.setCamera(camera);
    this.listener([camera.cameraId]);
  }
}

const columnsOf = (states: readonly string[], purposes: readonly number[] = []): CameraColumns => {
  const columns = emptyColumns(states.length);
  states.forEach((state, row) => {
    columns.cameraId[row] = row + 1;
    columns.state[row] = DEVICE_STATES.indexOf(state as never);
    columns.purposes[row] = purposes[row] ?? 1;
  });
  return columns;
};

/** A count of these cameras and buildings, once it stands. */
async function counting(
  sight: Sight,
  columns: CameraColumns,
  choice: Partial<CoverChoice> = {},
): Promise<CityCover> {
  const cover = new CityCover(sight as unknown as CitySight);
  cover.follow(columns);
  cover.choose(choice);
  cover.open();
  await settled(cover);
  return cover;
}
const settled = (cover: CityCover) =>
  expect.poll(() => cover.left === 0 && cover.figures !== null).toBe(true);
const told = ({ figures, counted }: CityCover) => [
  figures,
  [...counted!.coverage.sure.blocks()].map(({ counts }) => [...counts]),
];

const threeCameras = (): Sight => {
  const sight = new Sight();
  for (const cameraId of [1, 2, 3]) sight.index.setCamera(aCamera(cameraId));
  return sight;
};

test('a camera that turns, one that comes and a wall leave the count of a fresh start', async () => {
  const sight = threeCameras();
  const columns = columnsOf(['normal', 'normal', 'normal', 'normal']);
  const cover = await counting(sight, columns);
  const before = cover.figures!.seenM2[0]![0];
  const ring = [
    [EAST + 130, NORTH + 8],
    [EAST + 160, NORTH + 8],
    [EAST + 160, NORTH + 20],
    [EAST + 130, NORTH + 20],
  ] as const;
  const touched = sight.index.setBuilding(buildingOf(1, [[ring]])!);
  sight.listener(touched);
  sight.set(aCamera(2, { azimuthDeg: 200 }));
  sight.set(aCamera(4, { hfovDeg: 90 }));
  await expect.poll(() => cover.figures!.cameras).toBe(4);
  await settled(cover);
  expect(cover.figures!.seenM2[0]![0]).not.toBe(before);
  expect(told(cover)).toEqual(told(await counting(sight, columns)));
});

test('Art. 15(2): as they look now, one without a picture sees nothing and one of unknown state nothing surely', async () => {
  const states = ['fault', 'unknown', 'normal'];
  const live = await counting(threeCameras(), columnsOf(states), { which: 'live' });
  const home = await counting(threeCameras(), columnsOf(states), { which: 'home' });
  const [[sure, possible], [homeSure]] = [live.figures!.seenM2[0]!, home.figures!.seenM2[0]!];
  expect(sure).toBeLessThan(possible);
  expect(possible).toBeLessThan(homeSure);
  expect([live.figures!.unsure, home.figures!.unsure]).toEqual([2, 0]);
});

test('Art. 30(1): where nobody is told which way heads look, they see nothing surely now and perhaps all around', async () => {
  const sight = new Sight();
  sight.index.setCamera(aCamera(1, { kind: 'ptz' }));
  sight.index.setCamera(aCamera(2));
  const cover = new CityCover(sight as unknown as CitySight);
  cover.follow(columnsOf(['normal', 'normal']), false);
  cover.choose({ which: 'live' });
  cover.open();
  await settled(cover);
  const [sure, possible] = cover.figures!.seenM2[0]!;
  expect(cover.figures!.unsure).toBe(1);
  expect(possible).toBeGreaterThan(3 * sure);
  cover.choose({ which: 'home' });
  await expect.poll(() => cover.figures!.unsure).toBe(0);
});

test('a camera of unknown bearing adds nothing sure, and one of unknown night range nothing sure at night', async () => {
  const sight = new Sight();
  sight.index.setCamera(aCamera(1, { azimuthDeg: NaN }));
  sight.index.setCamera(aCamera(2, { nightRangeM: NaN }));
  const columns = columnsOf(['normal', 'normal']);
  const day = (await counting(sight, columns)).figures!;
  const night = (await counting(sight, columns, { at: 'night' })).figures!;
  expect([day.unsure, night.unsure]).toEqual([1, 2]);
  expect(day.seenM2[0]![0]).toBeGreaterThan(0);
  expect(night.seenM2[0]).toEqual([0, expect.any(Number)]);
  expect(night.seenM2[0]![1]).toBeGreaterThan(0);
});

test('of one purpose only the cameras that serve it are counted', async () => {
  const columns = columnsOf(['normal', 'normal', 'normal'], [1, 2, 3]);
  const all = await counting(threeCameras(), columns);
  const one = await counting(threeCameras(), columns, { purpose: 1 });
  expect([all.figures!.cameras, one.figures!.cameras]).toEqual([3, 2]);
});
