import { tick } from 'svelte';
import type { SearchResult } from '../../server/cameras/cameras.schema.ts';
import { lonLat, type LonLat } from '../../geodata/lon-lat.ts';
import { camerasSeeing } from '../cameras/camera-layers.ts';
import { CitySight } from '../coverage/city-sight.svelte.ts';
import { Seeing } from '../coverage/seeing.svelte.ts';
import { CardStore } from '../cameras/card.svelte.ts';
import {
  EVERYTHING,
  isFiltered,
  onlyThis,
  valuesOf,
  type CameraFilter,
  type Section,
} from '../cameras/filter.rules.ts';
import { Fleet } from '../cameras/fleet.svelte.ts';
import { ownRows, type Whose } from '../cameras/own-rows.rules.ts';
import { Names } from '../cameras/names.svelte.ts';
import { Search } from '../cameras/search.svelte.ts';
import { rowsOfTrouble, TROUBLES, type Trouble } from '../cameras/work-list.rules.ts';
import { WorkList, type WorkLine } from '../cameras/work.svelte.ts';
import { wayBack } from './left-picture.rules.ts';
import { PointerProbe } from './pointer-probe.svelte.ts';
import type { LivePhase } from '../streams/live-phase.rules.ts';
import { Following } from '../pursuits/following.svelte.ts';
import { Turning } from '../streams/turning.svelte.ts';
import type { Bounds, MapHandle, MapPadding, MapView, MapWindow } from '../map/index.ts';
import { isPlain, type Office, type UrlState } from './url-state.rules.ts';
import type { Mode } from './url-state.rules.ts';

/** From this zoom on the legend, the lists and the table count what the window shows. */
export const STREET_ZOOM = 14;
const CLOSE_ZOOM = 17;

/** What the right side shows instead of a card or the work list. */
export type Aside = 'keys' | 'import' | 'seeing' | 'office';

/** Everything the situation screen is looking at: one place that the address, the keys and the pointer all change. */
export class Situation {
  readonly fleet = new Fleet();
  readonly names = new Names(this.fleet);
  readonly card = new CardStore();
  readonly search = new Search();
  readonly turning = new Turning();
  readonly sight = new CitySight();
  readonly following = new Following();
  readonly work = new WorkList(this.fleet, this.names);

  mode = $state<Mode>('situation');
  /** Where the map looked when the wall took its place; null while the map is the screen. */
  #mapView = $state.raw<MapView | null>(null);
  map = $state.raw<MapHandle | null>(null);
  window = $state.raw<MapWindow | null>(null);
  /** The window at rest: what is counted, listed and written into the address. */
  settled = $state.raw<MapWindow | null>(null);
  hoveredRow = $state<number | null>(null);
  table = $state(false);
  legend = $state(false);
  menu = $state(false);
  aside = $state<Aside | null>(null);
  office = $state<Office | null>(null);
  /** The part of the register that was asked for; null leaves it to the register. */
  officeView = $state<'consultations' | null>(null);
  editing = $state(false);
  /** The camera whose moving picture gave way to what is shown now. */
  leftId = $state<number | null>(null);
  #playingId: number | null = null;
  readonly wayBack = $derived.by(() =>
    wayBack({ leftId: this.leftId, selectedId: this.selectedId, covered: this.aside !== null }),
  );
  /** Rises with each return of the server, for what failed meanwhile and asks for nothing by itself. */
  returned = $state(0);
  /** Rises with each word of the server that something of the agencies, the consultations or the organisation changed. */
  readonly told = $state({ agency: 0, consultation: 0, organisation: 0, pursuit: 0 });
  readonly seeing = new Seeing();
  readonly probe = new PointerProbe(this);
  padding: () => MapPadding = () => ({ top: 12, right: 12, bottom: 12, left: 12 });

  readonly selectedId = $derived(this.card.cameraId);
  readonly selectedRow = $derived(this.selectedId === null ? null : this.fleet.rowOf(this.selectedId));

