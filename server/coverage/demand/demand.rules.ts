/**
 * Something that ought to be seen, by where it is: people, schools, accidents, whatever was loaded with a weight. Places
 * are metres of the plane; those of a grid are the middles of squares of the side `cellM`, over whose ground the weight
 * is spread evenly.
 */
export interface Demand {
  readonly demandId: number;
  readonly title: string;
  /** What one of the weight is, as 명. */
  readonly unit: string;
  readonly kind: 'points' | 'grid';
  readonly cellM: number | null;
  readonly synthetic: boolean;
  readonly east: Float64Array;
  readonly north: Float64Array;
  readonly weight: Float64Array;
}

/** Everything of a demand but its places, as the list tells it. */
export type DemandFacts = Omit<Demand, 'east' | 'north' | 'weight'>;

const MARK = 0x31445747;
const HEADER_BYTES = 24;

/**
 * The places of a demand as bytes, little-endian: the mark `GWD1`, how many (Uint32), the easting and northing that all
 * are counted from (Float64 each), and then as Float32 every offset east, every offset north and every weight. Offsets are
 * within millimetres over a city.
 */
export function encodePlaces({
  east,
  north,
  weight,
}: Pick<Demand, 'east' | 'north' | 'weight'>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + 12 * east.length);
  const view = new DataView(bytes.buffer);
  const [fromEast, fromNorth] = [east, north].map((all) => Math.floor(all.length === 0 ? 0 : least(all)));
  view.setUint32(0, MARK, true);
  view.setUint32(4, east.length, true);
  view.setFloat64(8, fromEast!, true);
  view.setFloat64(16, fromNorth!, true);
  let at = HEADER_BYTES;
  const put = (value: number): void => {
    view.setFloat32(at, value, true);
    at += 4;
  };
  for (const each of east) put(each - fromEast!);
  for (const each of north) put(each - fromNorth!);
  for (const each of weight) put(each);
  return bytes;
}

/** A demand out of its bytes; the server counts with what this gives, so that both sides count alike. Throws RangeError. */
export function decodeDemand(facts: DemandFacts, bytes: Uint8Array): Demand {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MARK)
    throw new RangeError('not the places of a demand');
  const count = view.getUint32(4, true);
  if (bytes.byteLength !== HEADER_BYTES + 12 * count) throw new RangeError('cut off places of a demand');
  const column = (no: number, from: number): Float64Array =>
    Float64Array.from(
      { length: count },
      (_, i) => from + view.getFloat32(HEADER_BYTES + 4 * (no * count + i), true),
    );
  return {
    ...facts,
    east: column(0, view.getFloat64(8, true)),
    north: column(1, view.getFloat64(16, true)),
    weight: column(2, 0),
  };
}

const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b));
