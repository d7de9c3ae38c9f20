import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadClip } from '../demo/simulator/clip.ts';
import { startSimulator, type CameraBehaviour, type Simulator } from '../demo/simulator/index.ts';
import { probeCamera } from './light-probe.ts';
import { keptDays } from './device-findings.rules.ts';
import { readOnvifDevice } from './onvif-device.ts';
import { describeCamera, openRtspSession } from './rtsp-client.ts';
import type { RtspTarget } from './rtsp-connection.ts';
import type { StreamError } from './stream-error.rules.ts';

vi.setConfig({ testTimeout: 30_000 });

const LOGIN = { user: 'viewer', password: 'CANARY-xyz' };
let simulator: Simulator;
const requests: string[] = [];

async function aCamera(behaviour: Partial<CameraBehaviour> = {}): Promise<RtspTarget> {
  requests.length = 0;
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => (path === '/cam/1' ? { clip: 'alley-night-small', ...behaviour } : null),
    onRequest: (method, url) => requests.push(`${method} ${new URL(url).pathname}`),
  });
  return { host: simulator.host, port: simulator.rtspPort, path: '/cam/1', credentials: null, secure: false };
}

afterEach(() => simulator.close());

/** Plays until `frames` units came or the session ended. */
function play(
  target: RtspTarget,
  frames: number,
  silenceMs?: number,
): Promise<{ keys: boolean[]; error: StreamError | null }> {
  return new Promise((resolve) => {
    const keys: boolean[] = [];
    const session = openRtspSession(
      target,
      {
        onUnit({ key }) {
          keys.push(key);
          if (keys.length === frames) {
            resolve({ keys, error: null });
            session.close();
          }
        },
        onEnd: (error) => resolve({ keys, error }),
      },
      silenceMs,
    );
  });
}

describe('RTSP client', () => {
  it('plays from a key frame on', async () => {
    const { keys } = await play(await aCamera(), 5);
    expect(keys).toEqual([true, false, false, false, false]);
  });

  it('waits for the key frame when the camera starts in the middle', async () => {
    const { keys } = await play(await aCamera({ startOn: 'mid-gop' }), 3);
    expect(keys[0]).toBe(true);
  });

  it.each(['sdp', 'in-band'] as const)(
    'has the parameter sets of a camera that tells them in %s alone',
    async (where) => {
      const target = await aCamera({ parameterSets: where });
      const sets = new Promise<string[]>((resolve) => {
        const session = openRtspSession(target, {
          onUnit({ sps, pps }) {
            resolve([sps, pps].map((set) => (set === null ? 'none' : set.toString('hex'))));
            session.close();
          },
          onEnd: () => resolve([]),
        });
      });
      const { sps, pps } = loadClip('alley-night-small');
      expect(await sets).toEqual([sps, pps].map((set) => set.toString('hex')));
    },
  );

  it('never sets up a sound track, and says that one is offered (Art. 11(2))', async () => {
    const target = await aCamera({ audio: true });
    expect((await describeCamera(target)).audioOffered).toBe(true);
    await play(target, 2);
    expect(requests.filter((line) => line.startsWith('SETUP'))).toEqual(['SETUP /cam/1/track=video']);
  });

  it.each(['basic', 'digest-md5', 'digest-sha256'] as const)('logs in with %s', async (scheme) => {
    const target = { ...(await aCamera({ login: { ...LOGIN, scheme } })), basicAllowed: true };
    expect((await play(target, 2)).error).toMatchObject({ code: 'unauthorized' });
    expect((await play({ ...target, credentials: LOGIN }, 2)).keys).toHaveLength(2);
    const wrong = await play({ ...target, credentials: { ...LOGIN, password: 'CANARY-no' } }, 2);
    expect(wrong.error).toMatchObject({ code: 'unauthorized' });
    expect(JSON.stringify(wrong.error) + wrong.error?.message + wrong.error?.stack).not.toContain('CANARY');
  });

  it('refuses to be sent elsewhere', async () => {
    const target = await aCamera({ redirectTo: 'rtsp://127.0.0.1:5432/' });
    expect((await play(target, 1)).error).toMatchObject({ code: 'redirected', status: 302 });
  });

  it('names a camera without H.264, one that refuses and one that is not there', async () => {
    expect((await play(await aCamera({ codec: 'H265' }), 1)).error).toMatchObject({
      code: 'codec-unsupported',
    });
    await simulator.close();
    expect((await play(await aCamera({ refuse: 453 }), 1)).error).toMatchObject({
      code: 'refused',
      status: 453,
    });
    const gone = { ...(await aCamera()), path: '/cam/404' };
    expect((await play(gone, 1)).error).toMatchObject({ code: 'refused', status: 404 });
    const { rtspPort } = simulator;
    await simulator.close();
    const target = { host: '127.0.0.1', port: rtspPort, path: '/cam/1', credentials: null, secure: false };
    expect((await play(target, 1)).error).toMatchObject({ code: 'unreachable' });
  });

  it('notices a camera that goes silent with its connection open', async () => {
    const { keys, error } = await play(await aCamera({ stallAfterS: 0.2 }), 1000, 400);
    expect(keys.length).toBeGreaterThan(2);
    expect(error).toMatchObject({ code: 'silent' });
  });
});

