import { Hono } from 'hono';
import type { Deps } from '../platform/deps.ts';
import { parsed } from '../platform/http-errors.ts';
import { policed, type Env } from '../platform/policed.ts';
import { CitySight } from './city-sight.ts';
import { seeingQuery, viewsQuery } from './coverage.schema.ts';
import { readSeeing, readViews } from './read-coverage.ts';

/** What the city's cameras see, over HTTP. Every answer holds only what the asker may know to exist (Art. 10(4)). */
export const coverageRoutes = (deps: Deps) => {
  const sight = new CitySight(deps);
  return new Hono<Env>()
    .get('/coverage/seeing', policed('map.read'), async (c) => {
      const { lon, lat } = parsed(seeingQuery, c.req.query());
      const cameras = await readSeeing(deps.sql, await sight.image(), c.get('actor'), lon, lat);
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ cameras });
    })
    .get('/coverage/views', policed('map.read'), async (c) => {
      const { bbox, which } = parsed(viewsQuery, c.req.query());
      const features = readViews(await sight.image(), c.get('actor'), bbox, which);
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ type: 'FeatureCollection' as const, features });
    });
};
