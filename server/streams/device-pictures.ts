import { SYSTEM } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import type { LiveQuality } from './live-quality.schema.ts';
import { readOnvifPictures, type OnvifTarget } from './onvif-device.ts';
import type { StreamError } from './stream-error.rules.ts';
import { pathOf } from './stream-path.rules.ts';
import { selectStream, updateFoundPaths, type CameraStream } from './streams.sql.ts';

interface Options extends Pick<Deps, 'sql'> {
  readonly onvifOf: (stream: CameraStream) => Promise<OnvifTarget>;
  /** Where a camera's pictures are has changed. */
  readonly onFound: (cameraId: number) => void;
}

/** A device that has no other picture is not asked again for so long. */
const ASK_AGAIN_MS = 3600 * 1000;
const GONE = 404;
const QUALITIES: readonly LiveQuality[] = ['main', 'sub'];
const keyOf = (cameraId: number, quality: LiveQuality): string => `${cameraId} ${quality}`;

/**
 * Asks cameras over ONVIF for pictures that a browser plays, when somebody wants one that does not play or is not known,
 * and remembers the answer: an H.264 picture for a camera of H.265, a small picture for small tiles.
 */
export class DevicePictures {
  readonly #options: Options;
  readonly #askedAtMs = new Map<string, number>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether another path is called from now on for this picture, since the one it had does not play. Never rejects. */
  async instead(cameraId: number, quality: LiveQuality, { code, status }: StreamError): Promise<boolean> {
    try {
      const before = await selectStream(this.#options.sql, cameraId);
      if (before === undefined) return false;
      const knows = before.h264Path !== null || before.smallPath !== null;
      if (code === 'codec-unsupported') await this.#askOnce(before, quality);
      else if (status === GONE && knows) {
        this.forget(cameraId);
        await this.#keep(before, { h264Path: null, smallPath: null });
      } else return false;
      const after = await selectStream(this.#options.sql, cameraId);
      return after !== undefined && pathOf(after, quality) !== pathOf(before, quality);
    } catch {
      return false;
    }
  }

  /** Learns where a camera's small picture is, for the next who asks for it. Never rejects. */
  async lookForSmall(cameraId: number): Promise<void> {
    try {
      const stream = await selectStream(this.#options.sql, cameraId);
      if (stream?.subPath === null && stream.smallPath === null) await this.#askOnce(stream, 'sub');
    } catch {
      // It is asked for again with the next tile.
    }
  }

  /** The connection is another one: what was learnt of the former device says nothing. */
  forget(cameraId: number): void {
    for (const quality of QUALITIES) this.#askedAtMs.delete(keyOf(cameraId, quality));
  }

  #askOnce(stream: CameraStream, quality: LiveQuality): Promise<void> {
    const key = keyOf(stream.cameraId, quality);
    const askedAtMs = this.#askedAtMs.get(key) ?? -Infinity;
    if (stream.onvifPort === null || performance.now() - askedAtMs < ASK_AGAIN_MS) return Promise.resolve();
    const asking = this.#asking.get(key) ?? this.#ask(stream, quality);
    this.#asking.set(key, asking);
    return asking.finally(() => this.#asking.delete(key));
  }

  async #ask(stream: CameraStream, quality: LiveQuality): Promise<void> {
    this.#askedAtMs.set(keyOf(stream.cameraId, quality), performance.now());
    const { largePath, smallPath } = await readOnvifPictures(await this.#options.onvifOf(stream));
    const isOther = (path: string | null): boolean => path !== null && path !== stream.rtspPath;
    await this.#keep(stream, {
      h264Path: quality === 'main' && isOther(largePath) ? largePath : stream.h264Path,
      smallPath: isOther(smallPath) ? smallPath : stream.smallPath,
    });
  }

  async #keep(
    { cameraId, ...former }: CameraStream,
    found: Pick<CameraStream, 'h264Path' | 'smallPath'>,
  ): Promise<void> {
    if (found.h264Path === former.h264Path && found.smallPath === former.smallPath) return;
    const object = { kind: 'camera', id: cameraId, detail: found };
    await act(this.#options.sql, SYSTEM, 'camera.probe', object, (tx) =>
      updateFoundPaths(tx, cameraId, found),
    );
    this.#options.onFound(cameraId);
  }
}