  /** The address named no place, camera, list or register: the first screen is the person's own to choose. */
  readonly opensPlain: boolean;
  #atHome = false;

  /** What was pressed and would take the camera in hand away; it waits for an answer. */
  #leaving = $state.raw<(() => void) | null>(null);
  readonly asksLeave = $derived(this.#leaving !== null && this.turning.steering);

  constructor(from: UrlState) {
    this.opensPlain = isPlain(from);
    this.#take(from);
    this.fleet.onTurn((cameraId) => this.turning.hear(cameraId));
  }

  /** Brings the person's own cameras onto the map, once, where the address asked for nothing else. */
  goHome(whose: Whose): void {
    if (this.#atHome) return;
    this.#atHome = true;
    if (this.opensPlain && !isFiltered(this.fleet.filter)) this.showOnly(whose);
  }

  /** Only these cameras, the map over all of them; where there are none, everything stays. Those of numbers hide no other. */
  showOnly(whose: Whose): void {
    const own = ownRows(this.fleet.columns, whose);
    const rows = [...own.keys()].filter((row) => own[row] === 1);
    if (rows.length === 0) return;
    if ('cameraIds' in whose) return this.fitRows(rows);
    this.fleet.filter = this.#onlyOf(whose);
    this.fitRows(rows);
  }

  /** The filter that lets these cameras through alone; those of numbers have none. */
  #onlyOf(whose: Whose | undefined): CameraFilter {
    if (whose === undefined || 'cameraIds' in whose) return EVERYTHING;
    const section = 'owners' in whose ? 'owner' : 'department';
    const names = 'owners' in whose ? whose.owners : whose.departments;
    const off = valuesOf(section, this.fleet.columns).filter((each) => !names.includes(each.trim()));
    return { [section]: new Set(off) };
  }

  #take(from: UrlState): void {
    if (this.mode !== 'wall' && from.mode === 'wall') this.#mapView = from.view ?? this.settled;
    this.mode = from.mode;
    this.fleet.filter = from.filter;
    this.table = from.table;
    this.openOffice(from.office);
    this.work.choose(from.list);
    void this.card.open(from.cameraId);
  }

  /** Goes back, or on, to a screen of the browser's history. */
  restore(from: UrlState): void {
    this.#forgetPicture();
    this.aside = null;
    this.editing = false;
    const leavesWall = this.mode === 'wall' && from.mode !== 'wall';
    this.#take(from);
    if (leavesWall) {
      this.#mapView = from.view;
      void this.#backToMap();
    } else if (from.view !== null && from.mode !== 'wall') this.map?.setView(from.view, { motion: 'fly' });
  }

  /** The server is back: what may have failed or been missed meanwhile is asked for again. */
  askAgain(): void {
    this.returned++;
    this.names.again();
    void this.sight.read();
    this.fleet.announce('live', null);
    if (this.search.phase === 'failed') this.search.again();
  }

  /** Where the map looks, or will look when it is the screen again: what the address holds. */
  get view(): MapView | null {
    return this.mode === 'wall' ? this.#mapView : this.settled;
  }

  /** Another screen of the console. The map goes on beside the wall, and comes back to where it looked. */
  setMode(mode: Mode): void {
    if (mode === this.mode) return;
    this.menu = false;
    this.aside = null;
    this.office = null;
    this.editing = false;
    const left = this.mode;
    if (mode === 'wall') this.#mapView = this.settled;
    this.mode = mode;
    this.table = false;
    if (left === 'wall') void this.#backToMap();
  }

