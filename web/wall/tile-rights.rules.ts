import type { CameraCard } from '../../server/cameras/cameras.schema.ts';

/** Why a camera shows this person no picture: none is linked, or the right is another's. */
export type PictureBar = 'none' | 'other';

type Told = Pick<CameraCard, 'hasStream' | 'actions'>;

export const pictureBarOf = ({ hasStream, actions }: Told): PictureBar | null =>
  !hasStream ? 'none' : actions.includes('camera.watch') ? null : 'other';

/** What this person may do with a camera on the wall. */
export interface TileRight {
  /** Null where its picture may be opened. */
  readonly bar: PictureBar | null;
  readonly mend: boolean;
}

export const ANY_TILE: TileRight = { bar: null, mend: true };
/** Of a camera that does not exist for this person. */
export const NO_TILE: TileRight = { bar: 'other', mend: false };

export const tileRightOf = (card: Told): TileRight => ({
  bar: pictureBarOf(card),
  mend: card.actions.includes('fault.report'),
});
