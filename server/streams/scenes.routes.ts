import { Hono, type Context } from 'hono';
import { cameraParam } from '../cameras/cameras.schema.ts';
import type { Deps } from '../platform/deps.ts';
import { reasonGiven } from '../platform/export-reason.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { changeScene, keepScene, removeScene } from './keep-scene.ts';
import { keepSequence, removeSequence } from './keep-sequence.ts';
import { readOwnWall } from './read-own-wall.ts';
import { readScenes } from './read-scenes.ts';
import {
  sceneBody,
  sceneChange,
  sceneParam,
  sequenceBody,
  sequenceParam,
  stillBody,
} from './scenes.schema.ts';
import { clearDisplay, showOnDisplay } from './show-on-display.ts';
import { takeStill } from './take-still.ts';
import { showBody, wallDisplayParam } from './wall-displays.schema.ts';
import { selectWallDisplays } from './wall-displays.sql.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** The video wall over HTTP: scenes, sequences, what stands on the displays of the room, and stills. No route here gives or takes a picture (Art. 30(2)). */
export const scenesRoutes = (deps: Deps, isWatching: (sessionId: string, cameraId: number) => boolean) => {
  const { sql, now } = deps;
  const sceneIdOf = (c: Context): string => {
    const params = sceneParam.safeParse(c.req.param());
    if (!params.success) throw notFound();
    return params.data.sceneId;
  };
  const sequenceIdOf = (c: Context): string => {
    const params = sequenceParam.safeParse(c.req.param());
    if (!params.success) throw notFound();
    return params.data.sequenceId;
  };
  const displayIdOf = (c: Context): number => {
    const params = wallDisplayParam.safeParse(c.req.param());
    if (!params.success) throw notFound();
    return params.data.displayId;
  };
  return new Hono<SignedInEnv>()
    .get('/wall/own', policed('map.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await readOwnWall(sql, c.get('actor'), now()));
    })
    .get('/wall/displays', policed('wall.show'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json({ displays: await selectWallDisplays(sql) });
    })
    .put('/wall/displays/:displayId', policed('wall.show'), async (c) => {
      await showOnDisplay(sql, c.get('actor'), displayIdOf(c), parsed(showBody, await bodyOf(c)));
      return c.body(null, 204);
    })
    .delete('/wall/displays/:displayId', policed('wall.show'), async (c) => {
      await clearDisplay(sql, c.get('actor'), displayIdOf(c));
      return c.body(null, 204);
    })
    .get('/wall', policed('scene.keep'), async (c) => c.json(await readScenes(sql, c.get('actor'), now())))
    .put('/wall/scenes/:sceneId', policed('scene.keep'), async (c) => {
      await keepScene(sql, c.get('actor'), sceneIdOf(c), parsed(sceneBody, await bodyOf(c)), now);
      return c.body(null, 204);
    })
    .patch('/wall/scenes/:sceneId', policed('scene.keep'), async (c) => {
      await changeScene(sql, c.get('actor'), sceneIdOf(c), parsed(sceneChange, await bodyOf(c)));
      return c.body(null, 204);
    })
    .delete('/wall/scenes/:sceneId', policed('scene.keep'), async (c) => {
      await removeScene(sql, c.get('actor'), sceneIdOf(c));
      return c.body(null, 204);
    })
    .put('/wall/sequences/:sequenceId', policed('scene.keep'), async (c) => {
      await keepSequence(sql, c.get('actor'), sequenceIdOf(c), parsed(sequenceBody, await bodyOf(c)), now);
      return c.body(null, 204);
    })
    .delete('/wall/sequences/:sequenceId', policed('scene.keep'), async (c) => {
      await removeSequence(sql, c.get('actor'), sequenceIdOf(c));
      return c.body(null, 204);
    })
    .post('/cameras/:cameraId/still', policed('still.take'), async (c) => {
      const params = cameraParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      const given = (await bodyOf(c)) as { reason?: unknown } | null;
      const reason = reasonGiven(typeof given?.reason === 'string' ? given.reason : undefined);
      const body = parsed(stillBody, { ...given, reason });
      c.header('Cache-Control', 'no-store');
      return c.json(await takeStill(deps, isWatching, c.get('actor'), params.data.cameraId, body), 201);
    });
};
