import { selectLinkFacts, type CameraLinkFacts } from '../agencies/index.ts';
import { selectCamerasForAct, type CameraToActOn } from '../cameras/index.ts';
import type { Sql } from '../platform/db.ts';
import type { EventHub } from '../platform/events.ts';
import type { SealedSecret } from './sealed-secret.ts';
import { selectSealedSecrets } from './sealed-secrets.sql.ts';
import { selectStreams, selectStreamsOf, type CameraStream } from './streams.sql.ts';

/** All that decides whether a camera may be watched, and where it answers. Its password stays sealed. */
export interface KnownCamera {
  readonly camera: CameraToActOn;
  readonly link: CameraLinkFacts | undefined;
  readonly stream: CameraStream | undefined;
  readonly sealed: SealedSecret | undefined;
}

const AGAIN_MS = 300_000;
const FIRST_AGAIN_MS = 15_000;
const GATHER_MS = 400;
const PAGE = 1000;

/**
 * The cameras with a stream as the database last told them, for watching while it is away (Art. 18(1)): read at the start, every five
 * minutes, and whenever one of them is said to have changed.
 */
export class KnownCameras {
  readonly #sql: Sql;
  #cameras = new Map<number, KnownCamera>();
  #again: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  readonly #changed = new Set<number>();
  #reading = false;
  #failed = false;
  #allChanged = false;
  #stopped = false;
  #unsubscribe: () => void = () => undefined;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  start(events: EventHub): void {
    this.#unsubscribe = events.subscribe(({ kind, objectId }) => {
      if (kind === 'register' || kind === 'agency') this.changed(null);
      else if (kind === 'camera' && objectId !== null) this.changed(objectId);
    });
    void this.#readAll();
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    clearTimeout(this.#again);
    clearTimeout(this.#soon);
  }

  of(cameraId: number): KnownCamera | undefined {
    return this.#cameras.get(cameraId);
  }

  /** One camera is another than before, or (null) many are: they are read anew in a moment. */
  changed(cameraId: number | null): void {
    if (cameraId === null) this.#allChanged = true;
    else this.#changed.add(cameraId);
    if (this.#stopped) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      // What a reading of all is under way with may be older: it goes on with what has changed meanwhile.
      if (this.#reading) return;
      if (this.#allChanged) void this.#readAll();
      else void this.#readChanged();
    }, GATHER_MS).unref();
  }

  /** One camera as it is now, remembered as well; undefined where there is none. */
  async read(cameraId: number): Promise<KnownCamera | undefined> {
    const found = (await readCameras(this.#sql, [cameraId])).get(cameraId);
    if (this.#reading) this.#changed.add(cameraId);
    if (found?.stream === undefined) this.#cameras.delete(cameraId);
    else this.#cameras.set(cameraId, found);
    return found;
  }

  async #readChanged(): Promise<void> {
    const cameraIds = [...this.#changed];
    this.#changed.clear();
    try {
      const found = await readCameras(this.#sql, cameraIds);
      for (const cameraId of cameraIds) {
        const camera = found.get(cameraId);
        if (camera?.stream === undefined) this.#cameras.delete(cameraId);
        else this.#cameras.set(cameraId, camera);
      }
    } catch {
      this.#allChanged = true;
      this.#readLater(FIRST_AGAIN_MS);
    }
  }

  /** One reading of all at a time: the older of two would come last and stay. */
  async #readAll(): Promise<void> {
    if (this.#reading) {
      this.#allChanged = true;
      return;
    }
    this.#reading = true;
    await this.#readEach();
    this.#reading = false;
    if (this.#stopped || this.#failed) return;
    if (this.#allChanged) void this.#readAll();
    else if (this.#changed.size > 0) void this.#readChanged();
  }

  async #readEach(): Promise<void> {
    clearTimeout(this.#again);
    this.#failed = false;
    this.#allChanged = false;
    this.#changed.clear();
    try {
      const cameraIds = (await selectStreams(this.#sql)).map(({ cameraId }) => cameraId);
      const cameras = new Map<number, KnownCamera>();
      for (let from = 0; from < cameraIds.length && !this.#stopped; from += PAGE) {
        const page = await readCameras(this.#sql, cameraIds.slice(from, from + PAGE));
        for (const [cameraId, camera] of page) if (camera.stream !== undefined) cameras.set(cameraId, camera);
      }
      if (this.#stopped) return;
      this.#cameras = cameras;
      this.#readLater(AGAIN_MS);
    } catch {
      // The database is away: what was read before is what there is.
      this.#failed = true;
      this.#readLater(FIRST_AGAIN_MS);
    }
  }

  #readLater(ms: number): void {
    clearTimeout(this.#again);
    if (!this.#stopped) this.#again = setTimeout(() => void this.#readAll(), ms).unref();
  }
}

async function readCameras(sql: Sql, cameraIds: readonly number[]): Promise<Map<number, KnownCamera>> {
  const [cameras, links, streams, secrets] = await Promise.all([
    selectCamerasForAct(sql, cameraIds),
    selectLinkFacts(sql, cameraIds),
    selectStreamsOf(sql, cameraIds),
    selectSealedSecrets(sql, cameraIds),
  ]);
  const by = <T extends { cameraId: number }>(rows: readonly T[]) =>
    new Map(rows.map((row) => [row.cameraId, row]));
  const [link, stream, secret] = [by(links), by(streams), by(secrets)];
  return new Map(
    cameras.map((camera) => {
      const { cameraId } = camera;
      const sealed = secret.get(cameraId);
      return [
        cameraId,
        {
          camera,
          link: link.get(cameraId),
          stream: stream.get(cameraId),
          sealed: sealed && { keyVersion: sealed.keyVersion, sealed: sealed.sealed },
        },
      ];
    }),
  );
}
