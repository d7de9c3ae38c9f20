import type { BehaviourOf, CameraBehaviour } from './behaviour.ts';

const SUB = '/sub';
const H264 = '/h264';
/** A picture of a camera, as its device lists it. */
export interface Picture {
  readonly token: string;
  readonly path: string;
  readonly codec: 'H264' | 'H265';
  readonly clip: string;
}

export function picturesOf(
  path: string,
  { clip, sub, codec = 'H264', hasH264Too }: CameraBehaviour,
): Picture[] {
  return [
    { token: 'profile_1', path, codec, clip },
    ...(hasH264Too ? [{ token: 'profile_2', path: `${path}${H264}`, codec: 'H264' as const, clip }] : []),
    ...(sub === undefined
      ? []
      : [{ token: 'profile_3', path: subPathOf(path), codec: 'H264' as const, clip: sub }]),
  ];
}

/** Where a camera's small picture is. */
export const subPathOf = (path: string): string => `${path}${SUB}`;

/** What a path plays: the camera's main picture, or at its sub path the small one; null when there is neither. */
export function playedAt(behaviourOf: BehaviourOf, path: string): CameraBehaviour | null {
  const own = behaviourOf(path);
  if (own) return own;
  if (path.endsWith(H264)) {
    const camera = behaviourOf(path.slice(0, -H264.length));
    return camera?.hasH264Too ? { ...camera, codec: 'H264' } : null;
  }
  if (!path.endsWith(SUB)) return null;
  const camera = behaviourOf(path.slice(0, -SUB.length));
  return camera?.sub === undefined ? null : { ...camera, clip: camera.sub, codec: 'H264' };
}
