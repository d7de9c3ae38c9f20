/** A polygon or line of a test shapefile: rings (outer ones clockwise) or paths of [x, y]. */
export type Parts = readonly (readonly (readonly [x: number, y: number])[])[];

const POLYGON = 5;
const LINE = 3;

/** The bytes of a .shp with one record for each shape. */
export function shpOf(kind: 'polygon' | 'line', shapes: readonly Parts[]): Buffer {
  const code = kind === 'polygon' ? POLYGON : LINE;
  const records = shapes.map((parts, index) => {
    const points = parts.flat();
    const body = Buffer.alloc(44 + parts.length * 4 + points.length * 16);
    body.writeInt32LE(code, 0);
    writeBox(body, 4, points);
    body.writeInt32LE(parts.length, 36);
    body.writeInt32LE(points.length, 40);
    let first = 0;
    for (const [part, path] of parts.entries()) {
      body.writeInt32LE(first, 44 + part * 4);
      first += path.length;
    }
    for (const [at, [x, y]] of points.entries()) {
      body.writeDoubleLE(x, 44 + parts.length * 4 + at * 16);
      body.writeDoubleLE(y, 52 + parts.length * 4 + at * 16);
    }
    const head = Buffer.alloc(8);
    head.writeInt32BE(index + 1, 0);
    head.writeInt32BE(body.length / 2, 4);
    return Buffer.concat([head, body]);
  });
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE((100 + records.reduce((sum, { length }) => sum + length, 0)) / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(code, 32);
  writeBox(header, 36, shapes.flat(2));
  return Buffer.concat([header, ...records]);
}

function writeBox(into: Buffer, at: number, points: readonly (readonly [number, number])[]): void {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  for (const [index, value] of [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].entries())
    into.writeDoubleLE(value, at + index * 8);
}

/** The bytes of a .dbf; `encode` turns text into the file's encoding. Numbers become N fields, texts C fields. */
export function dbfOf(
  rows: readonly Readonly<Record<string, string | number>>[],
  encode: (text: string) => Buffer,
): Buffer {
  const names = Object.keys(rows[0]!);
  const width = 60;
  const header = Buffer.alloc(33 + names.length * 32);
  header[0] = 3;
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(1 + names.length * width, 10);
  for (const [index, name] of names.entries()) {
    const at = 32 + index * 32;
    encode(name).copy(header, at, 0, 10);
    header[at + 11] = (typeof rows[0]![name] === 'number' ? 'N' : 'C').charCodeAt(0);
    header[at + 16] = width;
  }
  header[header.length - 1] = 0x0d;
  const records = rows.map((row) =>
    Buffer.concat([
      Buffer.from(' '),
      ...names.map((name) => {
        const cell = Buffer.alloc(width, 0x20);
        encode(String(row[name])).copy(cell, 0, 0, width);
        return cell;
      }),
    ]),
  );
  return Buffer.concat([header, ...records]);
}
