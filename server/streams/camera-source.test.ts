import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CameraSource } from './camera-source.ts';
import type { LiveState } from './live-status.schema.ts';
import { StreamError, type StreamErrorCode } from './stream-error.rules.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const DAY_MS = 24 * 3600 * 1000;

/** When a camera that always fails so is called in a day, and what is said of it. */
async function aDayOf(code: StreamErrorCode): Promise<{ callsAtMs: number[]; states: LiveState[] }> {
  const callsAtMs: number[] = [];
  const states: LiveState[] = [];
  const source = new CameraSource(
    {
      locate: () => {
        callsAtMs.push(performance.now());
        return Promise.reject(new StreamError(code, code));
      },
    },
    {
      onState: (state) => states.push(state),
      ...{ onAudioOffered() {}, onParameterSets() {}, onFrame() {} },
    },
  );
  await vi.advanceTimersByTimeAsync(DAY_MS);
  source.stop();
  await vi.advanceTimersByTimeAsync(DAY_MS);
  return { callsAtMs, states };
}

it.each<[StreamErrorCode, number, number]>([
  ['unreachable', 250, 8_000],
  ['timeout', 250, 8_000],
  ['silent', 250, 8_000],
  ['refused', 250, 8_000],
  ['too-large', 250, 8_000],
  ['unauthorized', 30_000, 30_000],
  ['password-in-clear', 30_000, 30_000],
  ['certificate-changed', 30_000, 30_000],
  ['codec-unsupported', 60_000, 60_000],
])(
  'a camera that is %s is asked again for ever, after %d ms at first and never later than %d ms',
  async (code, firstMs, lastMs) => {
    const { callsAtMs, states } = await aDayOf(code);
    const pausesMs = callsAtMs.slice(1).map((atMs, index) => Math.round(atMs - callsAtMs[index]!));
    expect([pausesMs[0], Math.max(...pausesMs), pausesMs.at(-1)]).toEqual([firstMs, lastMs, lastMs]);
    expect([...pausesMs].sort((a, b) => a - b)).toEqual(pausesMs);
    expect(callsAtMs.length).toBeGreaterThan((0.99 * DAY_MS) / lastMs);
    expect(states.at(-1)?.state).toBe(code === 'codec-unsupported' ? code : 'reconnecting');
  },
);
