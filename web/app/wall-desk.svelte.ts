import { flushSync, tick } from 'svelte';
import { lonLat } from '../../geodata/lon-lat.ts';
import type { SceneView, SequenceView } from '../../server/streams/scenes.schema.ts';
import { readCameraCard } from '../api/camera-card.ts';
import { findCameras, reportFault } from '../api/contracts.ts';
import { askStill } from '../api/wall.ts';
import { isWordKey, t } from '../ui/words/index.svelte.ts';
import { dayOf, timeOf } from '../ui/words/times.ts';
import type { SearchResult } from '../../server/cameras/cameras.schema.ts';
import { Search } from '../cameras/search.svelte.ts';
import { sealedFrame, type FrozenFrame } from '../streams/watermark.ts';
import { bestTiles, type Openable } from '../wall/best-tiles.rules.ts';
import { cameraOfPlace, camerasFirst, type FindCameras } from '../wall/find-camera.rules.ts';
import { stillBarOf } from '../wall/tile-state.rules.ts';
import { Displays } from '../wall/displays.svelte.ts';
import { Scenes } from '../wall/scenes.svelte.ts';
import { pictureKey } from '../wall/pictures.rules.ts';
import { pictureBarOf } from '../wall/tile-rights.rules.ts';
import { TileRights } from '../wall/tile-rights.svelte.ts';
import { Tour } from '../wall/tour.svelte.ts';
import { differsFrom, setOfScene, setsOf } from '../wall/tour.rules.ts';
import { VideoWall, type TileFacts } from '../wall/video-wall.svelte.ts';
import { WallWindows } from '../wall/wall-windows.svelte.ts';
import type { Situation } from './situation.svelte.ts';
import type { UrlState } from './url-state.rules.ts';

export type WallPanel = 'scenes' | 'find' | 'still' | 'mend' | 'turn';

/** The live picture of a tile, for what is taken from the screen. */
export interface PictureOnTile {
  again: (how: { readonly byHand: boolean }) => void;
  freeze: () => FrozenFrame | null;
}

/** What was on a tile when a still was asked for; it waits in memory for its reason. */
export interface WaitingStill {
  readonly cameraId: number;
  readonly frame: FrozenFrame;
  /** The tile showed the camera's small picture. */
  readonly small: boolean;
}

const NOTE_MS = 6000;
/** More cameras than this are not asked whether they may be watched. */
const MOST_ASKED = 40;
const ONE_CAMERA_ZOOM = 15.5;

/** The video wall as this window works with it: the wall itself, what is kept of it, and what lies over it. */
export class WallDesk {
  readonly wall: VideoWall;
  readonly tour: Tour;
  readonly scenes = new Scenes();
  readonly displays = new Displays();
  readonly windows: WallWindows;
  readonly rights: TileRights;
  /** Which window of the session this is; the first has no number in its address. */
  readonly window: number;
  /** The live pictures on the tiles, by picture. */
  readonly pictures: Record<string, PictureOnTile | undefined> = {};

  #panel = $state<WallPanel | null>(null);
  still = $state.raw<WaitingStill | null>(null);
  readonly search = new Search(camerasFirst);
  /** Whether the side strip shows; null follows the width of the window. */
  strip = $state<boolean | null>(null);
  note = $state<string | null>(null);
  field = $state<HTMLInputElement | null>(null);
  /** Set by the console: whoever holds a camera is asked once before something takes it out of the hand. */
  mayLeave: () => boolean = () => true;
  readonly #situation: Situation;
  #noteTimer: ReturnType<typeof setTimeout> | undefined;

  /** `someOnly`: this person watches some cameras and not the rest. */
  constructor(situation: Situation, from: UrlState, someOnly: boolean) {
    this.#situation = situation;
    this.rights = new TileRights(situation.fleet, someOnly);
    this.wall = new VideoWall(from.wall);
    this.wall.rightOf = this.rights.of;
    this.wall.inHand = () => this.#panel === 'turn' && situation.turning.steering;
    this.wall.lets = () => this.mayLeave();
    this.wall.sceneId = from.scene;
    this.tour = new Tour(this.wall);
    this.window = from.window ?? 1;
    this.windows = new WallWindows(this.window);
  }

