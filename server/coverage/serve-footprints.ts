import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodeFootprints } from './footprints.rules.ts';
import type { Building } from './walls.rules.ts';

const compress = promisify(gzip);

interface Served {
  readonly etag: string;
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

/** The city's outlines as bytes, made once for each state of them. A building is no secret: its own sight is none of it. */
export class Footprints {
  #of: readonly Building[] | undefined;
  #served: Promise<Served> | undefined;

  of(buildings: readonly Building[]): Promise<Served> {
    if (this.#served === undefined || this.#of !== buildings) {
      this.#of = buildings;
      this.#served = make(buildings);
      this.#served.catch(() => (this.#served = undefined));
    }
    return this.#served;
  }
}

async function make(buildings: readonly Building[]): Promise<Served> {
  const raw = encodeFootprints(buildings);
  const etag = `W/"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`;
  return { etag, raw, gzip: new Uint8Array(await compress(raw, { level: 6 })) };
}
