import type { CameraBehaviour } from '../../server/demo/simulator/behaviour.ts';
import { startSimulator } from '../../server/demo/simulator/index.ts';
import { simulatedBehaviourOf } from '../../server/demo/simulated-behaviour.rules.ts';

/**
 * Simulated cameras at the bit rate of real ones, in a process of their own. Started by fork; tells its port, for `sent` the
 * frames sent since it was asked last (ms since 1970 and the number of the frame in its clip), and for any other message when
 * each path sent its latest first key frame.
 */
const BITRATE_KBPS = 2_000;
const SUB_BITRATE_KBPS = 500;
const CLIPS = ['crossing-day', 'crossing-night', 'alley-night', 'harbour', 'school-gate'];

/** Cameras of the gateway's bench, by the first step of their path. */
const KINDS: Readonly<Record<string, Partial<CameraBehaviour>>> = {
  gop1: { clip: 'crossing-night' },
  gop2: { clip: 'crossing-night-small' },
  mid1: { clip: 'crossing-night', startOn: 'mid-gop' },
  mid2: { clip: 'crossing-night-small', startOn: 'mid-gop' },
  drop: { clip: 'harbour', dropAfterS: 3 },
  stall: { clip: 'harbour', stallAfterS: 3 },
  held: { clip: 'crossing-day', pause: { afterS: 15, forS: 3, late: true } },
  gap: { clip: 'crossing-day', pause: { afterS: 15, forS: 3, late: false } },
  broken: { clip: 'crossing-day', dropAfterS: 15 },
};

const asked = new Set<string>();
const firstKeyAt: Record<string, number> = {};
/** Nobody asks for long ago: a bench that does not ask at all shall not fill the memory. */
const MOST_SENT = 20_000;
let sent: Record<string, [atMs: number, frameIndex: number][]> = {};
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
    if (own) return { ...own, bitrateKbps: BITRATE_KBPS };
    const isSub = path.endsWith('/sub');
    const small = isSub ? simulatedBehaviourOf(path.slice(0, -'/sub'.length))?.sub : undefined;
    return small === undefined ? null : { clip: small, bitrateKbps: SUB_BITRATE_KBPS };
  },
  onRequest: (method, url) => {
    if (method === 'PLAY') asked.add(new URL(url).pathname.replace(/\/$/, ''));
  },
  onFrame: (path, frameIndex, key) => {
    if (key && asked.delete(path)) firstKeyAt[path] = Date.now();
    const ofPath = (sent[path] ??= []);
    ofPath.push([Date.now(), frameIndex]);
    if (ofPath.length > 2 * MOST_SENT) ofPath.splice(0, MOST_SENT);
  },
});
process.on('message', (what) => {
  if (what !== 'sent') return process.send?.({ cpu: process.cpuUsage(), firstKeyAt });
  process.send?.({ sent });
  sent = {};
});
process.on('disconnect', () => process.exit());
process.send?.({ port: simulator.rtspPort });
