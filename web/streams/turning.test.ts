import { beforeEach, expect, test, vi } from 'vitest';
import type { PtzView } from '../../server/streams/ptz.schema.ts';
import * as api from '../api/ptz.ts';
import { Turning } from './turning.svelte.ts';

vi.mock('../api/ptz.ts');

type Hand = 'own' | 'other' | 'nobody';
const viewOf = (hand: Hand, waiting = false): PtzView =>
  ({
    holder: hand === 'nobody' ? null : { mine: hand === 'own', personName: hand === 'own' ? '나' : '최관제' },
    waiting,
    moving: false,
  }) as unknown as PtzView;

let turning: Turning;
const stands = async (hand: Hand, waiting = false): Promise<void> => {
  vi.mocked(api.readPtz).mockResolvedValue(viewOf(hand, waiting));
  turning.hear(7);
  await vi.waitFor(() => expect(turning.view).toEqual(viewOf(hand, waiting)));
};

beforeEach(() => {
  vi.mocked(api.nudgeCamera).mockReset().mockResolvedValue(undefined);
  vi.mocked(api.stopCamera).mockResolvedValue(undefined);
  vi.mocked(api.holdCamera).mockResolvedValue(viewOf('own'));
  vi.mocked(api.readPtz).mockResolvedValue(viewOf('nobody'));
  turning = new Turning();
  turning.open(7);
});

test('Art. 11(1): a camera that comes back into the hand says so and waits for one key before the arrows are its own', async () => {
  await turning.hold({ serves: { purpose: 'security' } });
  expect(turning.handy).toBe(true);
  await stands('other', true);
  expect([turning.steering, turning.returned]).toEqual([false, null]);
  await stands('own');
  expect([turning.steering, turning.handy, turning.returned]).toEqual([true, false, { from: '최관제' }]);
  turning.press('left', false);
  expect(api.nudgeCamera).not.toHaveBeenCalled();
  turning.resume();
  expect([turning.handy, turning.returned]).toEqual([true, null]);
  turning.press('left', false);
  expect(api.nudgeCamera).toHaveBeenCalledOnce();
  turning.lift();
});

test('one that was taken by the own command is in the hand at once, and one that is lost again waits no more', async () => {
  await stands('other');
  await turning.hold({ serves: { purpose: 'security' } });
  expect([turning.handy, turning.returned]).toEqual([true, null]);
  await stands('other', true);
  await stands('own');
  expect(turning.returned).not.toBeNull();
  await stands('other', true);
  expect([turning.steering, turning.returned]).toEqual([false, null]);
});
