import { Hono } from 'hono';
import { z } from 'zod';
import { cameraIdText } from '../cameras/cameras.schema.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type Env } from '../platform/policed.ts';
import { addBarredSector, liftBarredSector } from './barred-sectors.ts';
import { calibrateCamera, readCalibration } from './ptz-calibrate.ts';
import {
  barredSectorBody,
  calibrationBody,
  endSectorBody,
  goToPresetBody,
  holdBody,
  keepPresetBody,
  moveBody,
  nudgeBody,
  type PtzView,
} from './ptz.schema.ts';
import { goToPreset, keepPreset, readPresetViews } from './ptz-presets.ts';
import { readBarredArcs, readPtz, readTurnedViews } from './read-ptz.ts';
import {
  holdCamera,
  moveCamera,
  nudgeCamera,
  releaseCamera,
  sendHome,
  stopCamera,
  type PtzDesk,
} from './turn-camera.ts';

/** Turning a camera over HTTP (Art. 11(1)): every command answers with how the camera stands now. */
export const ptzRoutes = (desk: PtzDesk) => {
  const cameraIdOf = (text: string): number => {
    const cameraId = cameraIdText.safeParse(text);
    if (!cameraId.success) throw notFound();
    return cameraId.data;
  };
  const sectorIdOf = (text: string): string => {
    const sectorId = z.uuid().safeParse(text);
    if (!sectorId.success) throw notFound();
    return sectorId.data;
  };
  const bodyOf = (request: { json: () => Promise<unknown> }): Promise<unknown> =>
    request.json().catch(() => null);

  return new Hono<Env>()
    .get('/ptz/views', policed('map.read'), async (c) =>
      c.json({
        views: await readTurnedViews(desk.sql, c.get('actor')),
        barred: await readBarredArcs(desk, c.get('actor')),
      }),
    )
    .get('/cameras/:cameraId/ptz', policed('camera.turn'), async (c) =>
      c.json<PtzView>(await readPtz(desk, c.get('actor'), cameraIdOf(c.req.param('cameraId')))),
    )
    .post('/cameras/:cameraId/ptz', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await moveCamera(desk, c.get('actor'), cameraId, parsed(moveBody, await bodyOf(c.req)));
      return c.json<PtzView>(await readPtz(desk, c.get('actor'), cameraId));
    })
    .post('/cameras/:cameraId/ptz/hold', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await holdCamera(desk, c.get('actor'), cameraId, parsed(holdBody, await bodyOf(c.req)));
      return c.json<PtzView>(await readPtz(desk, c.get('actor'), cameraId));
    })
    .post('/cameras/:cameraId/ptz/nudge', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await nudgeCamera(desk, c.get('actor'), cameraId, parsed(nudgeBody, await bodyOf(c.req)));
      return c.body(null, 204);
    })
    .post('/cameras/:cameraId/ptz/stop', policed('camera.turn'), async (c) => {
      await stopCamera(desk, c.get('actor'), cameraIdOf(c.req.param('cameraId')));
      return c.body(null, 204);
    })
    .post('/cameras/:cameraId/ptz/home', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await sendHome(desk, c.get('actor'), cameraId);
      return c.json<PtzView>(await readPtz(desk, c.get('actor'), cameraId));
    })
    .post('/cameras/:cameraId/ptz/release', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await releaseCamera(desk, c.get('actor'), cameraId);
      return c.json<PtzView>(await readPtz(desk, c.get('actor'), cameraId));
    })
    .get('/cameras/:cameraId/ptz/presets', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      return c.json({ presets: await readPresetViews(desk, c.get('actor'), cameraId) });
    })
    .post('/cameras/:cameraId/ptz/presets', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await keepPreset(desk, c.get('actor'), cameraId, parsed(keepPresetBody, await bodyOf(c.req)));
      return c.json({ presets: await readPresetViews(desk, c.get('actor'), cameraId) });
    })
    .post('/cameras/:cameraId/ptz/preset', policed('camera.turn'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await goToPreset(desk, c.get('actor'), cameraId, parsed(goToPresetBody, await bodyOf(c.req)));
      return c.json<PtzView>(await readPtz(desk, c.get('actor'), cameraId));
    })
    .get('/cameras/:cameraId/ptz/calibration', policed('camera.connect'), async (c) =>
      c.json(await readCalibration(desk, c.get('actor'), cameraIdOf(c.req.param('cameraId')))),
    )
    .put('/cameras/:cameraId/ptz/calibration', policed('camera.connect'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await calibrateCamera(desk, c.get('actor'), cameraId, parsed(calibrationBody, await bodyOf(c.req)));
      return c.body(null, 204);
    })
    .post('/cameras/:cameraId/barred-sectors', policed('camera.bar'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      await addBarredSector(desk, c.get('actor'), cameraId, parsed(barredSectorBody, await bodyOf(c.req)));
      return c.body(null, 204);
    })
    .post('/cameras/:cameraId/barred-sectors/:sectorId/end', policed('camera.bar'), async (c) => {
      const cameraId = cameraIdOf(c.req.param('cameraId'));
      const { reason } = parsed(endSectorBody, await bodyOf(c.req));
      await liftBarredSector(desk, c.get('actor'), cameraId, sectorIdOf(c.req.param('sectorId')), reason);
      return c.body(null, 204);
    });
};
