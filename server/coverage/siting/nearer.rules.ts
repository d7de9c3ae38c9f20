import type { View } from '../view.rules.ts';

const TURN = 2 * Math.PI;

/** The part of a view that lies within so many metres of the camera; null where nothing of it does. */
export function nearerThan(view: View, rangeM: number): View | null {
  if (!(rangeM > 0)) return null;
  if (rangeM >= view.rimM) return view;
  const rim = 1 / rangeM;
  const kept: Piece[] = [];
  for (let piece = 0; piece < view.mx.length; piece++) {
    const [x, y] = [view.mx[piece]!, view.my[piece]!];
    const [nearX, nearY] = [view.nearX[piece] ?? 0, view.nearY[piece] ?? 0];
    const [start, end] = [view.from[piece]!, view.from[piece + 1]!];
    const hasNear = nearX !== 0 || nearY !== 0;
    const stops = [...meets(x, y, rangeM, start, end), ...meets(nearX, nearY, rangeM, start, end)];
    let from = start;
    for (const to of [...stops.sort((a, b) => a - b), end]) {
      if (to <= from) continue;
      const middle = (from + to) / 2;
      const [cos, sin] = [Math.cos(middle), Math.sin(middle)];
      const wall = x * cos + y * sin;
      const isSeen = !Number.isNaN(x) && !(hasNear && nearX * cos + nearY * sin <= Math.max(wall, rim));
      if (!isSeen) put(kept, { from, x: NaN, y: NaN, nearX: 0, nearY: 0 });
      else if (wall > rim) put(kept, { from, x, y, nearX, nearY });
      else put(kept, { from, x: 0, y: 0, nearX, nearY });
      from = to;
    }
  }
  if (kept.every(({ x }) => Number.isNaN(x))) return null;
  const column = (of: (piece: Piece) => number): Float64Array => Float64Array.from(kept, of);
  return {
    ...{ ...view, rimM: rangeM, from: Float64Array.from([...kept.map(({ from }) => from), view.widthRad]) },
    ...{ mx: column(({ x }) => x), my: column(({ y }) => y) },
    ...(view.nearX.length > 0 && {
      nearX: column(({ nearX }) => nearX),
      nearY: column(({ nearY }) => nearY),
    }),
  };
}

interface Piece {
  readonly from: number;
  readonly x: number;
  readonly y: number;
  readonly nearX: number;
  readonly nearY: number;
}

function put(kept: Piece[], piece: Piece): void {
  const last = kept.at(-1);
  const isSame =
    last !== undefined &&
    Object.is(last.x, piece.x) &&
    Object.is(last.y, piece.y) &&
    last.nearX === piece.nearX &&
    last.nearY === piece.nearY;
  if (!isSame) kept.push(piece);
}

/** The angles strictly between two at which the wall m is so many metres away. */
function meets(x: number, y: number, rangeM: number, from: number, to: number): number[] {
  const inverse = Math.hypot(x, y);
  if (!(inverse * rangeM > 1)) return [];
  const middle = Math.atan2(y, x);
  const half = Math.acos(1 / (inverse * rangeM));
  const found: number[] = [];
  for (const angle of [middle - half, middle + half])
    for (const turns of [-TURN, 0, TURN])
      if (angle + turns > from && angle + turns < to) found.push(angle + turns);
  return found;
}
