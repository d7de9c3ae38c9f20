import type { Cell, Rect } from './wall-layout.rules.ts';

export type Quality = 'main' | 'sub';

/** A live picture that is open: where it stands, and whether it is shown or only made ready. */
export interface Picture {
  readonly key: string;
  readonly cameraId: number;
  readonly quality: Quality;
  readonly rect: Rect;
  readonly ahead: boolean;
  /** The tile it stands on, on the screen. */
  readonly tile: number;
}

/** From this width on a tile shows the main picture, under it the camera's small one. */
export const MAIN_FROM_PX = 700;

export const pictureKey = (cameraId: number, quality: Quality): string => `${cameraId} ${quality}`;

/** The pictures that tiles want, ordered so that a camera that changes its tile keeps its place in the list, and so its player. */
export function picturesOf(
  cells: readonly Cell[],
  rects: readonly Rect[],
  widthPx: number,
  ahead = false,
): Picture[] {
  return cells
    .flatMap((cell, tile): Picture[] => {
      const rect = rects[tile];
      if (typeof cell !== 'number' || rect === undefined) return [];
      const quality = rect.w * widthPx >= MAIN_FROM_PX ? 'main' : 'sub';
      return [{ key: pictureKey(cell, quality), cameraId: cell, quality, rect, ahead, tile }];
    })
    .sort(byCamera);
}

const byCamera = (a: Picture, b: Picture): number => a.cameraId - b.cameraId || a.key.localeCompare(b.key);

/**
 * What stays open: what is wanted, with the other quality of the same camera under it until the new one plays, and what is made
 * ready for the next set.
 */
export function openPictures(
  before: readonly Picture[],
  wanted: readonly Picture[],
  next: readonly Picture[],
  plays: (key: string) => boolean,
): Picture[] {
  const keys = new Set(wanted.map(({ key }) => key));
  const lingering = wanted.flatMap((picture) => {
    if (plays(picture.key)) return [];
    const old = before.find(
      (each) => each.cameraId === picture.cameraId && !keys.has(each.key) && plays(each.key),
    );
    return old === undefined ? [] : [{ ...old, rect: picture.rect, tile: picture.tile, ahead: false }];
  });
  for (const { key } of lingering) keys.add(key);
  return [...wanted, ...lingering, ...next.filter(({ key }) => !keys.has(key))].sort(byCamera);
}
