import { KINDS, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { decodeFootprints } from '../../server/coverage/footprints.rules.ts';
import { planeBearing, planeOf } from '../../server/coverage/plane.rules.ts';
import { SightIndex, type Seeing, type SightCamera } from '../../server/coverage/sight.rules.ts';
import type { BarredArc, TurnedView } from '../../server/streams/ptz.schema.ts';
import { decodeHeights } from '../../server/coverage/terrain-bytes.rules.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { readGround } from '../api/coverage.ts';
import type { Fan } from '../map/fan-mesh.ts';
import { fieldOf } from './field.rules.ts';

/** Buildings read between two rests, so that no hand waits for them. */
const AT_ONCE = 1500;

/** What each camera sees among the buildings, by its number; null where nothing is known well enough to be drawn. */
export type Fields = ReadonlyMap<number, Fan | null>;

type Changed = readonly number[] | 'all';

/**
 * What every camera sees, as it hangs and as it looks now, worked out here among the city's buildings: a camera that
 * turns is drawn anew at once, without asking anybody.
 */
export class CitySight {
  phase = $state<'waiting' | 'reading' | 'ready' | 'failed'>('waiting');
  failure = $state.raw<unknown>(null);
  /** Another map with every change; null before the buildings are read. */
  fields = $state.raw<Fields | null>(null);
  #index = new SightIndex();
  #columns: CameraColumns | null = null;
  #turned: readonly TurnedView[] = [];
  #barred: readonly BarredArc[] = [];
  readonly #listeners = new Set<(cameraIds: Changed) => void>();
  #rows = new Map<number, string>();
  #etag: string | null = null;
  #heightsEtag: string | null = null;

  /** Reads the buildings, or looks whether they are others now. Throws nothing: the phase says how it went. */
  async read(): Promise<void> {
    if (this.phase === 'reading') return;
    if (this.phase !== 'ready') this.phase = 'reading';
    try {
      const [read, ground] = await Promise.all([
        readGround('footprints', this.#etag),
        readGround('heights', this.#heightsEtag),
      ]);
      const heights = ground === null ? this.#index.heights : decodeHeights(ground.bytes);
      if (read !== null) {
        const index = new SightIndex();
        let count = 0;
        for (const building of decodeFootprints(read.bytes)) {
          index.walls.add(building);
          if (++count % AT_ONCE === 0) await new Promise((rested) => setTimeout(rested));
        }
        this.#index = index;
        this.#etag = read.etag;
      }
      if (read !== null || ground !== null) {
        this.#index.setHeights(heights);
        this.#heightsEtag = ground?.etag ?? this.#heightsEtag;
        this.#rows.clear();
        this.fields = null;
        this.#tell('all');
      }
      this.phase = 'ready';
      if (this.#columns !== null) this.follow(this.#columns, this.#turned, this.#barred);
    } catch (failure) {
      this.failure = failure;
      this.phase = this.fields === null ? 'failed' : 'ready';
    }
  }

  /** The city's sight as it stands: for whoever counts with it and changes nothing in it. */
  get index(): SightIndex {
    return this.#index;
  }

  /** Called with the numbers of the cameras that came, went or look otherwise. Returns the unsubscriber. */
  onChange(listener: (cameraIds: Changed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(cameraIds: Changed): void {
    for (const listener of this.#listeners) listener(cameraIds);
  }

  /** The register, and which cameras look elsewhere now. Only those that look another way than before are worked out anew. */
  follow(columns: CameraColumns, turned: readonly TurnedView[], barred: readonly BarredArc[] = []): void {
    this.#columns = columns;
    this.#turned = turned;
    this.#barred = barred;
    if (this.phase !== 'ready') return;
    const fields = new Map(this.fields);
    const gone = new Set(fields.keys());
    const away = new Map(turned.map((view) => [view.cameraId, view]));
    const arcs = Map.groupBy(barred, ({ cameraId }) => cameraId);
    const changed: number[] = [];
    for (let row = 0; row < columns.count; row++) {
      const cameraId = columns.cameraId[row]!;
      gone.delete(cameraId);
      const view = away.get(cameraId);
      const noGo = arcs.get(cameraId) ?? [];
      const text = poseText(columns, row, view, noGo);
      if (this.#rows.get(cameraId) === text) continue;
      this.#rows.set(cameraId, text);
      changed.push(cameraId);
      if (columns.mobile[row]) {
        this.#index.removeCamera(cameraId);
        fields.set(cameraId, null);
        continue;
      }
      this.#index.setCamera(cameraOf(columns, row, view, noGo));
      const sure = this.#index.sureView(cameraId, 'live');
      fields.set(cameraId, sure === null ? null : fieldOf(sure));
    }
    for (const cameraId of gone) {
      changed.push(cameraId);
      fields.delete(cameraId);
      this.#rows.delete(cameraId);
      this.#index.removeCamera(cameraId);
    }
    if (changed.length === 0 && this.fields !== null) return;
    this.fields = fields;
    this.#tell(changed);
  }

  /** Who sees a place, or may, or can be turned to it, best first; null while the buildings are unread. */
  seeing(place: LonLat): Seeing[] | null {
    if (this.fields === null) return null;
    return this.#index.seeing(...planeOf(place));
  }
}

const POSE = [
  ...([
    'lon',
    'lat',
    'kind',
    'azimuthDeg',
    'hfovDeg',
    'rangeM',
    'nightRangeM',
    'heightM',
    'tiltDeg',
  ] as const),
  ...(['megapixels', 'mobile'] as const),
] as const;

const poseText = (
  columns: CameraColumns,
  row: number,
  view: TurnedView | undefined,
  barred: readonly BarredArc[],
): string =>
  [
    ...POSE.map((name) => columns[name][row]),
    ...(view === undefined ? [] : [view.azimuthDeg, view.hfovDeg, view.tiltDeg]),
    ...barred.flatMap(({ fromDeg, toDeg }) => ['|', fromDeg, toDeg]),
  ].join();

function cameraOf(
  columns: CameraColumns,
  row: number,
  view: TurnedView | undefined,
  barred: readonly BarredArc[],
): SightCamera {
  const place: LonLat = [columns.lon[row]!, columns.lat[row]!];
  const [east, north] = planeOf(place);
  const kind = KINDS[columns.kind[row]!]!;
  return {
    ...{ cameraId: columns.cameraId[row]!, kind: kind === 'unknown' ? null : kind, east, north },
    azimuthDeg: planeBearing(columns.azimuthDeg[row]!, place),
    hfovDeg: columns.hfovDeg[row]!,
    ...{ rangeM: columns.rangeM[row]!, heightM: columns.heightM[row]!, tiltDeg: columns.tiltDeg[row]! },
    ...{ nightRangeM: columns.nightRangeM[row]!, megapixels: columns.megapixels[row]! },
    turned:
      view === undefined
        ? null
        : {
            azimuthDeg: view.azimuthDeg === null ? NaN : planeBearing(view.azimuthDeg, place),
            hfovDeg: view.hfovDeg ?? NaN,
            tiltDeg: view.tiltDeg ?? NaN,
          },
    barred: barred.map(({ fromDeg, toDeg }) => ({
      fromDeg: planeBearing(fromDeg, place),
      toDeg: planeBearing(toDeg, place),
    })),
  };
}
