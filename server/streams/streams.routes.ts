import { Hono } from 'hono';
import { cameraIdText } from '../cameras/cameras.schema.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type Env } from '../platform/policed.ts';
import { connectCamera, disconnectCamera, readCameraConnection } from './connect-camera.ts';
import { askOwner, FORWARDED_BY } from './forward-live.ts';
import type { GatewayHosts } from './gateway-hosts.ts';
import { liveBody } from './live-quality.schema.ts';
import { LIVE_PATH } from './live-socket.ts';
import { openLive, type LiveDesk } from './open-live.ts';
import { readConnection } from './read-connection.ts';
import { toldOfWatching } from './told-of-watching.ts';

/**
 * Live video over HTTP: leave to watch, which cameras are on a screen now, and where a device answers. No route takes a
 * time (Art. 30(2)). `moved` is called with the camera whose device answers elsewhere from now on, or nowhere;
 * `lacksSmall` with one whose small picture was asked for and is not known.
 */
export const streamsRoutes = (
  deps: Deps,
  hosts: GatewayHosts,
  watchedCameraIds: () => number[],
  desk: LiveDesk,
  { moved, lacksSmall }: Record<'moved' | 'lacksSmall', (cameraId: number) => void>,
) => {
  const { config, sql } = deps;
  const cameraIdOf = (text: string): number => {
    const cameraId = cameraIdText.safeParse(text);
    if (!cameraId.success) throw notFound();
    return cameraId.data;
  };

  return new Hono<Env>()
    .post('/cameras/:cameraId/live', policed('camera.watch'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      const body = await c.req.text();
      const asked = parsed(liveBody, liveBodyOf(body));
      const { headers, url } = c.req.raw;
      const { pathname, search } = new URL(url);
      const ask = { cameraId, path: pathname + search, headers, body, clientAddress: c.get('clientAddress') };
      const elsewhere = await askOwner(hosts, ask);
      if (elsewhere) return elsewhere as never;
      const { ticket, quality } = await openLive(desk, c.get('actor'), cameraId, asked);
      if (asked.quality !== quality) lacksSmall(cameraId);
      const page = new URL(config.publicUrl ?? c.req.url);
      page.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
      c.header('Cache-Control', 'no-store');
      const own = headers.has(FORWARDED_BY) ? `${hosts.gatewayId}/` : '';
      return c.json({ url: new URL(`${LIVE_PATH}${own}${ticket}`, page).href, quality });
    })
    .get('/cameras/:cameraId/stream', policed('camera.connect'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      c.header('Cache-Control', 'no-store');
      return c.json(await readCameraConnection(deps, c.get('actor'), cameraId));
    })
    .put('/cameras/:cameraId/stream', policed('camera.connect'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      const connection = readConnection(await c.req.json().catch(() => null));
      await connectCamera(deps, c.get('actor'), cameraId, connection);
      moved(cameraId);
      c.header('Cache-Control', 'no-store');
      return c.json(await readCameraConnection(deps, c.get('actor'), cameraId));
    })
    .delete('/cameras/:cameraId/stream', policed('camera.connect'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await disconnectCamera(deps, c.get('actor'), cameraId);
      moved(cameraId);
      return c.body(null, 204);
    })
    .get('/streams/live', policed('map.read'), async (c) => {
      const told = await toldOfWatching(sql, c.get('actor'), watchedCameraIds());
      c.header('Cache-Control', 'private, no-store');
      return c.json({ cameraIds: [...told] });
    });
};

/** An empty body asks for what is usual; one that is no JSON is blamed as a whole. */
function liveBodyOf(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
