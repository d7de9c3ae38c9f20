import type { MapHandle, MapPointer, MapWindow } from '../map/index.ts';
import type { Theme } from '../ui/tokens.ts';
import type { KeyBinding } from './keyboard.rules.ts';
import type { Situation } from './situation.svelte.ts';

type Layers = Parameters<MapHandle['setLayers']>[0];

/** What the planner's screen puts on the map and takes from it; beside the situation, never in its place. */
export class PlanDesk {
  readonly situation: Situation;

  constructor(situation: Situation) {
    this.situation = situation;
  }

  /** Drawn with the cameras while the planner's screen is open. */
  layers(_theme: Theme, _window: MapWindow): Layers {
    return [];
  }

  /** Whether the planner took what the pointer did, so that no camera is opened by it. */
  take(_pointer: MapPointer): boolean {
    return false;
  }

  keys(): readonly KeyBinding[] {
    return [];
  }
}
