import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ProbeResult } from './light-probe.ts';
import { ProbeRounds, type ProbeChange } from './probe-rounds.ts';
import { duringWorks, judgeProbe, ProbeDamper, type ProbeVerdict } from './probe-state.rules.ts';

vi.setConfig({ testTimeout: 30_000 });

const NORMAL: ProbeVerdict = { state: 'normal', cause: null };
const FAULT: ProbeVerdict = { state: 'fault', cause: 'unreachable' };
const SLOW: ProbeVerdict = { state: 'caution', cause: 'slow' };
const UNSTEADY: ProbeVerdict = { state: 'caution', cause: 'flapping' };
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

describe('announced works (Art. 12(2))', () => {
  it('make a fault no fault, and leave a good picture and a breach of law as they are', () => {
    expect(duringWorks(FAULT)).toEqual({ state: 'unknown', cause: 'maintenance' });
    expect(duringWorks(SLOW)).toEqual({ state: 'unknown', cause: 'maintenance' });
    expect([duringWorks(NORMAL), duringWorks(VIOLATION)]).toEqual([NORMAL, VIOLATION]);
  });
});

describe('damping', () => {
  const reports = (verdicts: readonly ProbeVerdict[]): (ProbeVerdict | null)[] => {
    const damper = new ProbeDamper();
    return verdicts.map((verdict, i) => {
      const { shown, isNew } = damper.next(1, verdict, i * 60_000);
      return isNew ? shown : null;
    });
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

  it('tells a camera that comes and goes once, as unsteady, and what it is when it has been steady', () => {
    const turns = [NORMAL, FAULT, FAULT, NORMAL, FAULT, FAULT, NORMAL];
    expect(reports([...turns, FAULT, FAULT, NORMAL, ...Array<ProbeVerdict>(6).fill(NORMAL)])).toEqual([
      ...[NORMAL, null, FAULT, NORMAL, null, FAULT, UNSTEADY],
      ...[null, null, null, null, null, null, null, NORMAL, null],
    ]);
    const down = Array<ProbeVerdict>(8).fill(FAULT);
    expect(reports([...turns, ...down]).slice(turns.length)).toEqual([
      ...[null, null, null, null, null, null, FAULT, null],
    ]);
  });

  it('tells a breach of law of an unsteady camera all the same (Art. 11(2))', () => {
    const turns = [NORMAL, FAULT, FAULT, NORMAL, FAULT, FAULT, NORMAL];
    expect(reports([...turns, VIOLATION]).at(-1)).toEqual(VIOLATION);
  });

  it('never tells the same twice in a row, and in the end what the camera is', () => {
    const verdict = fc.constantFrom(NORMAL, FAULT, VIOLATION, SLOW);
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 60 }), verdict, (before, last) => {
        const told = reports([...before, ...Array<ProbeVerdict>(12).fill(last)]).filter(
          (each) => each !== null,
        );
        expect(told.every((each, i) => i === 0 || each !== told[i - 1])).toBe(true);
        expect(told.at(-1)).toEqual(last);
      }),
    );
  });
});

const resultOf = (verdict: ProbeVerdict): ProbeResult => ({
  ...verdict,
  audioOffered: false,
  audioConfigured: null,
  facts: null,
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

  it('does not call a camera dead while this program itself was late, tells how often, and hears the device all the same', async () => {
    let lateMs = 0;
    let heldBack = 0;
    let device: ProbeResult['device'] = null;
    let verdict = NORMAL;
    const changes: ProbeChange[] = [];
    const rounds = new ProbeRounds({
      ...{ periodMs: 20, firstRoundMs: 20, againAfterMs: 5 },
      lag: { worstSinceMs: () => lateMs, noteHeldBack: () => heldBack++ },
      list: async () => [{ cameraId: 1 }],
      probe: async () => ({ ...resultOf(verdict), device }),
      onChanges: async (batch) => void changes.push(...batch),
    });
    const seen = () => changes.map(({ result: { state, cause } }) => ({ state, cause }));
    rounds.start();
    await vi.waitFor(() => expect(seen()).toEqual([NORMAL]), 25_000);
    [lateMs, verdict] = [900, FAULT];
    await vi.waitFor(() => expect(heldBack).toBeGreaterThan(4), 25_000);
    expect(seen()).toEqual([NORMAL]);
    device = { model: 'x' };
    await vi.waitFor(() => expect(changes.at(-1)?.result).toMatchObject({ ...NORMAL, device }), 25_000);
    [device, verdict] = [null, { state: 'fault', cause: 'refused' }];
    await vi.waitFor(() => expect(seen().at(-1)).toEqual(verdict), 25_000);
    [lateMs, verdict] = [0, FAULT];
    await vi.waitFor(() => expect(seen().at(-1)).toEqual(FAULT), 25_000);
    await rounds.stop();
  });
});
