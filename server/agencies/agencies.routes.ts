import { Hono, type Context } from 'hono';
import { cameraParam } from '../cameras/cameras.schema.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { permit } from '../platform/act.ts';
import { scopeOf } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import {
  adjustmentBody,
  agencyBody,
  askBody,
  bodyCamerasQuery,
  codeParam,
  delegationParam,
  endBody,
  endQuery,
  grantBody,
  measureParam,
  namedBody,
  newAgencyBody,
  ownerBody,
  securityBody,
  type BodyCamerasPage,
} from './agencies.schema.ts';
import { selectBodyCameras } from './agencies.sql.ts';
import { addAgency, decideOwner, editAgency } from './keep-agency.ts';
import {
  adjustDelegation,
  askDelegation,
  endDelegation,
  grantDelegation,
  nameInDelegation,
} from './keep-delegation.ts';
import { endSecurity, recordSecurity } from './keep-security.ts';
import { picturesEndingWithDelegation, picturesEndingWithMeasure } from './pictures-that-end.ts';
import { readAgencies, readBody, readCameraDelegation } from './read-agencies.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/**
 * Bodies beside the city, their delegations and link security over HTTP (Art. 18(5), 23, 25). A liaison reads the own body
 * alone. `watched`: a camera once for each picture of it that is open now.
 */
export const agenciesRoutes = (deps: Deps, watched: () => readonly number[]) => {
  const { sql } = deps;
  const today = (): string => cityDay(deps.now());
  const codeOf = (c: Context): string => {
    const result = codeParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.code;
  };
  const delegationIdOf = (c: Context): string => {
    const result = delegationParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.delegationId;
  };
  const measureIdOf = (c: Context): string => {
    const result = measureParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.measureId;
  };
  const endAsked = (c: Context) => {
    const { endedOn = today() } = parsed(endQuery, c.req.query());
    return { endedOn, today: today(), watched: watched() };
  };

  return new Hono<SignedInEnv>()
    .get('/agencies', policed('agency.read'), async (c) =>
      c.json(await readAgencies(sql, c.get('actor'), today())),
    )
    .post('/agencies', policed('agency.change'), async (c) => {
      const { code, ...body } = parsed(newAgencyBody, await bodyOf(c));
      await addAgency(sql, c.get('actor'), code, body);
      return c.json(await readBody(sql, c.get('actor'), code, today()), 201);
    })
    .put('/owner-names', policed('agency.change'), async (c) => {
      await decideOwner(sql, c.get('actor'), parsed(ownerBody, await bodyOf(c)));
      return c.body(null, 204);
    })
    .get('/agencies/:code', policed('agency.read'), async (c) =>
      c.json(await readBody(sql, c.get('actor'), codeOf(c), today())),
    )
    .put('/agencies/:code', policed('agency.change'), async (c) => {
      await editAgency(sql, c.get('actor'), codeOf(c), parsed(agencyBody, await bodyOf(c)));
      return c.json(await readBody(sql, c.get('actor'), codeOf(c), today()));
    })
    .get('/agencies/:code/cameras', policed('agency.read'), async (c) => {
      const code = codeOf(c);
      const query = parsed(bodyCamerasQuery, c.req.query());
      permit(c.get('actor'), 'agency.read', { agency: code });
      const cameras = await selectBodyCameras(sql, scopeOf(c.get('actor')), code, query, today());
      const next = cameras.length < query.limit ? null : (cameras.at(-1)?.cameraId ?? null);
      return c.json({ cameras, next } satisfies BodyCamerasPage);
    })
    .post('/agencies/:code/delegations', policed('agency.change'), async (c) => {
      const body = parsed(askBody, await bodyOf(c));
      await askDelegation(sql, c.get('actor'), codeOf(c), body, today());
      return c.body(null, 201);
    })
    .post('/delegations/:delegationId/grant', policed('agency.change'), async (c) => {
      const body = parsed(grantBody, await bodyOf(c));
      await grantDelegation(sql, c.get('actor'), delegationIdOf(c), body, today());
      return c.body(null, 204);
    })
    .post('/delegations/:delegationId/adjustments', policed('agency.change'), async (c) => {
      const body = parsed(adjustmentBody, await bodyOf(c));
      await adjustDelegation(sql, c.get('actor'), delegationIdOf(c), body, today());
      return c.body(null, 201);
    })
    .post('/delegations/:delegationId/cameras', policed('agency.change'), async (c) => {
      const body = parsed(namedBody, await bodyOf(c));
      await nameInDelegation(sql, c.get('actor'), delegationIdOf(c), body, today());
      return c.body(null, 204);
    })
    .post('/delegations/:delegationId/end', policed('agency.change'), async (c) => {
      const body = parsed(endBody, await bodyOf(c));
      await endDelegation(sql, c.get('actor'), delegationIdOf(c), body, today());
      return c.body(null, 204);
    })
    .get('/delegations/:delegationId/pictures', policed('agency.change'), async (c) => {
      const asked = endAsked(c);
      c.header('Cache-Control', 'no-store');
      return c.json(await picturesEndingWithDelegation(sql, c.get('actor'), delegationIdOf(c), asked));
    })
    .post('/agencies/:code/security', policed('agency.change'), async (c) => {
      const body = parsed(securityBody, await bodyOf(c));
      await recordSecurity(sql, c.get('actor'), codeOf(c), body, today());
      return c.body(null, 201);
    })
    .get('/link-security/:measureId/pictures', policed('agency.change'), async (c) => {
      const measureId = measureIdOf(c);
      c.header('Cache-Control', 'no-store');
      return c.json(await picturesEndingWithMeasure(sql, c.get('actor'), measureId, endAsked(c)));
    })
    .post('/link-security/:measureId/end', policed('agency.change'), async (c) => {
      await endSecurity(sql, c.get('actor'), measureIdOf(c), parsed(endBody, await bodyOf(c)));
      return c.body(null, 204);
    })
    .get('/cameras/:cameraId/delegation', policed('map.read'), async (c) => {
      const params = cameraParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      return c.json(await readCameraDelegation(sql, c.get('actor'), params.data.cameraId, today()));
    });
};
