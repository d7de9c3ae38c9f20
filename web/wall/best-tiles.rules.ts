import type { WallSize } from '../../server/streams/scenes.schema.ts';
import type { PictureBar } from './tile-rights.rules.ts';
import { sizeFor } from './wall-layout.rules.ts';

/** No wall has more tiles. */
const MOST = 16;

/** A camera that could be opened: null where it may be, else why not; 'unasked' where nobody could say. */
export interface Openable {
  readonly cameraId: number;
  readonly bar: PictureBar | 'unasked' | null;
}

export interface BestTiles {
  readonly size: WallSize;
  readonly cameraIds: readonly number[];
  /** Of those that are not opened, how many for which reason. */
  readonly left: Readonly<Record<PictureBar | 'unasked' | 'over', number>>;
}

/** The smallest wall on which the best of these cameras stand, in their order, and why the others do not. */
export function bestTiles(cameras: readonly Openable[]): BestTiles {
  const open = cameras.filter(({ bar }) => bar === null).map(({ cameraId }) => cameraId);
  const count = (why: Openable['bar']): number => cameras.filter(({ bar }) => bar === why).length;
  return {
    size: sizeFor(Math.min(open.length, MOST)),
    cameraIds: open.slice(0, MOST),
    left: {
      ...{ none: count('none'), other: count('other'), unasked: count('unasked') },
      over: Math.max(open.length - MOST, 0),
    },
  };
}
