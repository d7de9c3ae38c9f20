import { Hono } from 'hono';
import type { Deps } from '../platform/deps.ts';
import { parsed } from '../platform/http-errors.ts';
import { policed, type Env } from '../platform/policed.ts';
import { CitySight } from './city-sight.ts';
import { seeingQuery, viewsQuery } from './coverage.schema.ts';
import { Footprints } from './serve-footprints.ts';
import { readSeeing, readViews } from './read-coverage.ts';

/** What the city's cameras see, over HTTP. Every answer holds only what the asker may know to exist (Art. 10(4)). */
export const coverageRoutes = (deps: Deps) => {
  const sight = new CitySight(deps);
  const footprints = new Footprints();
  return new Hono<Env>()
    .get('/coverage/seeing', policed('map.read'), async (c) => {
      const { lon, lat } = parsed(seeingQuery, c.req.query());
      const cameras = await readSeeing(deps.sql, await sight.image(), c.get('actor'), lon, lat);
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ cameras });
    })
    .get('/coverage/footprints', policed('map.read'), async (c) => {
      const { buildings } = await sight.image();
      const served = await footprints.of(buildings);
      c.header('Cache-Control', 'private, no-cache');
      c.header('Vary', 'Accept-Encoding');
      c.header('ETag', served.etag);
      if (c.req.header('if-none-match')?.includes(served.etag) === true) return c.body(null, 304);
      c.header('Content-Type', 'application/octet-stream');
      if (!/\bgzip\b/u.test(c.req.header('accept-encoding') ?? '')) return c.body(served.raw);
      c.header('Content-Encoding', 'gzip');
      return c.body(served.gzip);
    })
    .get('/coverage/views', policed('map.read'), async (c) => {
      const { bbox, which } = parsed(viewsQuery, c.req.query());
      const features = await readViews(deps.sql, await sight.image(), c.get('actor'), bbox, which);
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ type: 'FeatureCollection' as const, features });
    });
};
