import { Hono } from 'hono';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { addFoundDevice } from './add-found-device.ts';
import type { Discovery, DiscoveryDeps } from './discover-devices.ts';
import {
  discoveryBody,
  discoveryQuery,
  foundDeviceParam,
  ignoreBody,
  newCameraBody,
  type DiscoveryView,
} from './discovery.schema.ts';
import { ignoreDevice } from './ignore-device.ts';
import { readDiscovery } from './read-discovery.ts';

/** Looking for devices inside the camera networks over HTTP, and what was found; the answer tells how far a run is. */
export const discoveryRoutes = (deps: DiscoveryDeps, discovery: Discovery) => {
  const foundDeviceIdOf = (params: Record<string, string>): number => {
    const result = foundDeviceParam.safeParse(params);
    if (!result.success) throw notFound();
    return result.data.foundDeviceId;
  };
  return new Hono<SignedInEnv>()
    .get('/devices/discovery', policed('camera.discover'), async (c) => {
      const { show } = parsed(discoveryQuery, c.req.query());
      return c.json<DiscoveryView>(await readDiscovery(deps, c.get('actor'), show));
    })
    .post('/devices/discovery', policed('camera.discover'), async (c) => {
      const body = parsed(discoveryBody, await c.req.json().catch(() => null));
      await discovery.start(c.get('actor'), body);
      return c.json<DiscoveryView>(await readDiscovery(deps, c.get('actor'), 'open'), 202);
    })
    .post('/devices/:foundDeviceId/camera', policed('camera.add'), async (c) => {
      const foundDeviceId = foundDeviceIdOf(c.req.param());
      const body = parsed(newCameraBody, await c.req.json().catch(() => null));
      return c.json({ cameraId: await addFoundDevice(deps, c.get('actor'), foundDeviceId, body) }, 201);
    })
    .put('/devices/:foundDeviceId/ignored', policed('camera.discover'), async (c) => {
      const foundDeviceId = foundDeviceIdOf(c.req.param());
      const { reason } = parsed(ignoreBody, await c.req.json().catch(() => null));
      await ignoreDevice(deps, c.get('actor'), foundDeviceId, reason);
      return c.body(null, 204);
    })
    .delete('/devices/:foundDeviceId/ignored', policed('camera.discover'), async (c) => {
      await ignoreDevice(deps, c.get('actor'), foundDeviceIdOf(c.req.param()), null);
      return c.body(null, 204);
    });
};
