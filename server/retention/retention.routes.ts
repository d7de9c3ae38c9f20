import { Hono } from 'hono';
import { cameraParam } from '../cameras/cameras.schema.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { keepLonger, keepNoLonger, type RetentionDesk } from './except-retention.ts';
import { endKeepingBody, keepingParam, longerKeepingBody } from './longer-keeping.schema.ts';

/** What is lawfully kept longer than the ceiling, over HTTP (Art. 31(1)). A camera's card tells what is in force. */
export const retentionRoutes = (desk: RetentionDesk) => {
  const cameraIdOf = (params: Record<string, string>): number => {
    const read = cameraParam.safeParse(params);
    if (!read.success) throw notFound();
    return read.data.cameraId;
  };
  const bodyOf = (request: { json: () => Promise<unknown> }): Promise<unknown> =>
    request.json().catch(() => null);

  return new Hono<SignedInEnv>()
    .post('/cameras/:cameraId/longer-keeping', policed('retention.except'), async (c) => {
      const body = parsed(longerKeepingBody, await bodyOf(c.req));
      await keepLonger(desk, c.get('actor'), cameraIdOf(c.req.param()), body);
      return c.body(null, 204);
    })
    .post('/cameras/:cameraId/longer-keeping/:keepingId/end', policed('retention.except'), async (c) => {
      const keeping = keepingParam.safeParse(c.req.param());
      if (!keeping.success) throw notFound();
      const { reason } = parsed(endKeepingBody, await bodyOf(c.req));
      await keepNoLonger(desk, c.get('actor'), cameraIdOf(c.req.param()), keeping.data.keepingId, reason);
      return c.body(null, 204);
    });
};
