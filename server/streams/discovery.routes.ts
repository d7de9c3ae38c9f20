import { Hono } from 'hono';
import { parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import type { Discovery } from './discover-devices.ts';
import { discoveryBody, type DiscoveryView } from './discovery.schema.ts';

/** Looking for devices inside the camera networks over HTTP; the answer tells how far a run is. */
export const discoveryRoutes = (discovery: Discovery) =>
  new Hono<SignedInEnv>()
    .get('/devices/discovery', policed('camera.discover'), async (c) =>
      c.json<DiscoveryView>(await discovery.read(c.get('actor'))),
    )
    .post('/devices/discovery', policed('camera.discover'), async (c) => {
      const body = parsed(discoveryBody, await c.req.json().catch(() => null));
      await discovery.start(c.get('actor'), body);
      return c.json<DiscoveryView>(await discovery.read(c.get('actor')), 202);
    });
