import { Hono } from 'hono';
import type { Deps } from '../platform/deps.ts';
import { ApiError, parsed } from '../platform/http-errors.ts';
import { policed, type Env } from '../platform/policed.ts';
import { CitySight } from './city-sight.ts';
import {
  cityQuery,
  exportQuery,
  gapsQuery,
  seeingQuery,
  standardQuery,
  viewsQuery,
} from './coverage.schema.ts';
import { CityImages } from './city-images.ts';
import { selectIsSynthetic } from './coverage.sql.ts';
import { demandsOf } from './demand/demands.ts';
import { exportCoverage } from './export-coverage.ts';
import { readCityCoverage, readExactM2, readGaps, readStandard } from './read-city-coverage.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { reasonGiven } from '../platform/export-reason.ts';
import { encodeFootprints } from './footprints.rules.ts';
import { readSeeing, readViews } from './read-coverage.ts';
import { SharedBytes } from './serve-bytes.ts';
import { bestSitesRoutes } from './siting/best-sites.routes.ts';
import { encodeHeights } from './terrain-bytes.rules.ts';

const unknownDemand = (demandId: number): ApiError =>
  new ApiError(
    404,
    'unknown-demand',
    {
      ko: `수요 자료 ${demandId}번이 없습니다. 지워졌을 수 있습니다. 목록을 새로 읽으십시오.`,
      en: `There is no demand ${demandId}. It may have been removed. Read the list anew.`,
    },
    'demand',
  );

/** What the city's cameras see, over HTTP. Every answer holds only what the asker may know to exist (Art. 10(4)). */
export const coverageRoutes = (deps: Deps) => {
  const sight = new CitySight(deps);
  // A building is no secret, nor is a hill: their own sight is none of it.
  const footprints = new SharedBytes(encodeFootprints);
  const heights = new SharedBytes(encodeHeights);
  const images = new CityImages(deps, sight);
  const demands = demandsOf(deps);
  return new Hono<Env>()
    .get('/coverage/seeing', policed('map.read'), async (c) => {
      const { lon, lat } = parsed(seeingQuery, c.req.query());
      const cameras = await readSeeing(deps.sql, await sight.image(), c.get('actor'), lon, lat);
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ cameras });
    })
    .get('/coverage/footprints', policed('map.read'), async (c) =>
      footprints.answer(c, (await sight.image()).buildings),
    )
    .get('/coverage/heights', policed('map.read'), async (c) =>
      heights.answer(c, (await sight.image()).index.heights),
    )
    .get('/coverage/city', policed('map.read'), async (c) => {
      const question = parsed(cityQuery, c.req.query());
      c.header('Cache-Control', 'private, no-cache');
      const loaded = await demands.all();
      const answer = await images.ask(c.get('actor'), question, (asked) =>
        readCityCoverage(asked, question, loaded, deps.now()),
      );
      return c.json(answer);
    })
    .get('/coverage/standard', policed('map.read'), async (c) => {
      const { bbox, ...question } = parsed(standardQuery, c.req.query());
      const answer = await images.ask(c.get('actor'), question, (asked) => readStandard(asked, bbox));
      c.header('Cache-Control', 'private, no-cache');
      return c.json(answer);
    })
    .get('/coverage/gaps', policed('map.read'), async (c) => {
      const { demand, most, ...question } = parsed(gapsQuery, c.req.query());
      const loaded = (await demands.all()).find(({ demandId }) => demandId === demand);
      if (loaded === undefined) throw unknownDemand(demand);
      const gaps = await images.ask(c.get('actor'), question, (asked) => readGaps(asked, loaded, most));
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ gaps });
    })
    .get('/exports/coverage', policed('coverage.export'), async (c) => {
      const { table, encoding, ...question } = parsed(exportQuery, c.req.query());
      const reason = reasonGiven(c.req.query('reason'));
      const actor = c.get('actor');
      const loaded = await demands.all();
      const [answer, exactM2] = await images.ask(actor, question, async (asked) => [
        readCityCoverage(asked, question, loaded, deps.now()),
        await readExactM2(asked),
      ]);
      const synthetic = await selectIsSynthetic(deps.sql);
      const file = await exportCoverage(deps.sql, actor, answer, {
        table,
        encoding,
        reason,
        synthetic,
        exactM2,
      });
      const name = `강릉시_시야_${cityDay(deps.now())}.csv`;
      c.header('Content-Type', `text/csv; charset=${encoding === 'cp949' ? 'euc-kr' : 'utf-8'}`);
      c.header(
        'Content-Disposition',
        `attachment; filename="gangneung-coverage.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
      );
      c.header('Cache-Control', 'no-store');
      return c.body(new Uint8Array(file));
    })
    .get('/coverage/views', policed('map.read'), async (c) => {
      const { bbox, which } = parsed(viewsQuery, c.req.query());
      const features = await readViews(deps.sql, await sight.image(), c.get('actor'), bbox, which);
      c.header('Cache-Control', 'private, no-cache');
      return c.json({ type: 'FeatureCollection' as const, features });
    })
    .route('/', bestSitesRoutes(deps, sight));
};
