import type { CameraBehaviour } from '../../server/demo/simulator/behaviour.ts';
import { startSimulator } from '../../server/demo/simulator/index.ts';
import { simulatedBehaviourOf } from '../../server/demo/simulated-behaviour.rules.ts';

/**
 * Simulated cameras at the bit rate of real ones, in a process of their own. Started by fork; tells its port, and for
 * any message when each path sent its latest first key frame (ms since 1970).
 */
const BITRATE_KBPS = 2_000;
const CLIPS = ['crossing-day', 'crossing-night', 'alley-night', 'harbour', 'school-gate'];

/** Cameras of the gateway's bench, by the first step of their path. */
const KINDS: Readonly<Record<string, Partial<CameraBehaviour>>> = {
  gop1: { clip: 'crossing-night' },
  gop2: { clip: 'crossing-night-small' },
  mid1: { clip: 'crossing-night', startOn: 'mid-gop' },
  mid2: { clip: 'crossing-night-small', startOn: 'mid-gop' },
  drop: { clip: 'harbour', dropAfterS: 3 },
  stall: { clip: 'harbour', stallAfterS: 3 },
};

const asked = new Set<string>();
const firstKeyAt: Record<string, number> = {};
const simulator = await startSimulator({
  rtspPort: 0,
  onvifPort: 0,
  behaviourOf: (path) => {
    const [, kind = '', n, clip] = path.split('/');
    if (KINDS[kind]) return { clip: 'harbour', ...KINDS[kind], bitrateKbps: BITRATE_KBPS };
    const own =
      clip === undefined
        ? { clip: CLIPS[Number(n) % CLIPS.length] ?? 'harbour' }
        : simulatedBehaviourOf(path);
    return own && { ...own, bitrateKbps: BITRATE_KBPS };
  },
  onRequest: (method, url) => {
    if (method === 'PLAY') asked.add(new URL(url).pathname.replace(/\/$/, ''));
  },
  onFrame: (path, _frameIndex, key) => {
    if (key && asked.delete(path)) firstKeyAt[path] = Date.now();
  },
});
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), firstKeyAt }));
process.on('disconnect', () => process.exit());
process.send?.({ port: simulator.rtspPort });
