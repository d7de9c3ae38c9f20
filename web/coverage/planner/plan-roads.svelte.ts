import { lonLat } from '../../../geodata/lon-lat.ts';
import { placeOf, planeOf } from '../../../server/coverage/plane.rules.ts';
import type { RoadLine } from '../../../server/coverage/siting/street-density.rules.ts';
import { readRoads, type RoadFeatures } from '../../api/roads.ts';
import type { PlanAlternative } from '../../../server/coverage/siting/plan.schema.ts';

/** More than is needed is read at once, so that a camera that is moved about asks but now and then. */
const AHEAD_M = 400;

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Middle lines of the roads around where somebody plans. */
export class PlanRoads {
  lines = $state.raw<readonly RoadLine[]>([]);
  /** Whether they stand for what was asked last; without them nothing is said of a street. */
  phase = $state<'waiting' | 'ready' | 'failed'>('waiting');
  #box: Box | null = null;
  #asking = false;

  /** Throws nothing: whoever asks again tries again. */
  async want({ lon, lat, rangeM }: PlanAlternative): Promise<void> {
    const [east, north] = planeOf(lonLat(lon, lat));
    const box = this.#box;
    const isHeld =
      box !== null &&
      box.west <= east - rangeM &&
      box.east >= east + rangeM &&
      box.south <= north - rangeM &&
      box.north >= north + rangeM;
    if (isHeld || this.#asking) return;
    this.#asking = true;
    const away = rangeM + AHEAD_M;
    const asked: Box = { west: east - away, south: north - away, east: east + away, north: north + away };
    try {
      const [west, south] = placeOf(asked.west, asked.south);
      const [far, high] = placeOf(asked.east, asked.north);
      this.lines = linesOf(await readRoads([west, south, far, high]));
      this.#box = asked;
      this.phase = 'ready';
    } catch {
      this.phase = 'failed';
    } finally {
      this.#asking = false;
    }
  }
}

const linesOf = ({ features }: RoadFeatures): RoadLine[] =>
  features.flatMap(({ geometry, properties }) => {
    const parts = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
    return parts.map((part) => ({
      name: properties.name,
      points: Float64Array.from(part.flatMap(([lon, lat]) => planeOf(lonLat(lon!, lat!)))),
    }));
  });