  get panel(): WallPanel | null {
    return this.#panel;
  }

  /** What lies over the wall; whoever turns a camera in it is asked before it goes. A frame that waited for its reason is dropped with the question. */
  set panel(panel: WallPanel | null) {
    const shutsTurning = this.#panel === 'turn' && panel !== 'turn';
    if (shutsTurning && this.#situation.turning.steering && !this.mayLeave()) return;
    this.#panel = panel;
    if (panel !== 'still' && panel !== 'turn') this.still = null;
  }

  say(note: string): void {
    this.note = note;
    clearTimeout(this.#noteTimer);
    this.#noteTimer = setTimeout(() => (this.note = null), NOTE_MS);
  }

  stop(): void {
    this.tour.stop();
    clearTimeout(this.#noteTimer);
  }

  readonly title = $derived.by(() => {
    const scene = this.scenes.sceneOf(this.wall.sceneId);
    const { size, cells } = this.wall;
    const shown = scene !== null && differsFrom(scene, size, cells) ? 'wall.scene.changed' : 'wall.scene';
    const name =
      this.tour.sequence?.name ?? (scene === null ? t('wall.unsaved') : t(shown, { name: scene.name }));
    return this.window === 1 ? name : [t('wall.window', { n: this.window }), name].join(' · ');
  });

  /** How the wall stands, in one line. */
  readonly under = $derived.by(() => {
    const { wall, tour } = this;
    const parts = [t('wall.size', { n: wall.size })];
    if (tour.sequence !== null) {
      const at = { n: tour.step + 1, of: tour.steps, s: tour.leftS };
      parts.push(t(tour.paused ? 'tour.line.paused' : 'tour.line', at));
    } else if (wall.pages > 1) parts.push(t('wall.page', { n: wall.page + 1, of: wall.pages }));
    return parts.join(' · ');
  });

  /** Opens the picture again that was closed with its pursuit: by a hand alone. */
  again(cameraId: number): void {
    this.wall.byHand(cameraId);
    this.#askFor(({ closed }, each) => each === cameraId && closed !== null, true);
  }

  /** The own pursuit began, changed or ended: what was refused in it, or only happened to be open in it, is asked for again. */
  pursuitChanged(): void {
    const { view, over, followed } = this.#situation.following;
    // Not before the register has told the whole trail of what has ended.
    const isToldOver = view === null && over !== null;
    this.#askFor(
      ({ closed }, cameraId) =>
        closed === 'following' || (closed === 'pursuit' && isToldOver && !followed.has(cameraId)),
    );
  }

  /** What the law or a right refused may be allowed now, of these cameras or of all. */
  rightsChanged(cameraIds: ReadonlySet<number> | 'all' = 'all'): void {
    this.#askFor(
      ({ closed }, cameraId) => closed === 'law' && (cameraIds === 'all' || cameraIds.has(cameraId)),
    );
  }

  #askFor(which: (facts: TileFacts, cameraId: number) => boolean, byHand = false): void {
    for (const [key, picture] of Object.entries(this.pictures)) {
      const cameraId = parseInt(key, 10);
      if (which(this.wall.factsOf(cameraId), cameraId)) picture?.again({ byHand });
    }
  }

  calledOf(cameraId: number): string {
    const row = this.#situation.names.of(cameraId);
    return row === null ? String(cameraId) : [row.managementNo, row.name].filter(Boolean).join(' ');
  }

  /** Puts a camera on the wall of the window that shows one: another monitor's where there is one. */
  place(cameraId: number): void {
    const [other] = this.windows.others;
    if (other !== undefined && this.#situation.mode !== 'wall') {
      this.windows.put(other.window, cameraId);
      return this.say(t('wall.placed.window', { w: other.window }));
    }
    const n = this.put(cameraId);
    if (n !== null) this.say(t('wall.placed', { n }));
  }

