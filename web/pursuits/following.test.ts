import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PursuitView } from '../../server/pursuits/pursuits.schema.ts';
import * as api from '../api/pursuits.ts';
import { Following } from './following.svelte.ts';

vi.mock('../api/pursuits.ts');

const step = (nth: number) => ({
  ...{ step: nth, cameraId: nth, called: `거리 ${nth}`, lon: null, lat: null, openedAt: '' },
});
const pursuit = (steps: number): PursuitView =>
  ({
    ...{ pursuitId: 'p', pursuitNo: 7, endsAt: new Date(Date.now() + 3_600_000).toISOString() },
    trail: Array.from({ length: steps }, (_, at) => step(at + 1)),
  }) as unknown as PursuitView;
const isOpen = (open: PursuitView | null): void =>
  void vi.mocked(api.readOwnPursuit).mockResolvedValue({ pursuit: open, elsewhere: null, mostMinutes: 240 });

let following: Following;
beforeEach(() => {
  vi.useFakeTimers();
  following = new Following();
  following.may = true;
  vi.mocked(api.readNextCameras)
    .mockReset()
    .mockImplementation(() => Promise.resolve({ fromCameraId: 1, headingDeg: null, cameras: [] }));
  vi.mocked(api.readPursuits).mockResolvedValue({ pursuits: [], more: false });
});
afterEach(() => void vi.useRealTimers());

test('Art. 27: the cameras ahead are asked for with every camera that joins the trail, and for nothing else', async () => {
  for (const [steps, asked] of [
    [0, 0],
    [1, 1],
    [1, 1],
    [2, 2],
  ] as const) {
    isOpen(pursuit(steps));
    await following.read();
    expect(api.readNextCameras).toHaveBeenCalledTimes(asked);
  }
});

test('the end of a pursuit is told for a while and goes by itself; the card still says why its picture is closed', async () => {
  isOpen(pursuit(1));
  await following.read();
  expect(following.band).toBe(true);
  isOpen(null);
  await following.read();
  await vi.advanceTimersByTimeAsync(0);
  expect([following.band, following.over]).toEqual([true, { pursuitNo: 7, why: 'time' }]);
  await vi.runAllTimersAsync();
  expect([following.band, following.over]).toEqual([false, { pursuitNo: 7, why: 'time' }]);
  // The next one is told again.
  isOpen(pursuit(1));
  await following.read();
  expect(following.band).toBe(true);
});
