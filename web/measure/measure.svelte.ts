import type { LonLat } from '../../geodata/lon-lat.ts';
import { measured, metresBetween } from './measure.rules.ts';

/** The measuring tool: clicks set places, the pointer shows the next leg before it is set. */
export class Measure {
  on = $state(false);
  places = $state.raw<readonly LonLat[]>([]);
  pointer = $state.raw<LonLat | null>(null);
  /** The line with the leg under the pointer. */
  readonly line = $derived(
    this.pointer === null || this.#isLast(this.pointer) ? this.places : [...this.places, this.pointer],
  );
  readonly result = $derived(measured(this.line));

  /** The pointer still lies where the last click set a place: that is no leg. */
  #isLast(pointer: LonLat): boolean {
    const last = this.places.at(-1);
    return last !== undefined && metresBetween(last, pointer) < 0.05;
  }

  toggle(): void {
    this.on = !this.on;
    this.places = [];
    this.pointer = null;
  }

  set(place: LonLat): void {
    this.places = [...this.places, place];
    this.pointer = null;
  }

  undo(): void {
    this.places = this.places.slice(0, -1);
  }
}
