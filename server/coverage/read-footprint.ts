type Ring = [east: number, north: number][];

/**
 * Polygons of a little-endian well-known binary of a multipolygon, each with its outer ring first; rings repeat their
 * first point. Throws RangeError for anything else.
 */
export function readFootprint(bytes: Buffer): Ring[][] {
  let at = 0;
  const count = (): number => {
    at += 4;
    return bytes.readUInt32LE(at - 4);
  };
  const begin = (kind: number): void => {
    if (bytes[at++] !== 1 || count() !== kind) throw new RangeError('not a little-endian multipolygon');
  };
  const several = <T>(read: () => T): T[] => Array.from({ length: count() }, read);
  const point = (): Ring[number] => {
    at += 16;
    return [bytes.readDoubleLE(at - 16), bytes.readDoubleLE(at - 8)];
  };
  begin(6);
  return several(() => {
    begin(3);
    return several(() => several(point));
  });
}
