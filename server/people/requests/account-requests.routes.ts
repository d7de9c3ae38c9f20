import { Hono, type Context } from 'hono';
import { cityDay } from '../../cameras/city-day.rules.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound, parsed } from '../../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../../platform/policed.ts';
import { reasonBody } from '../accounts.schema.ts';
import { askBody, requestParam } from './account-requests.schema.ts';
import { askForAct } from './ask.ts';
import { confirmRequest, refuseRequest, withdrawRequest } from './decide.ts';
import { readRequests } from './read-requests.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** What one person asks about an overseer's account and another confirms, over HTTP (Art. 30(1), 30(3)). */
export const accountRequestsRoutes = ({ sql, now }: Deps) => {
  const requestOf = (c: Context): string => {
    const result = requestParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.requestId;
  };
  return new Hono<SignedInEnv>()
    .get('/account-requests', policed('account.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json({ requests: await readRequests(sql, c.get('actor'), now()) });
    })
    .post('/account-requests', policed('account.ask'), async (c) => {
      const body = parsed(askBody, await bodyOf(c));
      await askForAct(sql, c.get('actor'), body, cityDay(now()));
      return c.json({ requestId: body.requestId }, 202);
    })
    .post('/account-requests/:requestId/confirm', policed('account.confirm'), async (c) => {
      const { reason } = parsed(reasonBody, await bodyOf(c));
      const done = await confirmRequest(sql, c.get('actor'), requestOf(c), reason, cityDay(now()));
      c.header('Cache-Control', 'no-store');
      return c.json(done);
    })
    .post('/account-requests/:requestId/refuse', policed('account.confirm'), async (c) => {
      const { reason } = parsed(reasonBody, await bodyOf(c));
      await refuseRequest(sql, c.get('actor'), requestOf(c), reason);
      return c.body(null, 204);
    })
    .post('/account-requests/:requestId/withdraw', policed('account.ask'), async (c) => {
      const { reason } = parsed(reasonBody, await bodyOf(c));
      await withdrawRequest(sql, c.get('actor'), requestOf(c), reason);
      return c.body(null, 204);
    });
};
