import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Hono } from 'hono';
import type { Deps } from '../platform/deps.ts';
import { parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { landBoxSchema, landLayerSchema, tileAddressSchema } from './land.schema.ts';
import { selectLayerGeoJson } from './land.sql.ts';
import { readCity } from './read-city.ts';
import { TileCache } from './tile-cache.ts';

const expand = promisify(gunzip);
const compress = promisify(gzip);
const takesGzip = (header: string | undefined): boolean => /\bgzip\b/u.test(header ?? '');

/** The basemap: `/city`, `/tiles/:version/:z/:x/:y`, `/layers/:layer`. A tile of an old version is never cached. */
export const landRoutes = (deps: Deps) => {
  const tiles = new TileCache(deps.sql);
  deps.events.subscribe((event) => {
    if (event.kind === 'layer') tiles.clear();
  });
  return new Hono<SignedInEnv>()
    .get('/city', policed('map.read'), async (c) => {
      c.header('Cache-Control', 'private, no-cache');
      return c.json(await readCity(deps.sql));
    })
    .get('/tiles/:version/:z/:x/:y', policed('map.read'), async (c) => {
      const address = parsed(tileAddressSchema, c.req.param());
      const tile = await tiles.read(address);
      const isCurrent = tile.version === address.version;
      c.header('Cache-Control', isCurrent ? 'private, max-age=31536000, immutable' : 'private, no-store');
      c.header('Vary', 'Accept-Encoding');
      c.header('ETag', tile.etag);
      if (c.req.header('if-none-match') === tile.etag) return c.body(null, 304);
      c.header('Content-Type', 'application/vnd.mapbox-vector-tile');
      if (tile.bytes.length === 0) return c.body(new Uint8Array());
      if (!takesGzip(c.req.header('accept-encoding')))
        return c.body(new Uint8Array(await expand(tile.bytes)));
      c.header('Content-Encoding', 'gzip');
      return c.body(new Uint8Array(tile.bytes));
    })
    .get('/layers/:layer', policed('map.read'), async (c) => {
      const layer = parsed(landLayerSchema, c.req.param('layer'));
      const box = parsed(landBoxSchema, c.req.query('bbox'));
      c.header('Content-Type', 'application/geo+json');
      c.header('Cache-Control', 'private, no-cache');
      c.header('Vary', 'Accept-Encoding');
      const text = await selectLayerGeoJson(deps.sql, layer, box);
      if (!takesGzip(c.req.header('accept-encoding'))) return c.body(text);
      c.header('Content-Encoding', 'gzip');
      return c.body(new Uint8Array(await compress(text, { level: 4 })));
    });
};
