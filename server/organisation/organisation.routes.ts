import { Hono, type Context } from 'hono';
import { cityDay } from '../cameras/city-day.rules.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { appoint } from './appoint.ts';
import { correctEffectiveDay, previewCorrection } from './correct-effective-day.ts';
import { designateDepartment } from './designate.ts';
import { reorganisationView } from './organisation-view.rules.ts';
import {
  appointBody,
  correctionBody,
  correctionForm,
  designateBody,
  organisationQuery,
  planForm,
  reorganiseBody,
  responsibleQuery,
  timelineQuery,
  unansweredQuery,
} from './organisation.schema.ts';
import { selectOrders, selectState } from './organisation.sql.ts';
import {
  askedAt,
  readOrganisation,
  readPost,
  readResponsible,
  readTimeline,
  readUnanswered,
} from './read-organisation.ts';
import { previewReorganisation, reorganise } from './reorganise.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** Departments, posts and orders over HTTP (전담부서, 운영책임자, 부서관리자; Art. 4, 5). */
export const organisationRoutes = (deps: Deps) => {
  const { sql } = deps;
  const today = (): string => cityDay(deps.now());
  return new Hono<SignedInEnv>()
    .get('/organisation', policed('organisation.read'), async (c) => {
      const asked = askedAt(parsed(organisationQuery, c.req.query()), deps.now(), today());
      c.header('Cache-Control', 'no-store');
      return c.json(await readOrganisation(sql, c.get('actor'), asked));
    })
    .get('/organisation/timeline', policed('organisation.read'), async (c) => {
      const asked = askedAt(parsed(timelineQuery, c.req.query()), deps.now(), today());
      return c.json(await readTimeline(sql, asked));
    })
    .get('/organisation/unanswered', policed('organisation.read'), async (c) => {
      const query = parsed(unansweredQuery, c.req.query());
      return c.json(await readUnanswered(sql, c.get('actor'), askedAt(query, deps.now(), today()), query));
    })
    .post('/organisation/designations', policed('organisation.change'), async (c) => {
      await designateDepartment(sql, c.get('actor'), parsed(designateBody, await bodyOf(c)));
      const view = await readOrganisation(sql, c.get('actor'), askedAt({}, deps.now(), today()));
      return c.json(view, 201);
    })
    .post('/organisation/reorganisations/preview', policed('organisation.change'), async (c) =>
      c.json(await previewReorganisation(sql, c.get('actor'), parsed(planForm, await bodyOf(c)))),
    )
    .post('/organisation/reorganisations', policed('organisation.change'), async (c) => {
      const body = parsed(reorganiseBody, await bodyOf(c));
      await reorganise(sql, c.get('actor'), body, today());
      const [state, orders] = await Promise.all([selectState(sql), selectOrders(sql)]);
      const order = orders.find(({ orderId }) => orderId === body.reorganisationId);
      return c.json(reorganisationView(state, order!), 201);
    })
    .post('/organisation/corrections/preview', policed('organisation.change'), async (c) =>
      c.json(await previewCorrection(sql, c.get('actor'), parsed(correctionForm, await bodyOf(c)))),
    )
    .post('/organisation/corrections', policed('organisation.change'), async (c) => {
      await correctEffectiveDay(sql, c.get('actor'), parsed(correctionBody, await bodyOf(c)), today());
      return c.body(null, 204);
    })
    .post('/organisation/appointments', policed('organisation.change'), async (c) => {
      const body = parsed(appointBody, await bodyOf(c));
      const postId = await appoint(sql, c.get('actor'), body);
      return c.json(await readPost(sql, postId, body.fromDay), 201);
    })
    .get('/cameras/:cameraId/responsible', policed('organisation.read'), async (c) => {
      const cameraId = Number(c.req.param('cameraId'));
      if (!Number.isInteger(cameraId) || cameraId < 1 || cameraId > 0x7fffffff) throw notFound();
      const asked = askedAt(parsed(responsibleQuery, c.req.query()), deps.now(), today());
      return c.json(await readResponsible(sql, c.get('actor'), cameraId, asked));
    });
};
