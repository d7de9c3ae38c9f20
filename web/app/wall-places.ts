import type { VideoWall } from '../wall/video-wall.svelte.ts';
import type { Situation } from './situation.svelte.ts';

/** Where the cameras of the screen stand on the small map, in its pixels; read anew with every move of the map. */
export function wallPlaces(wall: VideoWall, situation: Situation, chosen: number | null) {
  void situation.window;
  const { map, fleet } = situation;
  if (map === null) return [];
  return wall.screen.flatMap((cell, tile) => {
    const row = typeof cell === 'number' ? fleet.rowOf(cell) : null;
    if (row === null) return [];
    const [x, y] = map.project([fleet.columns.lon[row]!, fleet.columns.lat[row]!]);
    const { badge, state } = wall.factsOf(cell);
    return [{ tile: tile + 1, x, y, badge, live: state === 'live', chosen: tile === chosen }];
  });
}
