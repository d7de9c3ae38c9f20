import type { Deps } from '../platform/deps.ts';
import type { CameraTargets } from './camera-targets.ts';
import { PtzHeads } from './ptz-heads.ts';
import { ptzRoutes } from './ptz.routes.ts';
import { ToldPans } from './told-pans.ts';

export interface Ptz {
  readonly routes: ReturnType<typeof ptzRoutes>;
  readonly stop: () => Promise<void>;
}

/** Cameras that turn: their routes, and the heads that are held or on their way home. */
export function createPtz(deps: Deps, targets: CameraTargets, minds = true): Ptz {
  const { sql, now, events } = deps;
  const heads = new PtzHeads(deps, targets);
  const routes = ptzRoutes({ sql, now, heads, told: new ToldPans() });
  // One program alone minds the heads: each of two would turn home what the other one holds.
  if (!minds) return { routes, stop: () => Promise.resolve() };
  const unlisten = events.onRights(() => void heads.sweep());
  const unsubscribe = events.subscribe(({ kind, objectId }) => {
    if (kind !== 'camera' || objectId === null) return;
    heads
      .inTurn(objectId, () => heads.changed(objectId))
      .catch((error: unknown) => console.error('ptz:', (error as Error).message));
  });
  heads.start();
  return {
    routes,
    stop: async () => {
      unlisten();
      unsubscribe();
      await heads.stop();
    },
  };
}
