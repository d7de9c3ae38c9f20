import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import type { Demand } from '../../server/coverage/demand/demand.rules.ts';
import type { Fan } from '../map/fan-mesh.ts';
import { mercatorPerMetre } from '../map/ground-plane.rules.ts';
import type { MapWindow } from '../map/map-handle.ts';
import type { Theme } from '../ui/tokens.ts';
import { CityCover } from './city-cover.svelte.ts';
import type { CitySight } from './city-sight.svelte.ts';
import { CoverLattice } from './cover-lattice.svelte.ts';
import { coverLayers } from './cover-layers.ts';
import type { CoverShown } from './cover-shown.rules.ts';
import { boxAround, spacingM } from './lattice.rules.ts';

/** From this zoom on the map draws the views themselves; before it, cells of the ground stand for them. */
const VIEWS_ZOOM = 14;
/** Web Mercator metres to a pixel at zoom 0. */
const WORLD_PX_M = 40_075_016.686 / 512;

/** The city's coverage as a screen works with it: what is counted, and what of it lies on the map. */
export class CoverDesk {
  readonly cover: CityCover;
  shown = $state<CoverShown | null>('depth');
  /** What a gap weighs; null counts all ground alike. */
  demand = $state.raw<Demand | null>(null);
  #chosen = false;
  readonly #lattice = new CoverLattice();

  constructor(sight: CitySight) {
    this.cover = new CityCover(sight);
  }

  /** Counts from now on. Returns what ends it. */
  open(): () => void {
    const close = this.cover.open();
    return () => {
      close();
      this.#lattice.clear();
    };
  }

  /** What can be chosen from as a gap's weight: the first over all ground until one is chosen, then that for as long as it is there. */
  weighBy(demands: readonly Demand[]): void {
    const kept = demands.find(({ demandId }) => demandId === this.demand?.demandId);
    const first = demands.find(({ kind }) => kind === 'grid') ?? demands[0] ?? null;
    this.demand = kept ?? (this.#chosen ? null : first);
  }

  chooseDemand(demand: Demand | null): void {
    this.#chosen = true;
    this.demand = demand;
  }

  /** `told`: this person is told where every head looks (Art. 30(1)). */
  follow(columns: CameraColumns, told: boolean): void {
    this.cover.follow(columns, told);
  }

  /** The views that are drawn in the place of those now; null leaves these. */
  get fields(): ReadonlyMap<number, Fan | null> | null {
    return this.shown === null ? null : this.cover.fields;
  }

  layers(theme: Theme, window: MapWindow): ReturnType<typeof coverLayers> {
    const { shown } = this;
    const { counted, revision } = this.cover;
    if (shown === null || counted === null) return [];
    if (shown !== 'depth') {
      const metresPerPx = WORLD_PX_M / 2 ** window.zoom / mercatorPerMetre(window.center[1]).east;
      const wanted = {
        ...{ kind: shown, demand: shown === 'gaps' ? this.demand : null, revision },
        ...{ coverage: counted.coverage, circles: counted.circles, stepM: spacingM(metresPerPx) },
        ...{ window: boxAround(window.bounds, 0), around: boxAround(window.bounds) },
      };
      // What is drawn may not change while it is being drawn.
      queueMicrotask(() => void this.#lattice.want(wanted));
    }
    return coverLayers(
      {
        ...{ pieces: counted.cells.pieces, lattice: this.#lattice.lattice, shown },
        viewsDrawn: window.zoom >= VIEWS_ZOOM,
      },
      theme,
    );
  }
}
