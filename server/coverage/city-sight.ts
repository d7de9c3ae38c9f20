import { lonLat } from '../../geodata/lon-lat.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import type { Protection } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { selectTurned } from '../streams/index.ts';
import { widthAt } from '../streams/ptz.rules.ts';
import { selectFootprints, selectSightRows, type SightRow } from './coverage.sql.ts';
import { planeBearing, planeOf } from './plane.rules.ts';
import { readFootprint } from './read-footprint.ts';
import { SightIndex, type SightCamera } from './sight.rules.ts';
import { selectHeights, selectHeightsLoaded } from './terrain.sql.ts';
import { buildingOf, type Building } from './walls.rules.ts';

/** More changed cameras than this are read faster with all of them. */
const FEW = 500;

type Known = Omit<Protection, 'purposes'> & Pick<SightRow, 'cameraId' | 'owner' | 'watched' | 'purposes'>;

/** One city's sight as it stands: the index, and who may know of which camera. */
export interface CitySightImage {
  readonly index: SightIndex;
  readonly known: ReadonlyMap<number, Known>;
  /** In order of their numbers; another array whenever one of them changed. */
  readonly buildings: readonly Building[];
}

/**
 * The whole city's sight in memory. Read on demand; events say what to read again: one camera, the turned ones, or all.
 * Only what differs is worked out anew.
 */
export class CitySight {
  readonly #deps: Deps;
  readonly #index = new SightIndex();
  readonly #known = new Map<number, Known>();
  readonly #rows = new Map<number, string>();
  readonly #buildings = new Map<number, Building>();
  #buildingList: readonly Building[] = [];
  #day = '';
  #allCameras = true;
  #allBuildings = true;
  #heights = true;
  #heightsDigest: string | null = null;
  #turned = true;
  #cameraIds = new Set<number>();
  #reading: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.#deps = deps;
    deps.events.subscribe(({ kind, objectId }) => {
      if (kind === 'ptz') this.#turned = true;
      else if (kind === 'layer') this.#heights = this.#allBuildings = this.#allCameras = true;
      else if (kind === 'register') this.#allCameras = true;
      else if (kind === 'camera' && objectId !== null) this.#cameraIds.add(objectId);
      else if (kind === 'camera') this.#allCameras = true;
    });
  }

  /** The city's sight with every change that was announced before this call. */
  async image(): Promise<CitySightImage> {
    const next = this.#reading.catch(() => undefined).then(() => this.#refresh());
    this.#reading = next;
    await next;
    return { index: this.#index, known: this.#known, buildings: this.#buildingList };
  }

  async #refresh(): Promise<void> {
    const day = cityDay(this.#deps.now());
    if (day !== this.#day) this.#allCameras = true;
    if (this.#heights) await this.#readHeights();
    if (this.#allBuildings) await this.#readBuildings();
    if (this.#allCameras || this.#cameraIds.size > 0) await this.#readCameras(day);
    if (this.#turned) await this.#readTurned();
  }

  async #readHeights(): Promise<void> {
    this.#heights = false;
    try {
      const loaded = await selectHeightsLoaded(this.#deps.sql);
      if ((loaded?.digest ?? null) === this.#heightsDigest) return;
      const read = await selectHeights(this.#deps.sql);
      this.#index.setHeights(read?.grid ?? null);
      this.#heightsDigest = read?.digest ?? null;
    } catch (error) {
      this.#heights = true;
      throw error;
    }
  }

  async #readBuildings(): Promise<void> {
    this.#allBuildings = false;
    try {
      const gone = new Set(this.#buildings.keys());
      for (const { buildingId, heightM, footprint } of await selectFootprints(this.#deps.sql)) {
        const building = buildingOf(buildingId, readFootprint(footprint), heightM ?? NaN);
        if (building === null) continue;
        gone.delete(buildingId);
        const standing = this.#buildings.get(buildingId);
        if (standing !== undefined && isSame(standing, building)) continue;
        this.#buildings.set(buildingId, building);
        this.#index.setBuilding(building);
      }
      for (const buildingId of gone) {
        this.#buildings.delete(buildingId);
        this.#index.removeBuilding(buildingId);
      }
      this.#buildingList = [...this.#buildings.values()].sort((a, b) => a.buildingId - b.buildingId);
    } catch (error) {
      this.#allBuildings = true;
      throw error;
    }
  }

  async #readCameras(day: string): Promise<void> {
    const all = this.#allCameras || this.#cameraIds.size > FEW;
    const asked = [...this.#cameraIds];
    this.#allCameras = false;
    this.#cameraIds.clear();
    try {
      const rows = await selectSightRows(this.#deps.sql, all ? null : asked, day);
      this.#day = day;
      const gone = new Set(all ? this.#known.keys() : asked);
      for (const row of rows) {
        gone.delete(row.cameraId);
        this.#known.set(row.cameraId, row);
        const text = JSON.stringify(row);
        if (this.#rows.get(row.cameraId) === text) continue;
        this.#rows.set(row.cameraId, text);
        const turned = this.#index.camera(row.cameraId)?.turned ?? null;
        this.#index.setCamera({ ...cameraOf(row), turned });
      }
      for (const cameraId of gone) {
        this.#known.delete(cameraId);
        this.#rows.delete(cameraId);
        this.#index.removeCamera(cameraId);
      }
    } catch (error) {
      this.#allCameras = true;
      throw error;
    }
  }

  async #readTurned(): Promise<void> {
    this.#turned = false;
    try {
      const now = new Map((await selectTurned(this.#deps.sql)).map((row) => [row.cameraId, row]));
      for (const camera of this.#index.cameras()) {
        const row = now.get(camera.cameraId);
        if (row === undefined && camera.turned === null) continue;
        const { lon, lat } = JSON.parse(this.#rows.get(camera.cameraId)!) as SightRow;
        const turned: SightCamera['turned'] =
          row === undefined
            ? null
            : {
                azimuthDeg: row.bearingDeg === null ? NaN : planeBearing(row.bearingDeg, [lon, lat]),
                hfovDeg:
                  row.hfovDeg === null || row.zoom === null || row.zoomTimes === null
                    ? NaN
                    : widthAt(row.hfovDeg, row.zoom, { zoomTimes: row.zoomTimes }),
                tiltDeg: row.tiltDeg ?? NaN,
              };
        if (JSON.stringify(turned) !== JSON.stringify(camera.turned))
          this.#index.setCamera({ ...camera, turned });
      }
    } catch (error) {
      this.#turned = true;
      throw error;
    }
  }
}

function cameraOf(row: SightRow): SightCamera {
  const place = lonLat(row.lon, row.lat);
  const [east, north] = planeOf(place);
  return {
    ...{ cameraId: row.cameraId, kind: row.kind, east, north, turned: null },
    azimuthDeg: row.azimuthDeg === null ? NaN : planeBearing(row.azimuthDeg, place),
    hfovDeg: row.hfovDeg ?? NaN,
    rangeM: row.rangeM ?? NaN,
    nightRangeM: row.nightRangeM ?? NaN,
    heightM: row.heightM ?? NaN,
    tiltDeg: row.tiltDeg ?? NaN,
    megapixels: row.megapixels ?? NaN,
    barred: row.barred.map(({ fromDeg, toDeg }) => ({
      fromDeg: planeBearing(fromDeg, place),
      toDeg: planeBearing(toDeg, place),
    })),
  };
}

const isSame = (a: Building, b: Building): boolean =>
  Object.is(a.heightM, b.heightM) &&
  a.edges.length === b.edges.length &&
  a.edges.every((value, i) => value === b.edges[i]);