  /** Puts a camera on this window's wall. A sequence waits for as long as somebody works on the wall. */
  put(cameraId: number): number | null {
    this.#hold();
    return this.wall.place(cameraId);
  }

  putOn(tile: number, cameraId: number, from: number | null): void {
    this.#hold();
    if (from !== null && this.wall.screen[from] === cameraId) this.wall.swap(from, tile);
    else this.wall.putOn(tile, cameraId);
  }

  #hold(): void {
    if (this.tour.sequence !== null) this.tour.pause();
  }

  clear(): void {
    this.#hold();
    this.wall.clear();
  }

  enlarge(): void {
    const { wall } = this;
    if (!wall.large && (wall.chosenId === null || wall.size === 1)) return;
    this.#hold();
    wall.large = !wall.large;
    if (wall.large && wall.chosenId !== null) wall.byHand(wall.chosenId);
  }

  /** Opens the best of these cameras that may be watched, and says of the others why they are not (Art. 30(1)). */
  async openBest(cameraIds: readonly number[]): Promise<void> {
    this.say(t('seeing.tiles.busy'));
    const asked = cameraIds.slice(0, MOST_ASKED);
    const told = await Promise.all(asked.map((cameraId) => openable(cameraId)));
    const { size, cameraIds: best, left } = bestTiles(told);
    const over = left.over + cameraIds.length - asked.length;
    const words = [
      best.length === 0 ? t('seeing.tiles.none') : t('seeing.tiles.opened', { n: best.length }),
      left.none > 0 && t('seeing.tiles.unlinked', { n: left.none }),
      left.other > 0 && t('seeing.tiles.barred', { n: left.other }),
      left.unasked > 0 && t('seeing.tiles.unasked', { n: left.unasked }),
      over > 0 && t('seeing.tiles.over', { n: over }),
    ];
    if (best.length > 0) {
      this.tour.stop();
      this.wall.show({ size, cells: best, sceneId: null, name: null });
      this.#situation.setMode('wall');
    }
    this.say(words.filter((each) => each !== false).join(' '));
  }

  /** Whether another wall may be shown: a camera in hand would go with this one. */
  #mayGo(): boolean {
    return !this.wall.inHand() || this.mayLeave();
  }

  openScene(scene: SceneView): void {
    if (!this.#mayGo()) return;
    this.tour.stop();
    this.wall.show(setOfScene(scene));
    this.panel = null;
  }

  start(sequence: SequenceView): void {
    if (!this.#mayGo()) return;
    this.tour.start(sequence, setsOf(sequence, this.scenes.scenes));
    this.panel = null;
    if (this.tour.ended !== null) this.say(t(`tour.ended.${this.tour.ended}`));
  }

  /** Scenes, sequences or displays changed: a sequence that runs goes on with what it has become, and what is gone is said. */
  async told(): Promise<void> {
    const opened = this.scenes.sceneOf(this.wall.sceneId);
    const running = this.tour.sequence?.sequenceId ?? null;
    await Promise.all([this.scenes.read(), this.displays.read()]);
    if (running !== null && this.tour.sequence?.sequenceId === running) {
      const { sequences, scenes } = this.scenes;
      const now = sequences.find(({ sequenceId }) => sequenceId === running) ?? null;
      const [gone] = this.tour.follow(now, now === null ? [] : setsOf(now, scenes));
      if (now !== null && gone !== undefined && this.tour.sequence !== null)
        this.say(t('tour.left', { name: gone.name ?? '' }));
    } else if (opened !== null && this.wall.sceneId === opened.sceneId && this.scenes.view !== null)
      if (this.scenes.sceneOf(opened.sceneId) === null) this.say(t('wall.scene.gone', { name: opened.name }));
  }

  /** Starts the only sequence there is, else lets one be chosen; a running one pauses or goes on. */
  async toggleTour(): Promise<void> {
    if (this.tour.sequence !== null) return this.tour.toggle();
    await this.scenes.read();
    const [only, ...others] = this.scenes.sequences;
    if (only !== undefined && others.length === 0) this.start(only);
    else this.panel = 'scenes';
  }

  /** The next or the last set: of a running sequence, of the tiles beyond the screen, or of the kept scenes. */
  turn(by: 1 | -1): void {
    if (this.tour.sequence !== null) return this.tour.go(by);
    if (this.wall.turnPage(by)) return;
    const { scenes } = this.scenes;
    if (scenes.length === 0) return;
    const at = scenes.findIndex(({ sceneId }) => sceneId === this.wall.sceneId);
    const next =
      scenes[at < 0 ? (by > 0 ? 0 : scenes.length - 1) : (at + by + scenes.length) % scenes.length];
    if (next !== undefined) this.openScene(next);
  }

  /** Another camera of the same pole, or else one that sees the same place, in the place of the chosen one. */
  mate(): void {
    const { fleet } = this.#situation;
    const cameraId = this.wall.chosenId;
    const row = cameraId === null ? null : fleet.rowOf(cameraId);
    if (row === null) return;
    const { columns } = fleet;
    const pole = fleet.rowsOfSite(columns.siteId[row]!);
    const at = pole.indexOf(row);
    const others = [...pole.slice(at + 1), ...pole.slice(0, at)];
    const seeing = this.#situation.lookingAt(lonLat(columns.lon[row]!, columns.lat[row]!));
    const onWall = new Set(this.wall.cameraIds);
    const next = [...others.map((each) => columns.cameraId[each]!), ...seeing].find(
      (each) => !onWall.has(each),
    );
    if (next === undefined) return this.say(t('wall.noMate'));
    this.putOn(this.wall.chosen, next, null);
  }

  find = (): void => {
    this.search.clear();
    this.panel = 'find';
    // At once: what is typed next belongs to the field and not to the single-letter keys.
    flushSync();
    this.field?.focus();
  };

  /** For a form: the cameras that what was typed stands for. */
  readonly findCameras: FindCameras = async (text) => {
    const found = await findCameras(text);
    return found.flatMap(({ cameraId, title, subtitle }) =>
      cameraId === undefined ? [] : [{ cameraId, called: [title, subtitle].filter(Boolean).join(' · ') }],
    );
  };

  /** Puts what was found on the chosen tile: a camera, or the one that looks at the place that was found. */
  pick(found: SearchResult): void {
    const cameraId = found.cameraId ?? this.#lookingAt(found);
    if (cameraId === null) return this.say(t('wall.find.none', { name: found.title }));
    this.putOn(this.wall.chosen, cameraId, null);
    this.wall.chooseFree();
    if (found.cameraId === undefined)
      this.say(t('wall.find.place', { name: found.title, camera: this.calledOf(cameraId) }));
    this.search.clear();
    this.panel = null;
  }

  #lookingAt({ lon, lat }: SearchResult): number | null {
    return cameraOfPlace(this.#situation.lookingAt(lonLat(lon, lat)), this.wall.cameraIds);
  }

  /** Shows the chosen camera on the small map, or all of them where it shows that one already. */
  async showOnMap(narrow: boolean): Promise<void> {
    const hidden = !(this.strip ?? !narrow);
    if (!hidden && narrow) {
      this.strip = false;
      return;
    }
    this.strip = true;
    await tick();
    this.#situation.map?.resize();
    const { columns } = this.#situation.fleet;
    const row = this.wall.chosenId === null ? null : this.#situation.fleet.rowOf(this.wall.chosenId);
    const close = (this.#situation.map?.window().zoom ?? 0) >= ONE_CAMERA_ZOOM;
    if (row === null || (close && !hidden)) this.fitMap();
    else
      this.#situation.map?.setView(
        { center: lonLat(columns.lon[row]!, columns.lat[row]!), zoom: 16.5 },
        { motion: 'fly' },
      );
  }

  /** The small map over all cameras of the screen. */
  fitMap(wall = this.wall): void {
    const { map, fleet } = this.#situation;
    const rows = wall.screen.flatMap((cell) => (typeof cell === 'number' ? (fleet.rowOf(cell) ?? []) : []));
    if (map === null || rows.length === 0) return;
    const lons = rows.map((row) => fleet.columns.lon[row]!);
    const lats = rows.map((row) => fleet.columns.lat[row]!);
    const [west, east] = [Math.min(...lons), Math.max(...lons)];
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    map.resize();
    if (east - west < 0.002 && north - south < 0.002)
      map.setView({ center: lonLat((west + east) / 2, (south + north) / 2), zoom: ONE_CAMERA_ZOOM });
    else map.fitBounds([west, south, east, north], { padding: { top: 52, right: 46, bottom: 52, left: 46 } });
  }

  openWindow(): void {
    const number = this.windows.nextNumber();
    const query = new URLSearchParams({ mode: 'wall', window: String(number) });
    const opened = window.open(`?${query.toString()}`, `gwanje-wall-${number}`, 'popup');
    if (opened === null) this.say(t('wall.windows.blocked'));
  }

  /** Freezes what the chosen tile shows at this moment and asks for the reason, or says why there is nothing to take. */
  openStill(): void {
    const { chosenId, chosenCell } = this.wall;
    const bar = stillBarOf(this.wall.factsOf(chosenCell).state);
    if (chosenId === null || bar !== null) return this.say(t(`still.bar.${bar ?? 'empty'}`));
    const quality = (['main', 'sub'] as const).find((each) => this.wall.plays(pictureKey(chosenId, each)));
    const frame =
      quality === undefined ? null : (this.pictures[pictureKey(chosenId, quality)]?.freeze() ?? null);
    if (frame === null) return this.say(t('still.bar.connecting'));
    // Whoever is turning the camera goes on holding it.
    if (this.panel !== 'turn') this.panel = 'still';
    this.still = { cameraId: chosenId, frame, small: quality === 'sub' };
  }

  /** Keeps the frozen frame as a file, once its record stands (Art. 30(3)). */
  async takeStill({ cameraId, frame }: WaitingStill, reason: string): Promise<void> {
    const stillId = crypto.randomUUID();
    const { takenBy } = await askStill(cameraId, { stillId, reason });
    const { at } = frame;
    const record = t('still.mark', {
      no: stillId.slice(0, 8),
      by: takenBy,
      at: `${dayOf(at)} ${timeOf(at)}`,
    });
    const file = await sealedFrame(frame, record);
    if (file === null) return this.say(t('still.noPicture'));
    const name = `${this.calledOf(cameraId)} ${dayOf(at)} ${timeOf(at).replaceAll(':', '')}.png`.replace(
      /[\s/\\:*?"<>|]+/g,
      '_',
    );
    save(file, name);
    this.say(t('still.kept', { file: name }));
  }

  /** What a mend of the chosen tile's camera would be asked for. */
  mendWords(): string {
    const { state, badge } = this.wall.factsOf(this.wall.chosenCell);
    const key = `mend.what.${badge === 'violation' ? 'audio' : state}`;
    return isWordKey(key) ? t(key) : '';
  }

  async askMend(faultId: string, what: string): Promise<void> {
    const cameraId = this.wall.chosenId;
    if (cameraId === null) return;
    await reportFault(cameraId, faultId, what);
    this.say(t('mend.done', { name: this.calledOf(cameraId) }));
  }
}

async function openable(cameraId: number): Promise<Openable> {
  try {
    return { cameraId, bar: pictureBarOf(await readCameraCard(cameraId)) };
  } catch {
    return { cameraId, bar: 'unasked' };
  }
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
