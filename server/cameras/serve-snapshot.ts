import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Scope } from '../platform/access.ts';
import { columnsOf } from './fleet-columns.rules.ts';
import { knownCameras, type Fleet, type FleetImage } from './fleet.ts';
import { encodeSnapshot } from './snapshot.rules.ts';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
const QUIET_MS = 3000;

export interface ServedSnapshot {
  readonly image: FleetImage;
  readonly etag: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly encoding: 'br' | 'gzip' | null;
}

interface Prepared {
  readonly image: FleetImage;
  readonly etag: string;
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly br: Promise<Uint8Array<ArrayBuffer>>;
  gzip?: Promise<Uint8Array<ArrayBuffer>>;
  best?: Uint8Array<ArrayBuffer>;
  timer?: NodeJS.Timeout;
}

/**
 * The fleet's bytes for each visibility scope, compressed once. The first askers get a fast brotli; when the fleet has
 * rested for some seconds the smallest one replaces it, off the main thread.
 */
export class Snapshots {
  readonly #fleet: Fleet;
  readonly #byScope = new Map<string, Promise<Prepared>>();
  #image: FleetImage | undefined;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** The snapshot for a scope in the best encoding that the `Accept-Encoding` header allows. */
  async of(scope: Scope, acceptEncoding: string): Promise<ServedSnapshot> {
    const prepared = await this.#prepared(await this.#fleet.image(), scope);
    const { image, etag, raw } = prepared;
    if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:[,\s]|$))/.test(acceptEncoding))
      return { image, etag, bytes: prepared.best ?? (await prepared.br), encoding: 'br' };
    if (/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:[,\s]|$))/.test(acceptEncoding)) {
      prepared.gzip ??= gzipped(raw, { level: 6 });
      return { image, etag, bytes: await prepared.gzip, encoding: 'gzip' };
    }
    return { image, etag, bytes: raw, encoding: null };
  }

  #prepared(image: FleetImage, scope: Scope): Promise<Prepared> {
    if (image !== this.#image) {
      this.#image = image;
      for (const old of this.#byScope.values()) void old.then(({ timer }) => clearTimeout(timer));
      this.#byScope.clear();
    }
    let found = this.#byScope.get(scope.key);
    if (found === undefined) {
      found = Promise.resolve(prepare(image, scope));
      this.#byScope.set(scope.key, found);
    }
    return found;
  }
}

function prepare(image: FleetImage, scope: Scope): Prepared {
  const raw = Uint8Array.from(
    encodeSnapshot(columnsOf(knownCameras(image, scope), (cameraId) => image.states.get(cameraId))),
  );
  const etag = `W/"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`;
  const prepared: Prepared = { image, etag, raw, br: brotli(raw, quality(5, raw.length)) };
  prepared.timer = setTimeout(() => {
    void brotli(raw, quality(11, raw.length)).then((best) => (prepared.best = best));
  }, QUIET_MS);
  prepared.timer.unref();
  return prepared;
}

/** Brotli options by which snapshots are compressed; 11 is the smallest and costs about a second. */
export const quality = (level: number, length: number) => ({
  params: {
    [constants.BROTLI_PARAM_QUALITY]: level,
    [constants.BROTLI_PARAM_SIZE_HINT]: length,
    [constants.BROTLI_PARAM_LGWIN]: 22,
  },
});
