export interface TileLayer {
  readonly features: number;
  readonly keys: readonly string[];
  readonly text: string;
}

/** Names, feature counts and attribute keys of a vector tile's layers, read from its protocol buffer. */
export function layersOf(tile: Buffer): Record<string, TileLayer> {
  const fields = function* (bytes: Buffer): Generator<[field: number, value: Buffer]> {
    let at = 0;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++]!;
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
    };
    while (at < bytes.length) {
      const tag = varint();
      const wire = tag & 7;
      if (wire === 2) {
        const length = varint();
        yield [tag >> 3, bytes.subarray(at, (at += length))];
      } else if (wire === 0) varint();
      else at += wire === 1 ? 8 : 4;
    }
  };
  const layers: Record<string, TileLayer> = {};
  for (const [, layer] of fields(tile)) {
    const parts = [...fields(layer)];
    const name = parts.find(([field]) => field === 1)![1].toString();
    layers[name] = {
      features: parts.filter(([field]) => field === 2).length,
      keys: parts.filter(([field]) => field === 3).map(([, key]) => key.toString()),
      text: parts
        .filter(([field]) => field === 4)
        .map(([, value]) => value.toString())
        .join(' '),
    };
  }
  return layers;
}

/** The column and row of the tile over the middle of the demo city. */
export function townTile(z: number): [number, number] {
  const lat = (37.7521 * Math.PI) / 180;
  return [
    Math.floor(((128.896 + 180) / 360) * 2 ** z),
    Math.floor(((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2) * 2 ** z),
  ];
}
