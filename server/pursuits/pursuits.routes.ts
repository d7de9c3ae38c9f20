import { Hono } from 'hono';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { endPursuit } from './end-pursuit.ts';
import { extendPursuit } from './extend-pursuit.ts';
import { openPursuit, type PursuitDesk } from './open-pursuit.ts';
import { endBody, extensionBody, pursuitBody, pursuitParam, pursuitsQuery } from './pursuits.schema.ts';
import { readWayHints } from './read-way-hints.ts';
import { readNextCameras, readOwnPursuit, readPursuits } from './read-pursuits.ts';

/** Pursuits over HTTP (Art. 27). What helps to follow anybody is behind an open one: no other route names a next camera. */
export const pursuitsRoutes = (desk: PursuitDesk) => {
  const pursuitIdOf = (params: Record<string, string>): string => {
    const read = pursuitParam.safeParse(params);
    if (!read.success) throw notFound();
    return read.data.pursuitId;
  };
  const bodyOf = (request: { json: () => Promise<unknown> }): Promise<unknown> =>
    request.json().catch(() => null);

  return new Hono<SignedInEnv>()
    .get('/pursuits', policed('pursuit.read'), async (c) => {
      const { before } = parsed(pursuitsQuery, c.req.query());
      return c.json(await readPursuits(desk, c.get('actor'), before ?? null));
    })
    .get('/pursuits/hints', policed('audit.read'), async (c) =>
      c.json({ hints: await readWayHints(desk, c.get('actor')) }),
    )
    .get('/pursuits/mine', policed('pursuit.open'), async (c) =>
      c.json(await readOwnPursuit(desk, c.get('actor'))),
    )
    .post('/pursuits', policed('pursuit.open'), async (c) => {
      await openPursuit(desk, c.get('actor'), parsed(pursuitBody, await bodyOf(c.req)));
      return c.json(await readOwnPursuit(desk, c.get('actor')), 201);
    })
    .get('/pursuits/:pursuitId/next', policed('pursuit.open'), async (c) =>
      c.json(await readNextCameras(desk, c.get('actor'), pursuitIdOf(c.req.param()))),
    )
    .post('/pursuits/:pursuitId/end', policed('pursuit.end'), async (c) => {
      const { withdrawn } = parsed(endBody, (await bodyOf(c.req)) ?? {});
      await endPursuit(desk, c.get('actor'), pursuitIdOf(c.req.param()), withdrawn);
      return c.body(null, 204);
    })
    .post('/pursuits/:pursuitId/extensions', policed('pursuit.extend'), async (c) => {
      const body = parsed(extensionBody, await bodyOf(c.req));
      await extendPursuit(desk, c.get('actor'), pursuitIdOf(c.req.param()), body);
      return c.body(null, 204);
    });
};
