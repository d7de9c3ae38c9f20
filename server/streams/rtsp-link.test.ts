import { afterEach, describe, expect, it, vi } from 'vitest';
import { startSimulator, type CameraBehaviour, type Simulator } from '../demo/simulator/index.ts';
import { openRtspSession } from './rtsp-client.ts';
import type { RtspTarget } from './rtsp-connection.ts';
import type { StreamError } from './stream-error.rules.ts';

vi.setConfig({ testTimeout: 30_000 });

const LOGIN = { user: 'viewer', password: 'CANARY-xyz' };
let simulator: Simulator;
const requests: string[] = [];

async function aCamera(
  behaviour: Partial<CameraBehaviour> = {},
  over: Partial<RtspTarget> = {},
): Promise<RtspTarget> {
  requests.length = 0;
  simulator = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0, rtspsPort: 0 },
    behaviourOf: (path) => (path === '/cam/1' ? { clip: 'alley-night-small', ...behaviour } : null),
    onRequest: (method, url) => requests.push(`${method} ${url.split(':')[0]}`),
  });
  const port = over.secure === true ? simulator.rtspsPort : simulator.rtspPort;
  return { host: simulator.host, port, path: '/cam/1', credentials: LOGIN, secure: false, ...over };
}

afterEach(() => simulator.close());

/** Plays until `frames` units came, `forMs` is over or the session ended. */
function play(
  target: RtspTarget,
  { frames = 3, forMs = 20_000 } = {},
): Promise<{ units: number; error: StreamError }> {
  return new Promise((resolve) => {
    let units = 0;
    const session = openRtspSession(target, {
      onUnit() {
        if (++units === frames) session.close();
      },
      onEnd(error) {
        clearTimeout(timer);
        resolve({ units, error });
      },
    });
    const timer = setTimeout(() => session.close(), forMs);
  });
}

describe('RTSPS (Art. 30(3))', () => {
  it('plays over TLS, asks by its own scheme and tells which certificate was shown', async () => {
    const shown: string[] = [];
    const target = await aCamera({}, { secure: true, onCertificate: (sha256) => shown.push(sha256) });
    expect((await play(target)).units).toBe(3);
    expect(shown).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(new Set(requests.map((line) => line.split(' ')[1]))).toEqual(new Set(['rtsps']));
    expect((await play({ ...target, certificateSha256: shown[0]! })).units).toBe(3);
  });

  it('gives another certificate than the one on record nothing, not even a request', async () => {
    const target = await aCamera(
      { login: { ...LOGIN, scheme: 'basic' } },
      { secure: true, certificateSha256: 'ab'.repeat(32) },
    );
    expect((await play(target)).error).toMatchObject({ code: 'certificate-changed' });
    expect(requests).toEqual([]);
  });

  it('never falls back to an open link', async () => {
    const target = await aCamera({}, { secure: true });
    const open = { ...target, port: simulator.rtspPort };
    expect((await play(open)).error.code).toMatch(/unreachable|closed/);
    expect(requests).toEqual([]);
  });
});

describe('login', () => {
  it.each([
    ['digest-md5', {}],
    ['digest-sha256', {}],
    ['digest-md5', { withoutQop: true }],
    ['digest-sha256', { withoutQop: true }],
    ['digest-md5', { nonceUses: 1 }],
    ['digest-sha256', { nonceUses: 2 }],
  ] as const)('proves itself with %s %j', async (scheme, over) => {
    const target = await aCamera({ login: { ...LOGIN, scheme, ...over } });
    expect((await play(target)).units).toBe(3);
  });

  it('asks a wrong password once, however stale the camera calls it', async () => {
    const target = await aCamera({ login: { ...LOGIN, scheme: 'digest-md5', nonceUses: 1 } });
    const { error } = await play({ ...target, credentials: { ...LOGIN, password: 'CANARY-no' } });
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(requests.filter((line) => line.startsWith('DESCRIBE'))).toHaveLength(2);
  });

  it('sends a password as it is only over TLS, or where this camera was allowed to ask for it', async () => {
    const target = await aCamera({ login: { ...LOGIN, scheme: 'basic' } });
    expect((await play(target)).error).toMatchObject({ code: 'password-in-clear' });
    expect(requests.filter((line) => line.startsWith('DESCRIBE'))).toHaveLength(1);
    expect((await play({ ...target, basicAllowed: true })).units).toBe(3);
    expect((await play({ ...target, secure: true, port: simulator.rtspsPort })).units).toBe(3);
  });
});

describe('a session that its camera ends when nothing is said', () => {
  it.each([
    ['', {}],
    ['a camera that refuses GET_PARAMETER', { refusesGetParameter: true }],
    ['a nonce that is stale each time', { login: { ...LOGIN, scheme: 'digest-md5', nonceUses: 1 } }],
  ] as const)('is kept alive for twice its timeout %s', async (_, behaviour) => {
    const target = await aCamera({ sessionTimeoutS: 2, ...behaviour });
    const { error, units } = await play(target, { frames: 70 });
    expect([units, error.message]).toEqual([70, 'closed by us']);
  });
});

describe('a session that its camera ends when nobody reports what arrives (RTCP)', () => {
  it('lives on by receiver reports, over an open link and over TLS', async () => {
    const target = await aCamera({ endsWithoutReportsS: 7 });
    const secure = { ...target, secure: true, port: simulator.rtspsPort };
    // Ten seconds of frames: more than one report has to come in time.
    for (const { error, units } of await Promise.all([target, secure].map((to) => play(to, { frames: 150 }))))
      expect([units, error.message]).toEqual([150, 'closed by us']);
  });
});
