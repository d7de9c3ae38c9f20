/** A tile's camera on the small map, in pixels of that map. */
export interface PlacePoint {
  readonly tile: number;
  readonly x: number;
  readonly y: number;
}

export interface PlaceLabel extends PlacePoint {
  /** The middle of its number. */
  readonly labelX: number;
  readonly labelY: number;
}

const AWAY_PX = 34;
const APART = { x: 27, y: 25 } as const;
const EDGE_PX = 14;
const ROUNDS = 80;

const within = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/**
 * Where the numbers stand beside their places: away from the middle of all of them, inside the map, and pushed apart so that each is
 * read. A place outside the map has its number at the nearest edge.
 */
export function labelPlaces(points: readonly PlacePoint[], widthPx: number, heightPx: number): PlaceLabel[] {
  const middle = {
    x: points.reduce((sum, { x }) => sum + x, 0) / Math.max(1, points.length),
    y: points.reduce((sum, { y }) => sum + y, 0) / Math.max(1, points.length),
  };
  const labels = points.map((point, at) => {
    const [dx, dy] = [point.x - middle.x, point.y - middle.y];
    const far = Math.hypot(dx, dy);
    // Places that fall together fan out by their order.
    const turn = far > 1 ? Math.atan2(dy, dx) : (at / points.length) * 2 * Math.PI;
    return {
      ...point,
      labelX: point.x + Math.cos(turn) * AWAY_PX,
      labelY: point.y + Math.sin(turn) * AWAY_PX,
    };
  });
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const [at, one] of labels.entries())
      for (const other of labels.slice(at + 1)) moved = pushApart(one, other) || moved;
    for (const label of labels) {
      label.labelX = within(label.labelX, EDGE_PX, widthPx - EDGE_PX);
      label.labelY = within(label.labelY, EDGE_PX, heightPx - EDGE_PX);
    }
    if (!moved) break;
  }
  return labels;
}

function pushApart(
  one: { labelX: number; labelY: number },
  other: { labelX: number; labelY: number },
): boolean {
  const overlapX = APART.x - Math.abs(one.labelX - other.labelX);
  const overlapY = APART.y - Math.abs(one.labelY - other.labelY);
  if (overlapX <= 0 || overlapY <= 0) return false;
  if (overlapY <= overlapX) {
    const push = (overlapY / 2 + 0.5) * (one.labelY <= other.labelY ? 1 : -1);
    one.labelY -= push;
    other.labelY += push;
  } else {
    const push = (overlapX / 2 + 0.5) * (one.labelX <= other.labelX ? 1 : -1);
    one.labelX -= push;
    other.labelX += push;
  }
  return true;
}
