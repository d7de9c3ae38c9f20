import { Hono, type Context } from 'hono';
import type { Deps } from '../../platform/deps.ts';
import { notFound, parsed } from '../../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../../platform/policed.ts';
import { readDemandBody } from './demand-upload.ts';
import { demandAcceptQuery, demandFileQuery, demandParam } from './demand.schema.ts';
import { selectDemands } from './demand.sql.ts';
import { demandsOf } from './demands.ts';
import { importDemand, previewDemand } from './import-demand.ts';
import { removeDemand } from './remove-demand.ts';

/** What gaps and new cameras are weighed by, over HTTP: the list, the places as bytes, a file in, and one out of it. */
export const demandRoutes = (deps: Deps) => {
  const { sql, config } = deps;
  const demands = demandsOf(deps);
  const demandIdOf = (c: Context): number => {
    const params = demandParam.safeParse(c.req.param());
    if (!params.success) throw notFound();
    return params.data.demandId;
  };
  return new Hono<SignedInEnv>()
    .get('/coverage/demand', policed('plan.read'), async (c) => {
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ demands: await selectDemands(sql) });
    })
    .get('/coverage/demand/:demandId/points', policed('plan.read'), async (c) => {
      const served = await demands.places(demandIdOf(c));
      if (served === undefined) throw notFound();
      c.header('Cache-Control', 'private, no-cache');
      c.header('Vary', 'Accept-Encoding');
      c.header('ETag', served.etag);
      if (c.req.header('if-none-match')?.includes(served.etag) === true) return c.body(null, 304);
      c.header('Content-Type', 'application/octet-stream');
      if (!/\bgzip\b/u.test(c.req.header('accept-encoding') ?? '')) return c.body(served.raw);
      c.header('Content-Encoding', 'gzip');
      return c.body(served.gzip);
    })
    .post('/coverage/demand/preview', policed('demand.import'), async (c) => {
      const query = parsed(demandFileQuery, c.req.query());
      return c.json(await previewDemand(sql, await readDemandBody(c.req.raw.body, query, config.dataDir)));
    })
    .post('/coverage/demand', policed('demand.import'), async (c) => {
      const { fingerprint, ...query } = parsed(demandAcceptQuery, c.req.query());
      const read = await readDemandBody(c.req.raw.body, query, config.dataDir);
      return c.json(await importDemand(sql, c.get('actor'), read, fingerprint), 201);
    })
    .delete('/coverage/demand/:demandId', policed('demand.remove'), async (c) => {
      await removeDemand(sql, c.get('actor'), demandIdOf(c));
      return c.body(null, 204);
    });
};
