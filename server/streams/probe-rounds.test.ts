import { describe, expect, it, vi } from 'vitest';
import type { ProbeResult } from './light-probe.ts';
import { ProbeRounds, type ProbeChange } from './probe-rounds.ts';
import { judgeProbe, ProbeDamper, type ProbeVerdict } from './probe-state.rules.ts';

vi.setConfig({ testTimeout: 30_000 });

const NORMAL: ProbeVerdict = { state: 'normal', cause: null };
const FAULT: ProbeVerdict = { state: 'fault', cause: 'unreachable' };
const VIOLATION: ProbeVerdict = { state: 'violation', cause: 'audio-track' };
const findings = { failure: null, answeredInMs: 20, audioOffered: false, videoEncodings: ['H264'] } as const;

describe('what a probe proves', () => {
  it('puts a sound track before everything else (Art. 11(2))', () => {
    expect(judgeProbe({ ...findings, audioOffered: true, failure: 'timeout' })).toEqual(VIOLATION);
  });

  it('knows nothing of a camera it may not call', () => {
    expect(judgeProbe({ ...findings, failure: 'address-refused' })).toEqual({
      state: 'unknown',
      cause: null,
    });
  });

  it('tells refusing, silence, codec and slowness apart', () => {
    expect(judgeProbe({ ...findings, failure: 'unauthorized' }).cause).toBe('refused');
    expect(judgeProbe({ ...findings, failure: 'timeout' }).cause).toBe('unreachable');
    expect(judgeProbe({ ...findings, videoEncodings: ['H265'] }).cause).toBe('wrong-codec');
    expect(judgeProbe({ ...findings, answeredInMs: 1501 }).cause).toBe('slow');
    expect(judgeProbe(findings)).toEqual(NORMAL);
  });
});

describe('damping', () => {
  const reports = (verdicts: readonly ProbeVerdict[]): (ProbeVerdict | null)[] => {
    const damper = new ProbeDamper();
    return verdicts.map((verdict) => damper.next(1, verdict).report);
  };

  it('believes a fault when it is seen twice in a row', () => {
    expect(reports([NORMAL, FAULT, NORMAL, FAULT, FAULT, FAULT])).toEqual([
      NORMAL,
      null,
      null,
      null,
      FAULT,
      null,
    ]);
  });

  it('believes good news and a breach at once', () => {
    expect(reports([FAULT, FAULT, NORMAL, VIOLATION])).toEqual([null, FAULT, NORMAL, VIOLATION]);
  });
});

const resultOf = (verdict: ProbeVerdict): ProbeResult => ({
  ...verdict,
  audioOffered: false,
  audioConfigured: null,
  device: null,
});

describe('probe rounds', () => {
  it('looks at every camera, never more than a few at once, and reports changes only', async () => {
    const cameras = Array.from({ length: 30 }, (_, cameraId) => ({ cameraId }));
    let running = 0;
    let most = 0;
    const looks = new Map<number, number>();
    const changes: ProbeChange[] = [];
    const rounds = new ProbeRounds({
      periodMs: 80,
      firstRoundMs: 40,
      concurrency: 3,
      maxPerS: 1000,
      againAfterMs: 10,
      list: async () => cameras,
      probe: async ({ cameraId }) => {
        most = Math.max(most, ++running);
        looks.set(cameraId, (looks.get(cameraId) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running--;
        return resultOf(cameraId === 7 ? FAULT : NORMAL);
      },
      onChanges: async (batch) => void changes.push(...batch),
    });
    rounds.start();
    await vi.waitFor(
      () => expect(Math.min(...cameras.map(({ cameraId }) => looks.get(cameraId) ?? 0))).toBeGreaterThan(2),
      5000,
    );
    await rounds.stop();
    expect(most).toBeLessThanOrEqual(3);
    expect(changes.map(({ cameraId }) => cameraId).sort((a, b) => a - b)).toEqual(
      cameras.map(({ cameraId }) => cameraId),
    );
    expect(changes.find(({ cameraId }) => cameraId === 7)?.result.state).toBe('fault');
  });

  it('reports what a device says of itself although its state stays', async () => {
    const devices: unknown[] = [];
    let looks = 0;
    const rounds = new ProbeRounds({
      periodMs: 30,
      firstRoundMs: 30,
      list: async () => [{ cameraId: 1 }],
      probe: async () => ({ ...resultOf(NORMAL), device: ++looks === 2 ? { model: 'x' } : null }),
      onChanges: async (batch) => void devices.push(...batch.map(({ result }) => result.device)),
    });
    rounds.start();
    await vi.waitFor(() => expect(devices).toContainEqual({ model: 'x' }), 25_000);
    await rounds.stop();
  });

  it('keeps what could not be written and goes on after a failing list', async () => {
    let lists = 0;
    let writes = 0;
    const written: number[] = [];
    const rounds = new ProbeRounds({
      periodMs: 50,
      firstRoundMs: 50,
      list: async () => {
        if (++lists === 1) throw new Error('database gone');
        return [{ cameraId: 1 }];
      },
      probe: async () => resultOf(NORMAL),
      onChanges: async (batch) => {
        if (++writes === 1) throw new Error('database gone');
        written.push(...batch.map(({ cameraId }) => cameraId));
      },
    });
    rounds.start();
    await vi.waitFor(() => expect(written).toEqual([1]), 25_000);
    await rounds.stop();
  });
});
