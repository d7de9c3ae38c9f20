import { Hono, type Context } from 'hono';
import type { Deps } from '../../platform/deps.ts';
import { notFound, parsed, wantsEnglish } from '../../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../../platform/policed.ts';
import type { CitySight } from '../city-sight.ts';
import { demandsOf } from '../demand/demands.ts';
import { beginSearch } from './best-sites-begin.ts';
import { BestSiteSearches } from './best-sites-searches.ts';
import { bestSitesBody, searchParam, type BestSitesChoices } from './best-sites.schema.ts';
import { selectDistrictNames } from './best-sites.sql.ts';

/** Searches for the best sites, over HTTP. Each is its account's own: for everybody else it does not exist. */
export const bestSitesRoutes = (deps: Deps, sight: CitySight) => {
  const searches = new BestSiteSearches(() => deps.now().getTime());
  const searchIdOf = (c: Context): string => {
    const params = searchParam.safeParse(c.req.param());
    if (!params.success) throw notFound();
    return params.data.searchId;
  };
  return new Hono<SignedInEnv>()
    .post('/coverage/best-sites', policed('siting.search'), async (c) => {
      const body = parsed(bestSitesBody, await c.req.json().catch(() => null));
      await beginSearch(deps, sight, searches, c.get('actor'), body);
      return c.json({ searchId: body.searchId }, 202);
    })
    .get('/coverage/best-sites', policed('siting.search'), async (c) => {
      const [districts, demands] = await Promise.all([selectDistrictNames(deps.sql), demandsOf(deps).all()]);
      const choices: BestSitesChoices = {
        ...{ searchId: searches.last(c.get('actor').accountId!), districts: [...districts] },
        demands: demands.map(({ demandId, title, unit, synthetic }) => ({
          demandId,
          title,
          unit,
          synthetic,
        })),
      };
      c.header('Cache-Control', 'no-store');
      return c.json(choices);
    })
    .get('/coverage/best-sites/:searchId', policed('siting.search'), (c) => {
      const english = wantsEnglish(c.req.header('accept-language'));
      c.header('Cache-Control', 'no-store');
      return c.json(searches.view(c.get('actor').accountId!, searchIdOf(c), english));
    })
    .delete('/coverage/best-sites/:searchId', policed('siting.search'), (c) => {
      searches.cancel(c.get('actor').accountId!, searchIdOf(c));
      return c.body(null, 204);
    });
};
