type Point = [east: number, north: number];
type Ring = Point[];

/** A little-endian well-known binary, read from its start. Throws RangeError for another kind than asked for. */
class BinaryGeometry {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  expect(kind: number): void {
    if (this.#bytes[this.#at++] !== 1 || this.#count() !== kind)
      throw new RangeError(`not a little-endian geometry of kind ${kind}`);
  }

  several<T>(read: () => T): T[] {
    return Array.from({ length: this.#count() }, read);
  }

  line(): Point[] {
    return this.several(() => {
      this.#at += 16;
      return [this.#bytes.readDoubleLE(this.#at - 16), this.#bytes.readDoubleLE(this.#at - 8)];
    });
  }

  #count(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }
}

/**
 * Polygons of a little-endian well-known binary of a multipolygon, each with its outer ring first; rings repeat their
 * first point. Throws RangeError for anything else.
 */
export function readFootprint(bytes: Buffer): Ring[][] {
  const geometry = new BinaryGeometry(bytes);
  geometry.expect(6);
  return geometry.several(() => {
    geometry.expect(3);
    return geometry.several(() => geometry.line());
  });
}

/** Lines of a little-endian well-known binary of a multilinestring. Throws RangeError for anything else. */
export function readLines(bytes: Buffer): Point[][] {
  const geometry = new BinaryGeometry(bytes);
  geometry.expect(5);
  return geometry.several(() => {
    geometry.expect(2);
    return geometry.line();
  });
}
