import { knows, type Scope } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { readSignFacts, selectCamerasOfSameSigns } from '../signboards/index.ts';
import { cityDay } from './city-day.rules.ts';
import { mortonSorted, type ColumnRow, type DeviceStanding } from './fleet-columns.rules.ts';
import { selectDeviceStates, selectDistricts, selectFleet, selectPlaces } from './fleet.sql.ts';
import type { FleetRow, NamedPoint } from './fleet.sql.ts';

export type FleetCamera = ColumnRow &
  Pick<FleetRow, 'departmentId' | 'managementNo' | 'name' | 'siteName' | 'address'>;

/** The whole register as it stood at one moment, along the Z-order curve. Nothing in it is filtered yet. */
export interface FleetImage {
  readonly day: string;
  readonly cameras: readonly FleetCamera[];
  readonly byId: ReadonlyMap<number, FleetCamera>;
  readonly states: ReadonlyMap<number, DeviceStanding>;
  readonly places: readonly NamedPoint[];
  readonly districts: readonly NamedPoint[];
}

/** More changed cameras than this are read faster with the whole register. */
const FEW = 500;

/**
 * The register in memory for questions about all cameras at once (snapshot, search, notice states in a box). Read on
 * demand; events say what to read again: one camera with those that share its sign, one device, or everything.
 */
export class Fleet {
  readonly #deps: Deps;
  #image: Promise<FleetImage> | undefined;
  #day = '';
  #everything = true;
  #cameraIds = new Set<number>();
  #deviceIds = new Set<number>();

  constructor(deps: Deps) {
    this.#deps = deps;
    deps.events.subscribe(({ kind, objectId }) => {
      if (kind === 'live' || kind === 'ptz') return;
      if (objectId === null || kind === 'register' || kind === 'layer') this.#everything = true;
      else if (kind === 'device') this.#deviceIds.add(objectId);
      else this.#cameraIds.add(objectId);
    });
  }

  /** Call after a commit whose effect the same person must see at once; everyone else is told by the event. */
  changed(cameraId: number): void {
    this.#cameraIds.add(cameraId);
  }

  /** The current image; the same object as long as nothing changed. */
  image(): Promise<FleetImage> {
    const day = cityDay(this.#deps.now());
    // Orders, contracts and notices begin and end with the day, without any event.
    if (day !== this.#day) this.#everything = true;
    const few = this.#cameraIds.size <= FEW && this.#deviceIds.size <= FEW;
    const fresh = !this.#everything && this.#cameraIds.size + this.#deviceIds.size === 0;
    if (this.#image !== undefined && fresh) return this.#image;

    const before = this.#everything || !few ? undefined : this.#image;
    const cameraIds = [...this.#cameraIds];
    const deviceIds = [...this.#deviceIds];
    this.#day = day;
    this.#everything = false;
    this.#cameraIds.clear();
    this.#deviceIds.clear();
    const next =
      before === undefined
        ? this.#read(day)
        : before.then((image) => this.#touchUp(image, cameraIds, deviceIds));
    next.catch(() => (this.#everything = true));
    return (this.#image = next);
  }

  async #read(day: string): Promise<FleetImage> {
    const { sql } = this.#deps;
    const [cameras, states, places, districts] = await Promise.all([
      this.#camerasOf(null, day),
      this.#statesOf(null),
      selectPlaces(sql),
      selectDistricts(sql),
    ]);
    const sorted = mortonSorted(cameras);
    return { day, cameras: sorted, byId: byIdOf(sorted), states, places, districts };
  }

  async #touchUp(
    image: FleetImage,
    cameraIds: readonly number[],
    deviceIds: readonly number[],
  ): Promise<FleetImage> {
    const states =
      deviceIds.length === 0
        ? image.states
        : new Map([...image.states, ...(await this.#statesOf(deviceIds))]);
    if (cameraIds.length === 0) return { ...image, states };
    const touched = await selectCamerasOfSameSigns(this.#deps.sql, cameraIds);
    const again = new Map<number, FleetCamera>();
    for (const camera of await this.#camerasOf(touched, image.day)) again.set(camera.cameraId, camera);
    const gone = cameraIds.some((cameraId) => !again.has(cameraId));
    const cameNew = [...again.keys()].some((cameraId) => !image.byId.has(cameraId));
    if (gone || cameNew) return this.#read(image.day);
    const cameras = image.cameras.map((camera) => again.get(camera.cameraId) ?? camera);
    return { ...image, states, cameras, byId: byIdOf(cameras) };
  }

  async #statesOf(cameraIds: readonly number[] | null): Promise<Map<number, DeviceStanding>> {
    const rows = await selectDeviceStates(this.#deps.sql, cameraIds);
    return new Map(rows.map((row) => [row.cameraId, row]));
  }

  async #camerasOf(cameraIds: readonly number[] | null, day: string): Promise<FleetCamera[]> {
    const { sql } = this.#deps;
    const [rows, facts] = await Promise.all([
      selectFleet(sql, cameraIds),
      readSignFacts(sql, cameraIds, day),
    ]);
    return rows.map((row): FleetCamera => {
      const purposes = (facts.purposes.get(row.cameraId) ?? []).filter(
        ({ addedOn, endedOn }) => (addedOn === null || addedOn <= day) && (endedOn === null || endedOn > day),
      );
      const { state: signboard, buildingSign } = facts.standingOf(row.cameraId);
      const department = facts.posts.departmentOf(row.departmentId);
      return Object.assign(row, {
        departmentId: department?.departmentId ?? null,
        department: department?.name ?? null,
        purposes: purposes.sort((a, b) => Number(b.main) - Number(a.main)).map(({ purpose }) => purpose),
        mainPurpose: purposes.find(({ main }) => main)?.purpose ?? null,
        signboard,
        buildingSign,
      });
    });
  }
}

const byIdOf = (cameras: readonly FleetCamera[]): ReadonlyMap<number, FleetCamera> =>
  new Map(cameras.map((camera) => [camera.cameraId, camera]));

/** The cameras of an image that a scope may know of: the rest leaves no gap, no count and no id (Art. 10(4)). */
export function knownCameras(image: FleetImage, scope: Scope): readonly FleetCamera[] {
  return scope.protectedOf === 'all' ? image.cameras : image.cameras.filter((camera) => knows(scope, camera));
}
