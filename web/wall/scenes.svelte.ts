import type {
  SceneView,
  SequenceBody,
  SequenceView,
  WallSize,
  WallView,
} from '../../server/streams/scenes.schema.ts';
import {
  deleteScene,
  deleteSequence,
  patchScene,
  putScene,
  putSequence,
  readWallScenes,
} from '../api/wall.ts';
import { differsFrom } from './tour.rules.ts';
import type { Cells } from './wall-layout.rules.ts';

/** A scene as a form holds it. */
export interface SceneDraft {
  readonly name: string;
  readonly shared: boolean;
  readonly size: WallSize;
  readonly cells: Cells;
}

/** The scenes and sequences that this person can open. */
export class Scenes {
  view = $state.raw<WallView | null>(null);
  failure = $state.raw<unknown>(null);
  #turn = 0;
  #last: Promise<void> = Promise.resolve();

  readonly scenes = $derived(this.view?.scenes ?? []);
  readonly sequences = $derived(this.view?.sequences ?? []);

  /** What is kept now. Whoever waits for it waits for a later reading too that takes its place. */
  async read(): Promise<void> {
    const turn = ++this.#turn;
    const reading = this.#read(turn);
    this.#last = reading;
    await reading;
    if (turn !== this.#turn) await this.#last;
  }

  async #read(turn: number): Promise<void> {
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

  /** Keeps a scene; `scene` is replaced, else it is a new one. Answers its number. Throws ApiFailure. */
  async keep({ name, shared, size, cells }: SceneDraft, scene: SceneView | null): Promise<string> {
    const sceneId = scene?.sceneId ?? crypto.randomUUID();
    const cameras = cells
      .slice(0, size)
      .flatMap((cell, at) => (typeof cell === 'number' ? [{ tile: at + 1, cameraId: cell }] : []));
    await putScene(sceneId, { name, tiles: size, shared, cameras });
    await this.read();
    return sceneId;
  }

  /** Changes a scene. Where its places stay as they are only its name and sharing are sent: others may see more on it. */
  async change(scene: SceneView, draft: SceneDraft): Promise<void> {
    if (differsFrom(scene, draft.size, draft.cells)) return void (await this.keep(draft, scene));
    await patchScene(scene.sceneId, { name: draft.name, shared: draft.shared });
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
