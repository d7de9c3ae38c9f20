import type { OwnWall as Told } from '../../server/streams/wall-displays.schema.ts';
import { readOwnWall } from '../api/wall.ts';
import { setOnDisplay } from './tour.rules.ts';
import { Tour } from './tour.svelte.ts';
import { VideoWall } from './video-wall.svelte.ts';

const AGAIN_MS = 2000;

/** What a display of the room shows beside its map: told by the server, and asked for again until it has answered. */
export class OwnWall {
  readonly wall = new VideoWall(null);
  readonly tour = new Tour(this.wall);
  shown = $state.raw<Told['shown']>(null);
  #heard = '';
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Opens it; a sequence that ended because nobody could see it begins again once it is seen. Returns what ends it. */
  open(): () => void {
    const onSeen = (): void => {
      if (document.visibilityState === 'visible' && this.tour.ended === 'hidden') this.#run();
    };
    document.addEventListener('visibilitychange', onSeen);
    void this.read();
    return () => {
      this.#turn++;
      clearTimeout(this.#timer);
      document.removeEventListener('visibilitychange', onSeen);
      this.tour.stop();
    };
  }

  async read(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    try {
      const shown = await readOwnWall();
      if (turn === this.#turn) this.#take(shown);
    } catch {
      if (turn === this.#turn) this.#timer = setTimeout(() => void this.read(), AGAIN_MS);
    }
  }

  #take(shown: Told['shown']): void {
    const heard = JSON.stringify(shown);
    if (heard === this.#heard) return;
    this.#heard = heard;
    this.shown = shown;
    this.#run();
  }

  #run(): void {
    const { shown, tour, wall } = this;
    const sets = shown?.sets.map(setOnDisplay) ?? [];
    if (shown?.dwellS == null) {
      tour.stop();
      wall.show(sets[0] ?? { name: null, sceneId: null, size: 1, cells: [] });
    } else tour.start({ sequenceId: null, name: shown.name, dwellS: shown.dwellS }, sets);
  }
}