describe('ONVIF device', () => {
  const device = () => ({
    host: simulator.host,
    port: simulator.onvifPort,
    path: '/cam/1',
    credentials: null,
  });

  it('reads what a camera is, with its version as written', async () => {
    await aCamera({ ptz: true });
    await expect(readOnvifDevice(device())).resolves.toMatchObject({
      model: 'SIM-PTZ',
      firmware: '1.10',
      profiles: [{ encoding: 'H264', widthPx: 640 }],
      audioConfigured: false,
    });
  });

  it('reads its clock, and since when its recorder keeps (Art. 31(1))', async () => {
    await aCamera({
      clockOffS: 40,
      keptDays: 41,
      firmware: '3.0.4',
      login: { ...LOGIN, scheme: 'digest-md5' },
    });
    const { facts } = await readOnvifDevice({ ...device(), credentials: LOGIN });
    expect(facts.firmware).toBe('3.0.4');
    expect(Math.abs(facts.clock!.offS - 40)).toBeLessThanOrEqual(facts.clock!.doubtS + 0.11);
    expect(keptDays(facts.oldestRecordingAt!, new Date().toISOString())).toBe(41);
  });

  it('leaves unknown what a device without a recorder does not tell', async () => {
    await aCamera({});
    await expect(readOnvifDevice(device())).resolves.toMatchObject({ facts: { oldestRecordingAt: null } });
  });

  it('finds a configured audio encoder (Art. 11(2))', async () => {
    await aCamera({ audio: true });
    await expect(readOnvifDevice(device())).resolves.toMatchObject({ audioConfigured: true });
  });

  it('tells a refused login from an unreadable answer', async () => {
    await aCamera({ login: { ...LOGIN, scheme: 'digest-md5' } });
    await expect(readOnvifDevice(device())).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(readOnvifDevice({ ...device(), credentials: LOGIN })).resolves.toMatchObject({
      firmware: '1.10',
    });
    await expect(readOnvifDevice({ ...device(), path: '/cam/404' })).rejects.toMatchObject({
      code: 'protocol',
    });
  });
});

describe('light probe', () => {
  const probe = async (behaviour: Partial<CameraBehaviour>) => {
    const target = await aCamera(behaviour);
    const onvif = { host: simulator.host, port: simulator.onvifPort, path: '/cam/1', credentials: null };
    const result = await probeCamera({ rtsp: async () => target, onvif: async () => onvif });
    return [result.state, result.cause, result.audioOffered];
  };

  it('judges a camera by what it answers', async () => {
    expect(await probe({})).toEqual(['normal', null, false]);
    await simulator.close();
    expect(await probe({ audio: true })).toEqual(['violation', 'audio-track', true]);
    await simulator.close();
    expect(await probe({ codec: 'H265' })).toEqual(['caution', 'wrong-codec', false]);
    await simulator.close();
    expect(await probe({ refuse: 503 })).toEqual(['fault', 'refused', false]);
    await simulator.close();
    expect(await probe({ describeDelayMs: 1600 })).toEqual(['caution', 'slow', false]);
  });

  it('watches nothing while it looks', async () => {
    await probe({});
    expect(requests).toEqual(['OPTIONS /cam/1', 'DESCRIBE /cam/1']);
  });
});
