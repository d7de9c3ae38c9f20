import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Sql } from '../platform/db.ts';
import type { TileAddress } from './land.schema.ts';
import { selectTile } from './land.sql.ts';

const compress = promisify(gzip);

export interface Tile {
  readonly version: number;
  /** Gzipped, or empty where the map has nothing. */
  readonly bytes: Buffer;
  readonly etag: string;
}

/** Finished tiles by address, least recently asked for out first, bounded in bytes; one query a tile at a time. */
export class TileCache {
  readonly #sql: Sql;
  readonly #maxBytes: number;
  readonly #kept = new Map<string, Tile>();
  readonly #making = new Map<string, Promise<Tile>>();
  #bytes = 0;

  constructor(sql: Sql, maxBytes = 48 * 1024 * 1024) {
    this.#sql = sql;
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  async read(address: TileAddress): Promise<Tile> {
    const key = `${address.version}/${address.z}/${address.x}/${address.y}`;
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const running = this.#making.get(key);
    if (running) return running;
    const making = this.#make(address).finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    const tile = await making;
    if (tile.version === address.version) this.#keep(key, tile);
    return tile;
  }

  async #make({ z, x, y }: TileAddress): Promise<Tile> {
    const { version, mvt } = await selectTile(this.#sql, z, x, y);
    const bytes = mvt.length === 0 ? mvt : await compress(mvt);
    return {
      version,
      bytes,
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    };
  }

  #keep(key: string, tile: Tile): void {
    if (this.#kept.has(key)) return;
    this.#kept.set(key, tile);
    this.#bytes += tile.bytes.length + key.length;
    for (const [oldest, old] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= old.bytes.length + oldest.length;
    }
  }
}
