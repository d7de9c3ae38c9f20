import { flushSync } from 'svelte';
import type { Measure } from '../measure/measure.svelte.ts';
import type { MapPointer } from '../map/index.ts';
import { asksNoMore } from '../streams/in-hand.rules.ts';
import { t } from '../ui/words/index.svelte.ts';
import { backInHistory } from './address.ts';
import type { ShellActs } from './keys.ts';
import type { Situation } from './situation.svelte.ts';
import type { Office } from './url-state.rules.ts';

/** Below this width the legend is a rail of glyphs that opens over the map. */
const NARROW_PX = 1500;

/** What lies around the situation: how wide the window is, the field to type in, the menu at a place. */
export class Shell implements ShellActs {
  widthPx = $state(innerWidth);
  field = $state<HTMLInputElement | null>(null);
  menuAt = $state.raw<MapPointer | null>(null);
  /** The list of keys over the left side: a card whose camera is being turned stays. */
  keysBeside = $state(false);
  readonly narrow = $derived(this.widthPx <= NARROW_PX);
  readonly #situation: Situation;
  readonly #measure: Measure;

  readonly #offices: () => readonly Office[];
  /** The register that O opens: the one that was open last, before that the role's own. */
  #office: Office | null;

  constructor(situation: Situation, measure: Measure, offices: () => readonly Office[], own: Office | null) {
    this.#offices = offices;
    this.#office = own;
    this.#situation = situation;
    this.#measure = measure;
  }

  focusSearch = (): void => {
    this.keysBeside = false;
    if (this.narrow) this.#situation.legend = true;
    // At once: what is typed next belongs to the field and not to the single-letter keys.
    flushSync();
    this.field?.focus();
  };

  toggleLegend = (): void => {
    this.keysBeside = false;
    if (this.narrow) this.#situation.legend = !this.#situation.legend;
    else document.querySelector<HTMLElement>('[data-legend]')?.focus();
  };

  hasOffice = (): boolean => this.#offices().length > 0;

  toggleKeys = (): void => {
    const situation = this.#situation;
    if (this.keysBeside) this.keysBeside = false;
    else if (situation.turning.cameraId !== null) this.keysBeside = true;
    else situation.aside = situation.aside === 'keys' ? null : 'keys';
  };

  /** Set by the console: says a sentence over the map. */
  say: (words: string) => void = () => undefined;
  #askedMs = -Infinity;

  /** Whoever holds a camera is asked once before something takes its card away; the same key again leaves. */
  mayLeave = (): boolean => {
    const { turning } = this.#situation;
    if (!turning.steering) return true;
    if (asksNoMore(this.#askedMs, performance.now())) {
      turning.close();
      return true;
    }
    this.#askedMs = performance.now();
    this.say(t('ptz.leave.ask'));
    return false;
  };

  toggleOffice = (): void => {
    const situation = this.#situation;
    const offices = this.#offices();
    if (situation.aside === 'office') {
      this.#office = situation.office;
      return situation.openOffice(null);
    }
    const next = offices.find((each) => each === this.#office) ?? offices[0];
    if (next !== undefined) situation.openOffice(next);
  };

  back = (): void => {
    const { aside, editing } = this.#situation;
    if (aside !== null || editing || !backInHistory()) this.#situation.closeRight();
  };

  escape = (): void => {
    const situation = this.#situation;
    const nothingOpen = situation.selectedId === null && situation.aside === null;
    const { only } = situation.work;
    if (this.keysBeside) this.keysBeside = false;
    else if (this.menuAt !== null) this.menuAt = null;
    else if (situation.menu) situation.menu = false;
    else if (this.#measure.on) this.#measure.toggle();
    else if (this.narrow && situation.legend) situation.legend = false;
    else if (nothingOpen && situation.table) situation.table = false;
    else if (nothingOpen && only !== null) situation.listTrouble(only);
    else situation.closeRight();
  };

  /** Set by the console where this person has a wall. */
  onWall: ((cameraId: number) => void) | null = null;

  hasWall = (): boolean => this.onWall !== null;

  /** Set by the console where this person has a wall: opens the best of these cameras there. */
  onBest: ((cameraIds: readonly number[]) => void) | null = null;

  /** Cameras that see the place of the open list now, best first. */
  seenNow = (): number[] => {
    const { aside, seeing } = this.#situation;
    if (aside !== 'seeing') return [];
    return (seeing.cameras ?? []).filter(({ seenNow }) => seenNow).map(({ cameraId }) => cameraId);
  };

  hasSeen = (): boolean => this.onBest !== null && this.seenNow().length > 0;

  openSeen = (): void => {
    if (this.hasSeen()) this.onBest?.(this.seenNow());
  };

  mayPlaceOnWall = (): boolean => this.onWall !== null && this.#situation.selectedId !== null;

  placeOnWall = (): void => {
    const { selectedId } = this.#situation;
    if (selectedId !== null) this.onWall?.(selectedId);
  };

  placeMenu = (): void => {
    const window = this.#situation.map?.window();
    if (window === undefined) return;
    this.menuAt = {
      type: 'context-menu',
      lonLat: window.center,
      x: window.widthPx / 2,
      y: window.heightPx / 2,
      altKey: false,
      shiftKey: false,
      ctrlKey: false,
    };
  };
}
