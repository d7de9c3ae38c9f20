import type { LonLat } from '../../geodata/lon-lat.ts';
import { DEVICE_STATES } from '../../server/cameras/snapshot.rules.ts';
import type { SeeingCamera } from '../../server/coverage/coverage.schema.ts';
import { seeingHere } from '../coverage/seeing-here.rules.ts';
import type { CitySight } from '../coverage/city-sight.svelte.ts';
import type { Seeing } from '../coverage/seeing.svelte.ts';
import type { Fleet } from '../cameras/fleet.svelte.ts';
import type { Turning } from '../streams/turning.svelte.ts';

/** A key that is down for longer than this is held. */
const HELD_MS = 180;

/** What the situation is to the probe. */
interface Asked {
  readonly sight: CitySight;
  readonly fleet: Fleet;
  readonly seeing: Seeing;
  readonly turning: Pick<Turning, 'steering'>;
  readonly selectedId: number | null;
  aside: string | null;
  readonly ask: (place: LonLat) => void;
  readonly askAtSelected: () => void;
}

/** Who sees the place under the pointer, while a key is held or until the map is pressed; the answer follows the pointer. */
export class PointerProbe {
  mode = $state<'key' | 'menu' | null>(null);
  readonly #situation: Asked;
  #place: LonLat | null = null;
  #pressed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(situation: Asked) {
    this.#situation = situation;
  }

  /** The key is down: it is held once the pointer moves, or after a moment. */
  press(): void {
    this.#pressed = true;
    this.#timer = setTimeout(() => this.#start('key'), HELD_MS);
  }

  /** The key is up: what was held stays where it is, and a mere tap asks about the camera of the card, or the place. */
  release(): void {
    clearTimeout(this.#timer);
    this.#pressed = false;
    if (this.mode === 'key') return this.finish();
    if (this.mode !== null) return;
    const { selectedId, aside } = this.#situation;
    if (selectedId !== null && aside === null) this.#situation.askAtSelected();
    else if (this.#place !== null) this.#situation.ask(this.#place);
  }

  /** Follows the pointer from now on, until the map is pressed. */
  follow(place: LonLat): void {
    this.#place = place;
    this.#start('menu');
  }

  /** Where the pointer is on the map now; null beside it. */
  move(place: LonLat | null): void {
    this.#place = place;
    if (this.#pressed && this.mode === null && place !== null) this.#start('key');
    else this.#look();
  }

  /** The same place once more: what is seen of it may have changed. */
  again(): void {
    this.#look();
  }

  /** The answer stays, and the server is asked whether it is so. */
  finish(): void {
    if (this.mode === null) return;
    this.mode = null;
    void this.#situation.seeing.settle();
  }

  #start(mode: 'key' | 'menu'): void {
    clearTimeout(this.#timer);
    if (this.mode !== null || this.#place === null || this.#situation.turning.steering) return;
    this.mode = mode;
    this.#situation.aside = 'seeing';
    this.#look();
  }

  #look(): void {
    if (this.mode === null || this.#place === null) return;
    // Whoever shut the list, or opened something else, follows no longer.
    if (this.#situation.aside !== 'seeing') return void (this.mode = null);
    this.#situation.seeing.follow(this.#place, this.#seeing(this.#place));
  }

  #seeing(place: LonLat): SeeingCamera[] | null {
    const { sight, fleet } = this.#situation;
    const found = sight.seeing(place);
    if (found === null) return null;
    const { state, watched, owner, owners } = fleet.columns;
    return seeingHere(found, (cameraId) => {
      const row = fleet.rowOf(cameraId);
      if (row === null) return null;
      return {
        state: DEVICE_STATES[state[row]!]!,
        watched: watched[row] === 1,
        owner: owners[owner[row]!] ?? '',
      };
    });
  }
}
