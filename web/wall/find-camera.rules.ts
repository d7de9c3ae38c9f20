import type { SearchResult } from '../../server/cameras/cameras.schema.ts';

/** For a tile a camera is looked for: cameras first, then places, each in the order of the answer. */
export const camerasFirst = (results: readonly SearchResult[]): SearchResult[] => [
  ...results.filter(({ cameraId }) => cameraId !== undefined),
  ...results.filter(({ cameraId }) => cameraId === undefined),
];

/** The camera that a place stands for: the nearest that looks there and is on no tile yet, else the nearest; null without any. */
export function cameraOfPlace(seeing: readonly number[], onWall: readonly number[]): number | null {
  return seeing.find((cameraId) => !onWall.includes(cameraId)) ?? seeing[0] ?? null;
}

/** Answers the cameras that a number or a name stands for, best first. */
export type FindCameras = (
  text: string,
) => Promise<readonly { readonly cameraId: number; readonly called: string }[]>;
