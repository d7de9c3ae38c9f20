import { startSimulator } from '../../server/demo/simulator/index.ts';
import { simulatedBehaviourOf } from '../../server/demo/simulated-behaviour.rules.ts';

/**
 * Simulated cameras at the bit rate of real ones, in a process of their own. Started by fork; tells its port, and for
 * any message when each path sent its latest first key frame (ms since 1970).
 */
const BITRATE_KBPS = 2_000;
const CLIPS = ['crossing-day', 'crossing-night', 'alley-night', 'harbour', 'school-gate'];

const asked = new Set<string>();
const firstKeyAt: Record<string, number> = {};
const simulator = await startSimulator({
  rtspPort: 0,
  onvifPort: 0,
  behaviourOf: (path) => {
    const [, , n, clip] = path.split('/');
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
