import { Hono } from 'hono';
import { cameraIdText } from '../cameras/cameras.schema.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { rebootCamera, type RebootDesk } from './reboot-camera.ts';
import { rebootBody } from './reboot.schema.ts';

/** Starting a device anew over HTTP (Art. 12(2)). */
export const rebootRoutes = (desk: RebootDesk) =>
  new Hono<SignedInEnv>().post('/cameras/:cameraId/reboot', policed('camera.reboot'), async (c) => {
    const cameraId = cameraIdText.safeParse(c.req.param('cameraId'));
    if (!cameraId.success) throw notFound();
    const body = parsed(rebootBody, await c.req.json().catch(() => null));
    await rebootCamera(desk, c.get('actor'), cameraId.data, body);
    return c.body(null, 204);
  });
