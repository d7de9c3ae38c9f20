import type { SceneView, SequenceBody, SequenceView, WallView } from '../../server/streams/scenes.schema.ts';
import {
  deleteScene,
  deleteSequence,
  patchScene,
  putScene,
  putSequence,
  readWallScenes,
} from '../api/wall.ts';
import type { VideoWall } from './video-wall.svelte.ts';

/** The scenes and sequences that this person can open. */
export class Scenes {
  view = $state.raw<WallView | null>(null);
  failure = $state.raw<unknown>(null);
  #turn = 0;

  readonly scenes = $derived(this.view?.scenes ?? []);
  readonly sequences = $derived(this.view?.sequences ?? []);

  async read(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const view = await readWallScenes();
      if (turn !== this.#turn) return;
      this.view = view;
      this.failure = null;
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure;
    }
  }

  sceneOf(sceneId: string | null): SceneView | null {
    return this.scenes.find((scene) => scene.sceneId === sceneId) ?? null;
  }

  /** Keeps what the wall shows now; `scene` is replaced, else it is a new one. Throws ApiFailure. */
  async keep(wall: VideoWall, name: string, shared: boolean, scene: SceneView | null): Promise<void> {
    const sceneId = scene?.sceneId ?? crypto.randomUUID();
    const cameras = wall.screen.flatMap((cell, at) =>
      typeof cell === 'number' ? [{ tile: at + 1, cameraId: cell }] : [],
    );
    await putScene(sceneId, { name, tiles: wall.size, shared, cameras });
    wall.sceneId = sceneId;
    await this.read();
  }

  async change({ sceneId }: SceneView, name: string, shared: boolean): Promise<void> {
    await patchScene(sceneId, { name, shared });
    await this.read();
  }

  async remove({ sceneId }: SceneView): Promise<void> {
    await deleteScene(sceneId);
    await this.read();
  }

  async keepSequence(body: SequenceBody, sequence: SequenceView | null): Promise<void> {
    await putSequence(sequence?.sequenceId ?? crypto.randomUUID(), body);
    await this.read();
  }

  async removeSequence({ sequenceId }: SequenceView): Promise<void> {
    await deleteSequence(sequenceId);
    await this.read();
  }
}
