import { KINDS, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { decodeFootprints } from '../../server/coverage/footprints.rules.ts';
import { planeBearing, planeOf } from '../../server/coverage/plane.rules.ts';
import { SightIndex, type SightCamera } from '../../server/coverage/sight.rules.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { readFootprints } from '../api/coverage.ts';
import type { Fan } from '../map/fan-mesh.ts';
import { fieldOf } from './field.rules.ts';

const FISHEYE = KINDS.indexOf('fisheye');
/** Buildings read between two rests, so that no hand waits for them. */
const AT_ONCE = 1500;

/** What each camera sees among the buildings, by its number; null where nothing is known well enough to be drawn. */
export type Fields = ReadonlyMap<number, Fan | null>;

/**
 * What every camera sees as it looks now, worked out here among the city's buildings: a camera that turns is drawn anew
 * at once, without asking anybody.
 */
export class CitySight {
  phase = $state<'waiting' | 'reading' | 'ready' | 'failed'>('waiting');
  failure = $state.raw<unknown>(null);
  /** Another map with every change; null before the buildings are read. */
  fields = $state.raw<Fields | null>(null);
  #index = new SightIndex();
  #columns: CameraColumns | null = null;
  #rows = new Map<number, string>();
  #etag: string | null = null;

  /** Reads the buildings, or looks whether they are others now. Throws nothing: the phase says how it went. */
  async read(): Promise<void> {
    if (this.phase === 'reading') return;
    if (this.phase !== 'ready') this.phase = 'reading';
    try {
      const read = await readFootprints(this.#etag);
      if (read !== null) {
        const index = new SightIndex();
        let count = 0;
        for (const building of decodeFootprints(read.bytes)) {
          index.walls.add(building);
          if (++count % AT_ONCE === 0) await new Promise((rested) => setTimeout(rested));
        }
        this.#index = index;
        this.#etag = read.etag;
        this.#rows.clear();
        this.fields = null;
      }
      this.phase = 'ready';
      if (this.#columns !== null) this.follow(this.#columns);
    } catch (failure) {
      this.failure = failure;
      this.phase = this.fields === null ? 'failed' : 'ready';
    }
  }

  /** The fleet as it looks now. Only cameras that look another way than before are worked out anew. */
  follow(columns: CameraColumns): void {
    this.#columns = columns;
    if (this.phase !== 'ready') return;
    const fields = new Map(this.fields);
    const gone = new Set(fields.keys());
    let changed = this.fields === null;
    for (let row = 0; row < columns.count; row++) {
      const cameraId = columns.cameraId[row]!;
      gone.delete(cameraId);
      const text = poseText(columns, row);
      if (this.#rows.get(cameraId) === text) continue;
      this.#rows.set(cameraId, text);
      changed = true;
      if (columns.mobile[row]) {
        this.#index.removeCamera(cameraId);
        fields.set(cameraId, null);
        continue;
      }
      this.#index.setCamera(cameraOf(columns, row));
      const view = this.#index.sureView(cameraId, 'home');
      fields.set(cameraId, view === null ? null : fieldOf(view));
    }
    for (const cameraId of gone) {
      changed = true;
      fields.delete(cameraId);
      this.#rows.delete(cameraId);
      this.#index.removeCamera(cameraId);
    }
    if (changed) this.fields = fields;
  }

  /** Cameras that surely look at a place as they are turned now, best picture first; null while the buildings are unread. */
  seeing(place: LonLat): number[] | null {
    if (this.fields === null) return null;
    const [east, north] = planeOf(place);
    return this.#index
      .seeing(east, north)
      .filter(({ now }) => now)
      .map(({ cameraId }) => cameraId);
  }
}

const poseText = (
  { lon, lat, kind, azimuthDeg, hfovDeg, rangeM, heightM, tiltDeg, mobile }: CameraColumns,
  row: number,
) =>
  [lon, lat, kind, azimuthDeg, hfovDeg, rangeM, heightM, tiltDeg, mobile].map((column) => column[row]).join();

function cameraOf(columns: CameraColumns, row: number): SightCamera {
  const place: LonLat = [columns.lon[row]!, columns.lat[row]!];
  const [east, north] = planeOf(place);
  return {
    ...{
      cameraId: columns.cameraId[row]!,
      kind: columns.kind[row] === FISHEYE ? 'fisheye' : 'fixed',
      east,
      north,
    },
    azimuthDeg: planeBearing(columns.azimuthDeg[row]!, place),
    hfovDeg: columns.hfovDeg[row]!,
    ...{ rangeM: columns.rangeM[row]!, heightM: columns.heightM[row]!, tiltDeg: columns.tiltDeg[row]! },
    ...{ megapixels: NaN, turned: null, barred: [] },
  };
}
