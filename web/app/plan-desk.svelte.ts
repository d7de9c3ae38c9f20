import { CoverDesk } from '../coverage/cover-desk.svelte.ts';
import type { MapHandle, MapPointer, MapWindow } from '../map/index.ts';
import type { Theme } from '../ui/tokens.ts';
import type { KeyBinding } from './keyboard.rules.ts';
import type { Situation } from './situation.svelte.ts';

type Layers = Parameters<MapHandle['setLayers']>[0];

/** What the planner's screen puts on the map and takes from it; beside the situation, never in its place. */
export class PlanDesk {
  readonly situation: Situation;
  /** What the city's cameras together see. */
  readonly cover: CoverDesk;

  constructor(situation: Situation) {
    this.situation = situation;
    this.cover = new CoverDesk(situation.sight);
  }

  /** The planner's screen is open. Returns what closes it. */
  open(): () => void {
    return this.cover.open();
  }

  /** Views drawn in the place of those that the cameras have now; null leaves these. */
  get fields(): CoverDesk['fields'] {
    return this.cover.fields;
  }

  /** Drawn with the cameras while the planner's screen is open. */
  layers(theme: Theme, window: MapWindow): Layers {
    return [...this.cover.layers(theme, window)];
  }

  /** Whether the planner took what the pointer did, so that no camera is opened by it. */
  take(_pointer: MapPointer): boolean {
    return false;
  }

  keys(): readonly KeyBinding[] {
    return [];
  }
}
