import { openRtspSession } from './rtsp-client.ts';
import type { RtspTarget } from './rtsp-connection.ts';

export const MEDIA_PROBE_MS = 2_000;

/**
 * Whether a camera sends pictures at all: its stream is taken for two seconds, counted and thrown away; nobody sees it and
 * nothing is kept (Art. 11, 26). `false` also where it ends or refuses before its first picture. Never rejects.
 */
export function sendsFrames(target: RtspTarget, forMs = MEDIA_PROBE_MS): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let units = 0;
  const session = openRtspSession(target, {
    onUnit: () => units++,
    onEnd: () => {
      clearTimeout(timer);
      resolve(units > 0);
    },
  });
  const timer = setTimeout(() => session.close(), forMs);
  return promise;
}
