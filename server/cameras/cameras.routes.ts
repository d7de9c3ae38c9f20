import { Hono } from 'hono';
import { knows, scopeOf } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type Env } from '../platform/policed.ts';
import {
  bboxQuery,
  cameraParam,
  cameraPatchBody,
  historyQuery,
  rowsBody,
  securityDecisionSchema,
  searchQuery,
  type CameraFeature,
  type CameraRow,
} from './cameras.schema.ts';
import { selectCamera, selectCamerasInBox, selectChanges, selectStatesSince } from './cameras.sql.ts';
import { refuseUnread } from './changed-meanwhile.ts';
import { cityDay } from './city-day.rules.ts';
import { editCamera } from './edit-camera.ts';
import { Fleet } from './fleet.ts';
import { protectCamera } from './protect-camera.ts';
import { readCard } from './read-card.ts';
import { prepareSearch, searchRegister } from './search-register.ts';
import { Snapshots } from './serve-snapshot.ts';

const PRIVATE = 'private, no-cache';

/** The register of cameras over HTTP. Every answer holds only what the asker may know to exist (Art. 10(4)). */
export const camerasRoutes = (deps: Deps) => {
  const fleet = new Fleet(deps);
  const snapshots = new Snapshots(fleet);
  const cameraIdOf = (params: Record<string, string>): number => {
    const result = cameraParam.safeParse(params);
    if (!result.success) throw notFound();
    return result.data.cameraId;
  };

  return new Hono<Env>()
    .get('/cameras/snapshot', policed('map.read'), async (c) => {
      const served = await snapshots.of(scopeOf(c.get('actor')), c.req.header('accept-encoding') ?? '');
      const headers = {
        ETag: served.etag,
        'Cache-Control': PRIVATE,
        Vary: 'Accept-Encoding, Cookie',
        'Content-Type': 'application/octet-stream',
        ...(served.encoding === null ? {} : { 'Content-Encoding': served.encoding }),
      };
      // A console that loads the fleet will soon search it.
      setImmediate(prepareSearch, served.image);
      if (c.req.header('if-none-match')?.includes(served.etag))
        return new Response(null, { status: 304, headers });
      return new Response(served.bytes, { headers });
    })
    .get('/cameras', policed('map.read'), async (c) => {
      const { bbox } = parsed(bboxQuery, c.req.query());
      const [image, rows] = await Promise.all([
        fleet.image(),
        selectCamerasInBox(deps.sql, scopeOf(c.get('actor')), bbox),
      ]);
      const features = rows.map(({ lon, lat, ...properties }): CameraFeature => {
        const derived = image.byId.get(properties.cameraId);
        return {
          type: 'Feature',
          id: properties.cameraId,
          geometry: { type: 'Point', coordinates: [lon, lat] },
          properties: {
            ...properties,
            purposes: [...(derived?.purposes ?? [])],
            mainPurpose: derived?.mainPurpose ?? null,
            department: derived?.department ?? null,
            signboard: derived?.signboard ?? 'missing',
          },
        };
      });
      c.header('Cache-Control', PRIVATE);
      return c.json({ type: 'FeatureCollection' as const, features });
    })
    .get('/cameras/search', policed('register.search'), async (c) => {
      const { q, limit } = parsed(searchQuery, c.req.query());
      const results = searchRegister(await fleet.image(), scopeOf(c.get('actor')), q, limit);
      c.header('Cache-Control', PRIVATE);
      return c.json({ results });
    })
    .post('/cameras/rows', policed('map.read'), async (c) => {
      const { cameraIds } = parsed(rowsBody, await c.req.json().catch(() => null));
      const [image, states] = await Promise.all([fleet.image(), selectStatesSince(deps.sql, cameraIds)]);
      const stateOf = new Map(states.map((state) => [state.cameraId, state]));
      const scope = scopeOf(c.get('actor'));
      const rows = cameraIds.flatMap((cameraId): CameraRow[] => {
        const camera = image.byId.get(cameraId);
        if (camera === undefined || !knows(scope, camera)) return [];
        const { managementNo, name, siteName, address, district, department } = camera;
        const { stateSince = null, stateCause = null } = stateOf.get(cameraId) ?? {};
        return [
          { cameraId, managementNo, name, siteName, address, district, department, stateSince, stateCause },
        ];
      });
      return c.json({ rows });
    })
    .get('/cameras/:cameraId', policed('map.read'), async (c) => {
      const card = await readCard(deps.sql, c.get('actor'), cameraIdOf(c.req.param()), deps.now());
      c.header('Cache-Control', 'no-store');
      return c.json(card);
    })
    .patch('/cameras/:cameraId', policed('camera.edit'), async (c) => {
      const cameraId = cameraIdOf(c.req.param());
      const { consultationId, read, ...patch } = parsed(
        cameraPatchBody,
        await c.req.json().catch(() => null),
      );
      refuseUnread(patch, read);
      const today = cityDay(deps.now());
      await editCamera(deps.sql, c.get('actor'), cameraId, { ...patch, read }, consultationId ?? null, today);
      fleet.changed(cameraId);
      return c.json(await readCard(deps.sql, c.get('actor'), cameraId, deps.now()));
    })
    .put('/cameras/:cameraId/protection', policed('camera.decide'), async (c) => {
      const cameraId = cameraIdOf(c.req.param());
      const decision = parsed(securityDecisionSchema, await c.req.json().catch(() => null));
      await protectCamera(deps.sql, c.get('actor'), cameraId, decision, cityDay(deps.now()));
      fleet.changed(cameraId);
      return c.json(await readCard(deps.sql, c.get('actor'), cameraId, deps.now()));
    })
    .delete('/cameras/:cameraId/protection', policed('camera.decide'), async (c) => {
      const cameraId = cameraIdOf(c.req.param());
      await protectCamera(deps.sql, c.get('actor'), cameraId, null, cityDay(deps.now()));
      fleet.changed(cameraId);
      return c.json(await readCard(deps.sql, c.get('actor'), cameraId, deps.now()));
    })
    .get('/cameras/:cameraId/history', policed('register.search'), async (c) => {
      const cameraId = cameraIdOf(c.req.param());
      const { before, limit } = parsed(historyQuery, c.req.query());
      const camera = await selectCamera(deps.sql, scopeOf(c.get('actor')), cameraId);
      if (camera === undefined) throw notFound();
      const changes = await selectChanges(deps.sql, cameraId, before ?? null, limit);
      c.header('Cache-Control', 'no-store');
      return c.json({ changes });
    });
};
