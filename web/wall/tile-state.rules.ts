/** What is on a tile, in the order in which it is told. */
export const TILE_STATES = [
  'empty',
  'gone',
  'barred',
  'connecting',
  'live',
  'late',
  'slow',
  'reconnecting',
  'codec',
  'refused',
] as const;
export type TileState = (typeof TILE_STATES)[number];

/** What the player says of itself. */
export interface PictureFacts {
  readonly phase: 'connecting' | 'playing' | 'reconnecting' | 'codec-unsupported' | 'refused';
  readonly delayMs: number | null;
  /** Whether the camera offers sound (Art. 11(2)); null while unknown. */
  readonly audioOffered: boolean | null;
  /** Far fewer frames come than the camera sends, and not by the camera's doing. */
  readonly starved: boolean;
  /** What allowed the picture and has ended; null where nothing was, or somebody refused it from the first. */
  readonly ended: 'delegation' | 'security' | 'pursuit' | 'right' | null;
  /** The server's code of what it refused; null where it refused nothing. */
  readonly code: string | null;
}

/**
 * Why no picture is on a tile though its camera is well: its pursuit is over, it serves nothing of the one that is open, or the law or
 * a right stands against it.
 */
export type Closed = 'pursuit' | 'following' | 'law';

export function closedBy({
  phase,
  ended,
  code,
}: Pick<PictureFacts, 'phase' | 'ended' | 'code'>): Closed | null {
  if (phase !== 'refused' || code === 'no-stream') return null;
  if (ended === 'pursuit') return 'pursuit';
  return code === 'not-a-purpose' ? 'following' : 'law';
}

/** A picture older than this is no longer called live. */
export const LATE_MS = 3000;

export function tileStateOf({ phase, delayMs }: PictureFacts): TileState {
  if (phase === 'playing') return (delayMs ?? 0) > LATE_MS ? 'late' : 'live';
  return phase === 'codec-unsupported' ? 'codec' : phase;
}

const lags = (picture: PictureFacts): boolean => picture.starved || tileStateOf(picture) === 'late';

/**
 * Whether it is this screen's own line that is slow: at least two pictures are open, and every one of them lags or starves. One
 * camera's trouble is that camera's; all at once are none of theirs. Once `before` it stays so until half of them are well again.
 */
export function lineIsSlow(pictures: readonly PictureFacts[], before: boolean): boolean {
  const open = pictures.filter(({ phase }) => phase === 'playing' || phase === 'reconnecting');
  const lagging = open.filter(lags).length;
  if (open.length < 2) return false;
  return before ? lagging * 2 > open.length : lagging === open.length;
}

/** The state of the console's palette that a tile wears; null where all is as it should be. */
export type TileBadge = 'caution' | 'unknown' | 'violation';

export function badgeOf(state: TileState, audioOffered: boolean | null): TileBadge | null {
  if (audioOffered === true) return 'violation';
  if (state === 'late' || state === 'reconnecting') return 'caution';
  return ['codec', 'refused', 'gone', 'barred'].includes(state) ? 'unknown' : null;
}

/** Why a still cannot be taken of a tile; null where it shows a picture. */
export type StillBar = 'empty' | 'gone' | 'barred' | 'connecting' | 'reconnecting' | 'codec' | 'refused';

export const stillBarOf = (state: TileState): StillBar | null =>
  state === 'live' || state === 'late' || state === 'slow' ? null : state;

export interface TileCounts {
  readonly seen: number;
  readonly caution: number;
  readonly violation: number;
  readonly unseen: number;
}

/** How many tiles show a picture, show one in trouble, break the law, and show none at all though something stands there. */
export function countTiles(
  tiles: readonly { readonly state: TileState; readonly audioOffered: boolean | null }[],
): TileCounts {
  const of = (test: (tile: (typeof tiles)[number]) => boolean): number => tiles.filter(test).length;
  return {
    seen: of(({ state }) => state === 'live' || state === 'late' || state === 'slow'),
    caution: of(({ state, audioOffered }) => badgeOf(state, audioOffered) === 'caution'),
    violation: of(({ audioOffered }) => audioOffered === true),
    unseen: of(({ state }) => ['gone', 'barred', 'codec', 'refused', 'reconnecting'].includes(state)),
  };
}