  async #backToMap(): Promise<void> {
    const view = this.#mapView;
    await tick();
    this.map?.resize();
    if (view !== null) this.map?.setView(view);
    else if (this.map !== null) this.settle(this.map.window());
    this.#mapView = null;
  }

  /** How the picture of the open card goes; null once it is taken off the screen. */
  tellPicture(phase: LivePhase['kind'] | null): void {
    if (phase === 'playing') {
      this.#playingId = this.selectedId;
      if (this.leftId === this.selectedId) this.leftId = null;
    } else if (phase === 'refused') this.#playingId = null;
    else if (phase === null && this.#playingId !== null) {
      this.leftId = this.#playingId;
      this.#playingId = null;
    }
  }

  /** Whoever goes back or closes the card leaves a picture on purpose. */
  #forgetPicture(): void {
    this.leftId = null;
    this.#playingId = null;
  }

  settle(window: MapWindow): void {
    if (this.mode === 'wall') return;
    this.settled = window;
    this.fleet.countBounds = window.zoom >= STREET_ZOOM ? window.bounds : null;
  }

  /** Does at once what takes no camera out of a hand; whoever holds one is asked first, in the panel (Art. 11(1)). */
  leave(run: () => void): void {
    if (this.turning.steering) this.#leaving = run;
    else run();
  }

  /** Lets the camera go and does what was pressed, or goes on holding it. */
  answerLeave(goes: boolean): void {
    const run = this.#leaving;
    this.#leaving = null;
    if (!goes || run === null) return;
    this.turning.close();
    run();
  }

  /** Opens the registers on the right, at one of them; null leaves them. */
  openOffice(office: Office | null, view: 'consultations' | null = null): void {
    if (office !== null && this.turning.steering) return this.leave(() => this.openOffice(office, view));
    this.menu = false;
    this.office = office;
    this.officeView = view;
    if (office !== null) this.aside = 'office';
    else if (this.aside === 'office') this.aside = null;
  }

  /** Opens a camera's card and its live picture at once. `fly` also brings it into the middle of the free map. */
  select(cameraId: number, { fly = false }: { fly?: boolean } = {}): void {
    if (cameraId !== this.turning.cameraId && this.turning.steering)
      return this.leave(() => this.select(cameraId, { fly }));
    this.aside = null;
    this.office = null;
    this.editing = false;
    this.menu = false;
    void this.card.open(cameraId);
    if (fly) this.flyToSelected();
  }

  flyToSelected(): void {
    const row = this.selectedRow;
    if (row === null) return;
    const { lon, lat } = this.fleet.columns;
    this.flyTo(lonLat(lon[row]!, lat[row]!), CLOSE_ZOOM);
  }

  flyTo(center: LonLat, zoom: number): void {
    const now = this.map?.window().zoom ?? 0;
    this.map?.setView({ center, zoom: Math.max(now, zoom) }, { motion: 'fly', padding: this.padding() });
  }

  /** The one department that the map shows; null where it shows several. */
  get onlyDepartment(): string | null {
    const off = this.fleet.filter.department;
    if (off === undefined) return null;
    const on = valuesOf('department', this.fleet.columns).filter((each) => !off.has(each));
    return on.length === 1 ? on[0]! : null;
  }

  toggleDepartment(department: string): void {
    if (this.onlyDepartment === department) this.fleet.filter = EVERYTHING;
    else this.showOnly({ departments: [department] });
  }

  fitRows(rows: readonly number[]): void {
    if (rows.length === 0) return;
    const { lon, lat } = this.fleet.columns;
    const [lons, lats] = [rows.map((row) => lon[row]!), rows.map((row) => lat[row]!)];
    const bounds: Bounds = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    this.map?.fitBounds(bounds, { motion: 'fly', padding: this.padding() });
  }

  openWork({ work, row }: WorkLine): void {
    const only = row ?? (work.rows.length === 1 ? work.rows[0]! : null);
    if (only !== null) return this.select(this.fleet.columns.cameraId[only]!, { fly: true });
    this.work.opened = this.work.opened === work.key ? null : work.key;
    if (this.work.opened !== null) this.fitRows(work.rows);
  }

  /** A metric of the bar: shows only these cameras and lists them; once more all that the bar counts. */
  listTrouble(trouble: Trouble): void {
    if (this.turning.steering) return this.leave(() => this.listTrouble(trouble));
    const section: Section = trouble === 'stale' ? 'signboard' : 'state';
    const values = valuesOf(section, this.fleet.columns);
    const again = this.work.only === trouble;
    this.closeRight();
    const own = this.#onlyOf(this.fleet.mine?.whose);
    this.fleet.filter = again ? own : onlyThis(own, section, trouble, values);
    this.work.choose(again ? null : trouble);
  }

  /** The next trouble that any camera is in, worst first; after the last everything again. */
  cycleTroubles(): void {
    const { columns, effectiveState, own } = this.fleet;
    const troubles = TROUBLES.filter((each) => rowsOfTrouble(columns, effectiveState, each, own).length > 0);
    const { only } = this.work;
    const next = troubles[only === null ? 0 : troubles.indexOf(only) + 1] ?? only;
    if (next !== null && next !== undefined) this.listTrouble(next);
  }

  /** Brings everything that the filter lets through onto the map. */
  fitDrawn(): void {
    this.fitRows([...this.fleet.visible.keys()].filter((row) => this.fleet.visible[row] === 1));
  }

  showAll(): void {
    this.fleet.filter = this.#onlyOf(this.fleet.mine?.whose);
    this.work.choose(null);
    this.table = !this.table;
  }

  find(result: SearchResult): void {
    this.search.clear();
    this.legend = false;
    if (result.cameraId !== undefined) this.select(result.cameraId);
    this.flyTo(lonLat(result.lon, result.lat), result.kind === 'district' ? 14.5 : CLOSE_ZOOM);
  }

  /** Who sees this place now, who may, and who can be turned to it. */
  ask(place: LonLat): void {
    if (this.turning.steering) return this.leave(() => this.ask(place));
    this.aside = 'seeing';
    void this.seeing.ask(place);
  }

  /** Cameras shown on the map that look at a place now, as the map draws them; best first. */
  lookingAt(place: LonLat): number[] {
    const { columns, visible } = this.fleet;
    const seeing = this.sight.seeing(place);
    if (seeing === null) return camerasSeeing(columns, visible, place).map((row) => columns.cameraId[row]!);
    return seeing
      .filter(({ cameraId, now }) => now && visible[this.fleet.rowOf(cameraId) ?? -1] === 1)
      .map(({ cameraId }) => cameraId);
  }

  askAtSelected(): void {
    const row = this.selectedRow;
    if (row !== null) this.ask(lonLat(this.fleet.columns.lon[row]!, this.fleet.columns.lat[row]!));
  }

  neighbour(by: 1 | -1): void {
    const row = this.selectedRow;
    if (row === null) return;
    const mates = this.fleet.rowsOfSite(this.fleet.columns.siteId[row]!);
    const next = mates[(mates.indexOf(row) + by + mates.length) % mates.length];
    if (next !== undefined && next !== row) this.select(this.fleet.columns.cameraId[next]!);
  }

  /** The next camera of the list behind an open card, or the next line of the work list. */
  step(by: 1 | -1): void {
    if (this.selectedId === null) return this.work.step(by);
    const { order, columns } = this.fleet;
    const at = order.indexOf(this.selectedRow ?? -1);
    const next = order[Math.min(Math.max(at + by, 0), order.length - 1)];
    if (next !== undefined) this.select(columns.cameraId[next]!, { fly: true });
  }

  closeRight(): void {
    if (this.editing) this.editing = false;
    else if (this.aside === 'office') this.openOffice(null);
    else if (this.aside !== null) this.aside = null;
    else if (this.turning.steering) this.leave(() => this.closeRight());
    else if (this.selectedId !== null) {
      this.#forgetPicture();
      void this.card.open(null);
    }
  }
}
