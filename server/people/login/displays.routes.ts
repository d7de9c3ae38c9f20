import { Hono } from 'hono';
import type { Deps } from '../../platform/deps.ts';
import { notFound, parsed } from '../../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../../platform/policed.ts';
import { displayParam, newDisplayBody } from './displays.schema.ts';
import { selectDisplays } from './displays.sql.ts';
import { endDisplay, registerDisplay, renewCode } from './displays.ts';

/** The screens of the video wall: who registered them, whether they are connected, and their end. */
export const displaysRoutes = (deps: Deps) => {
  const displayIdOf = (params: Record<string, string>): number => {
    const result = displayParam.safeParse(params);
    if (!result.success) throw notFound();
    return result.data.displayId;
  };
  return new Hono<SignedInEnv>()
    .get('/displays', policed('account.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await selectDisplays(deps.sql));
    })
    .post('/displays', policed('display.register'), async (c) => {
      const body = parsed(newDisplayBody, await c.req.json().catch(() => null));
      c.header('Cache-Control', 'no-store');
      return c.json(await registerDisplay(deps, c.get('actor'), body), 201);
    })
    .post('/displays/:displayId/code', policed('display.register'), async (c) => {
      const displayId = displayIdOf(c.req.param());
      c.header('Cache-Control', 'no-store');
      return c.json(await renewCode(deps, c.get('actor'), displayId), 201);
    })
    .delete('/displays/:displayId', policed('display.register'), async (c) => {
      await endDisplay(deps.sql, c.get('actor'), displayIdOf(c.req.param()));
      return c.body(null, 204);
    });
};
