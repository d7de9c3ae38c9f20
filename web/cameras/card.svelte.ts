import type { CameraCard, CameraPatch, ReadValues } from '../../server/cameras/cameras.schema.ts';
import { readCameraCard, writeCamera } from '../api/camera-card.ts';
import { ApiFailure } from '../api/request.ts';

/** The one camera whose card is open. Field names stay on the screen while its values are being read. */
export class CardStore {
  cameraId = $state<number | null>(null);
  card = $state.raw<CameraCard | null>(null);
  failure = $state.raw<unknown>(null);
  /** The agreed consultation on which a department's edit stands, or null (Art. 5(3)). */
  consultationId: string | null = null;
  #turn = 0;

  async open(cameraId: number | null): Promise<void> {
    if (cameraId === this.cameraId && this.failure === null) return;
    this.cameraId = cameraId;
    this.card = null;
    this.failure = null;
    if (cameraId !== null) await this.read();
  }

  async read(): Promise<void> {
    const { cameraId } = this;
    if (cameraId === null) return;
    const turn = ++this.#turn;
    try {
      const card = await readCameraCard(cameraId);
      if (turn !== this.#turn) return;
      this.card = card;
      this.failure = null;
    } catch (failure) {
      if (turn !== this.#turn) return;
      // What this person may no longer know must not stay on the screen (Art. 10(4)).
      if (failure instanceof ApiFailure && failure.status === 404) this.card = null;
      this.failure = failure;
    }
  }

  /** Writes the changed fields. Throws ApiFailure with the field it blames, 409 where another changed what was `read`. */
  async write(patch: CameraPatch, read: ReadValues): Promise<void> {
    const { cameraId } = this;
    if (cameraId === null) return;
    const { consultationId } = this;
    await writeCamera(cameraId, { ...patch, read, ...(consultationId === null ? {} : { consultationId }) });
    await this.read();
  }
}
