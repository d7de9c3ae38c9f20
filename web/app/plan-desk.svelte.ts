import { bestSitesLayers } from '../coverage/best-sites/best-sites-layers.ts';
import { BestSites } from '../coverage/best-sites/best-sites.svelte.ts';
import { CoverDesk } from '../coverage/cover-desk.svelte.ts';
import { Demands } from '../coverage/demands.svelte.ts';
import { spacingM } from '../coverage/lattice.rules.ts';
import { metresPerPx, plannerLayers } from '../coverage/planner/planner-layers.ts';
import { Planner } from '../coverage/planner/planner.svelte.ts';
import type { MapHandle, MapPointer, MapWindow } from '../map/index.ts';
import type { Theme } from '../ui/tokens.ts';
import { t } from '../ui/words/index.svelte.ts';
import type { KeyBinding } from './keyboard.rules.ts';
import { HeldRow, planKeys } from './plan-keys.ts';
import type { Situation } from './situation.svelte.ts';

type Layers = Parameters<MapHandle['setLayers']>[0];

/** What the planner's screen puts on the map and takes from it; beside the situation, never in its place. */
export class PlanDesk {
  readonly situation: Situation;
  /** What the city's cameras together see. */
  readonly cover: CoverDesk;
  /** Cameras that do not stand yet, and what each would add. */
  readonly planner: Planner;
  /** What gaps and new cameras are weighed by. */
  readonly demands = new Demands();
  /** Where cameras would add most. */
  readonly bestSites = new BestSites();
  readonly #held: HeldRow;

  constructor(situation: Situation) {
    this.situation = situation;
    this.cover = new CoverDesk(situation.sight);
    this.planner = new Planner(situation.sight);
    this.planner.startAnew(t('planner.new'));
    this.#held = new HeldRow(this.planner);
  }

  /** The planner's screen is open. Returns what closes it. */
  open(): () => void {
    const close = this.cover.open();
    void this.readDemands();
    return () => {
      close();
      this.planner.stopPlacing();
      this.planner.keeping.flush();
    };
  }

  async readDemands(): Promise<void> {
    await this.demands.read();
    this.planner.demands = this.demands.all;
    this.cover.weighBy(this.demands.all);
  }

  /** Opens the plan that an address names, unless it is open. */
  follow(planId: string | null): void {
    if (planId !== null && planId !== this.planner.keeping.planId) void this.planner.open(planId);
  }

  /** Views drawn in the place of those that the cameras have now; null leaves these. */
  get fields(): CoverDesk['fields'] {
    return this.cover.fields;
  }

  /** The next click puts something down. */
  get aims(): boolean {
    return this.planner.placing;
  }

  /** Drawn with the cameras while the planner's screen is open. */
  layers(theme: Theme, window: MapWindow): Layers {
    const { shown, demand } = this.cover;
    const gaps = shown === 'gaps' ? { demand, spacingM: spacingM(metresPerPx(window)) } : null;
    return [
      ...this.cover.layers(theme, window),
      ...plannerLayers(this.planner.sceneWith(gaps), theme, window),
      ...bestSitesLayers(this.bestSites.shown, this.bestSites.rank, theme),
    ];
  }

  /** Whether the planner took what the pointer did, so that no camera is opened by it. */
  take({ type, lonLat }: MapPointer): boolean {
    const { planner, situation } = this;
    if (!planner.placing) {
      if (type !== 'click' || situation.window === null) return false;
      return this.bestSites.press(lonLat, metresPerPx(situation.window));
    }
    if (type === 'click') planner.put(lonLat);
    else if (type === 'hover') planner.hover(lonLat);
    else if (type === 'context-menu') planner.stopPlacing();
    return true;
  }

  keys(): readonly KeyBinding[] {
    return planKeys(this.planner, this.#held, this.situation);
  }
}
