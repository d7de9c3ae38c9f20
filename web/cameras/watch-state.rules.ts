import type { CameraCard } from '../../server/cameras/cameras.schema.ts';

export type WatchState = 'excluded' | 'now' | 'watched' | 'outside' | 'unknown';

/**
 * How a camera stands to Art. 20, which speaks of pictures sent to the centre (전송되는 영상) and of no others. What is
 * on a screen is watched, whatever the register says; an exclusion was decided; else it depends on being sent at all.
 */
export function watchState(
  { watch, integration }: Pick<CameraCard, 'watch' | 'integration'>,
  live: boolean,
): WatchState {
  if (live) return 'now';
  if (watch === 'excluded') return 'excluded';
  if (integration === null) return 'unknown';
  return integration === 'standalone' ? 'outside' : 'watched';
}
