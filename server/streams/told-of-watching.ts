import { selectCamerasForAct } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import type { PublishedEvent } from '../platform/events.ts';
import { selectFollowed } from '../pursuits/index.ts';
import { isToldOfWatching, type WatchedFacts } from './told-of-watching.rules.ts';

type FactsOf = (cameraId: number) => Promise<WatchedFacts | undefined>;

/** Those of the cameras of whose watching and looking this person is told (Art. 30(1)). */
export async function toldOfWatching(
  sql: Sql,
  actor: Actor,
  cameraIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const cameras = [...(await selectFacts(sql, cameraIds)).values()];
  return new Set(cameras.filter((camera) => isToldOfWatching(actor, camera)).map(({ cameraId }) => cameraId));
}

/** Whether an event is this person's to hear: that a camera is watched or turned only where `toldOfWatching` names it. */
export function hearsOfWatching(sql: Sql): (actor: Actor, event: PublishedEvent) => Promise<boolean> {
  const factsOf = together(sql);
  return async (actor, { kind, objectId }) => {
    if (kind !== 'live' && kind !== 'ptz') return true;
    const camera = objectId === null ? undefined : await factsOf(objectId);
    return camera !== undefined && isToldOfWatching(actor, camera);
  };
}

/** Reads once what many feeds ask in the same moment. */
function together(sql: Sql): FactsOf {
  let asked = new Set<number>();
  let reading: Promise<ReadonlyMap<number, WatchedFacts>> | null = null;
  return async (cameraId) => {
    asked.add(cameraId);
    reading ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const cameraIds = [...asked];
      asked = new Set();
      reading = null;
      return selectFacts(sql, cameraIds);
    });
    return (await reading).get(cameraId);
  };
}

async function selectFacts(sql: Sql, cameraIds: readonly number[]): Promise<Map<number, WatchedFacts>> {
  if (cameraIds.length === 0) return new Map();
  const [cameras, followed] = await Promise.all([
    selectCamerasForAct(sql, cameraIds),
    selectFollowed(sql, cameraIds),
  ]);
  return new Map(
    cameras.map((camera) => [camera.cameraId, { ...camera, followed: followed.has(camera.cameraId) }]),
  );
}
