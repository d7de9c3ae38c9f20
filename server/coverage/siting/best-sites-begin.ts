import { act } from '../../platform/act.ts';
import { knows, scopeOf, type Actor } from '../../platform/access.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { invalid } from '../../platform/http-errors.ts';
import type { CitySight } from '../city-sight.ts';
import type { Ring } from '../cells.rules.ts';
import { demandsOf } from '../demand/demands.ts';
import { readFootprint, readLines } from '../read-footprint.ts';
import type { SightCamera } from '../sight.rules.ts';
import { cornersOf, placesAlong, type Place, type RoadLine } from './best-sites-places.rules.ts';
import type { SearchTask } from './best-sites-run.ts';
import type { BestSiteSearches } from './best-sites-searches.ts';
import type { BestSitesBody } from './best-sites.schema.ts';
import { selectAreaGround, selectRoadsIn, type Area } from './best-sites.sql.ts';

/** Sites that are compared at most. */
const MOST_SITES = 4000;

/**
 * Gathers what a search works with and begins it; the same number again is the same search. Only what the asker may know
 * of goes into it: ground that a protected camera sees counts as unseen for whoever does not know of it (Art. 10(4)).
 * 400 where the area, the demand or the sites are none or too many, 409 and 429 as {@link BestSiteSearches} says.
 */
export async function beginSearch(
  deps: Deps,
  sight: CitySight,
  searches: BestSiteSearches,
  actor: Actor,
  asked: BestSitesBody,
): Promise<void> {
  const accountId = actor.accountId!;
  if (searches.isOf(accountId, asked.searchId)) return;
  searches.mayBegin(accountId, asked.searchId);
  const demand = asked.demandId === null ? null : await demandOf(deps, asked.demandId);
  const { index, known, buildings } = await sight.image();
  const scope = scopeOf(actor);
  const object = { kind: 'siting-search', id: asked.searchId, departmentId: actor.departmentId };
  const task = await act(deps.sql, actor, 'siting.search', object, async (tx, note): Promise<SearchTask> => {
    const area = await groundOf(tx, asked);
    const reach = boxOf(area, Math.max(...asked.models.map(({ rangeM }) => rangeM)));
    const cameras = index
      .inBox(...boxOf(area, 0))
      .filter(({ cameraId }) => knows(scope, known.get(cameraId)!));
    const places = await placesOf(tx, asked, area, cameras);
    note({ sites: places.length, most: asked.most, budget: asked.budget });
    return {
      ...{ area, places, models: asked.models, demand },
      limits: { most: asked.most ?? Infinity, budget: asked.budget ?? Infinity },
      standing: asked.avoidSeen ? cameras : [],
      buildings: buildings.filter((each) => meets(each, reach)),
      heights: index.heights,
    };
  });
  // Somebody may have begun another one meanwhile.
  searches.mayBegin(accountId, asked.searchId);
  const told =
    demand === null ? null : { title: demand.title, unit: demand.unit, synthetic: demand.synthetic };
  searches.start(accountId, { asked, task, demand: told });
}

async function demandOf(deps: Deps, demandId: number): Promise<NonNullable<SearchTask['demand']>> {
  const demand = (await demandsOf(deps).all()).find((each) => each.demandId === demandId);
  if (demand === undefined)
    throw invalid(
      'demandId',
      '그 수요 자료가 지금은 없습니다. 목록에서 다시 골라 주십시오.',
      'That demand is not loaded any more. Choose again from the list.',
    );
  return demand;
}

const areaIn = ({ box, districtId }: BestSitesBody): Area =>
  box === null ? { box, districtId: districtId! } : { box, districtId: null };

async function groundOf(tx: Sql | Tx, asked: BestSitesBody): Promise<Ring[]> {
  const ground = await selectAreaGround(tx, areaIn(asked), asked.demandId === null ? asked.over : 'ground');
  if (ground === undefined)
    throw invalid(
      'districtId',
      '그런 읍면동이 없습니다. 다시 골라 주십시오.',
      'There is no such district. Choose again.',
    );
  const rings = readFootprint(ground).flatMap((polygon) =>
    polygon.map((ring) => Float64Array.from(ring.flat())),
  );
  if (rings.length === 0)
    throw invalid(
      'box',
      '이 범위에는 보일 땅이 없습니다. 지도를 옮기거나 보일 것을 바꿔 다시 찾아 주십시오.',
      'There is no such ground in this area. Move the map or choose what is to be seen anew.',
    );
  return rings;
}

/** West, south, east, north in metres of the plane, wider by so many metres. */
function boxOf(area: readonly Ring[], byM: number): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of area)
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]! - byM);
      box[1] = Math.min(box[1], ring[i + 1]! - byM);
      box[2] = Math.max(box[2], ring[i]! + byM);
      box[3] = Math.max(box[3], ring[i + 1]! + byM);
    }
  return box;
}

const meets = (
  each: SearchTask['buildings'][number],
  [west, south, east, north]: readonly [number, number, number, number],
): boolean => each.east >= west && each.west <= east && each.north >= south && each.south <= north;

async function placesOf(
  tx: Sql | Tx,
  asked: BestSitesBody,
  area: readonly Ring[],
  cameras: readonly SightCamera[],
): Promise<Place[]> {
  const places =
    asked.candidates === 'poles' ? polesOf(cameras, area) : alongRoads(asked, await roadsIn(tx, asked));
  if (places.length === 0)
    throw invalid(
      'candidates',
      '이 범위에는 카메라를 세울 자리가 없습니다. 자리를 고르는 방법을 바꾸거나 범위를 넓혀 주십시오.',
      'There is no site for a camera in this area. Choose another kind of site or a wider area.',
    );
  if (places.length > MOST_SITES)
    throw invalid(
      asked.candidates === 'streets' ? 'everyM' : 'box',
      `견줄 자리가 ${places.length.toLocaleString('ko')}곳입니다. ${MOST_SITES.toLocaleString('ko')}곳까지 견줍니다. 간격을 넓히거나 범위를 좁혀 주십시오.`,
      `There are ${places.length.toLocaleString('en')} sites; ${MOST_SITES.toLocaleString('en')} are compared at most. Widen the spacing or narrow the area.`,
    );
  return places;
}

const alongRoads = ({ candidates, everyM }: BestSitesBody, roads: readonly RoadLine[]): Place[] =>
  candidates === 'corners' ? cornersOf(roads) : placesAlong(roads, everyM);

async function roadsIn(tx: Sql | Tx, asked: BestSitesBody): Promise<RoadLine[]> {
  const rows = await selectRoadsIn(tx, areaIn(asked));
  return rows.flatMap(({ name, widthM, line }) =>
    readLines(line).map((points) => ({ name, widthM, points })),
  );
}

/** The poles on which the known cameras of the area hang; several on one are one place. */
function polesOf(cameras: readonly SightCamera[], area: readonly Ring[]): Place[] {
  const [west, south, east, north] = boxOf(area, 0);
  const poles = new Map<string, Place>();
  for (const camera of cameras) {
    if (camera.east < west || camera.east > east || camera.north < south || camera.north > north) continue;
    const pole = { east: camera.east, north: camera.north, street: null, alongDeg: 0, asideM: 0 };
    poles.set(`${Math.round(camera.east)} ${Math.round(camera.north)}`, pole);
  }
  return [...poles.values()];
}
