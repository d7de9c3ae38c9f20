import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SEEDS, startHurtCameras } from '../testing/hurt-cameras.ts';
import { describeCamera, openRtspSession } from './rtsp-client.ts';
import { StreamError } from './stream-error.rules.ts';

vi.setConfig({ testTimeout: 120_000 });

const SILENCE_MS = 300;
const AT_ONCE = 90;

const asked: string[] = [];
let cameras: Awaited<ReturnType<typeof startHurtCameras>>;

beforeAll(async () => {
  cameras = await startHurtCameras((request) => asked.push(request));
});

afterAll(() => cameras.close());

const targetOf = (seed: number) => ({
  ...{ host: '127.0.0.1', port: cameras.port, path: `/seed/${seed}` },
  ...{ credentials: { user: 'viewer', password: 'CANARY-pw' }, secure: false },
});

function outcome(seed: number): Promise<{ ends: unknown[]; described: unknown }> {
  return new Promise((resolve) => {
    const ends: unknown[] = [];
    const describing = describeCamera(targetOf(seed)).catch((error: unknown) => error);
    openRtspSession(
      targetOf(seed),
      {
        onUnit: () => undefined,
        onEnd(error) {
          ends.push(error);
          setTimeout(() => void describing.then((described) => resolve({ ends, described })), 20);
        },
      },
      SILENCE_MS,
    );
  });
}

describe('a camera that is hurt anywhere', () => {
  it('ends once and with a typed error, says nothing of the login, and is never asked for sound or the past', async () => {
    const thrown: unknown[] = [];
    const note = (error: unknown): void => void thrown.push(error);
    process.on('uncaughtException', note).on('unhandledRejection', note);
    const wrong: string[] = [];
    for (let at = 0; at < SEEDS.length; at += AT_ONCE)
      await Promise.all(
        SEEDS.slice(at, at + AT_ONCE).map(async (seed) => {
          const { ends, described } = await outcome(seed);
          if (ends.length !== 1 || !(ends[0] instanceof StreamError))
            wrong.push(`seed ${seed}: ${String(ends[0])}`);
          if (described instanceof Error && !(described instanceof StreamError))
            wrong.push(`seed ${seed}: ${String(described)}`);
          if ((JSON.stringify(ends) + String(ends[0])).includes('CANARY'))
            wrong.push(`seed ${seed} tells the password`);
        }),
      );
    process.off('uncaughtException', note).off('unhandledRejection', note);
    expect([wrong, thrown]).toEqual([[], []]);
    const setups = asked.filter((request) => request.startsWith('SETUP'));
    expect(setups.length).toBeGreaterThan(SEEDS.length / 2);
    expect(asked.filter((request) => /^SETUP\s\S*audio/.test(request))).toEqual([]);
    const ranges = asked.flatMap((request) => /^Range: (.*)$/m.exec(request)?.[1]?.trim() ?? []);
    expect(new Set(ranges)).toEqual(new Set(['npt=0.000-']));
    expect(asked.filter((request) => request.includes('CANARY'))).toEqual([]);
  });
});
