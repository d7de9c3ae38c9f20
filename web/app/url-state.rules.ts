import { lonLat } from '../../geodata/lon-lat.ts';
import { SECTIONS, type CameraFilter } from '../cameras/filter.rules.ts';
import type { MapView } from '../map/map-handle.ts';
import { THEMES, type Theme } from '../ui/tokens.ts';
import { readWall, writeWall, type Cells } from '../wall/wall-layout.rules.ts';
import type { WallSize } from '../../server/streams/scenes.schema.ts';

/** Lists that a metric of the top bar or the map's menu opens on the right. */
export const LISTS = ['violation', 'fault', 'caution', 'stale'] as const;
export type List = (typeof LISTS)[number];

/** The registers of people and duties, each with a screen of its own. */
export const OFFICES = ['organisation', 'accounts', 'contracts', 'agencies', 'audit', 'pursuits'] as const;
export type Office = (typeof OFFICES)[number];

/** The screens of the console: the map, the planner's map, and the video wall. */
export const MODES = ['situation', 'plan', 'wall'] as const;
export type Mode = (typeof MODES)[number];
/** With Shift, the digit that opens each. */
export const MODE_DIGITS: Readonly<Record<Mode, number>> = { situation: 1, plan: 2, wall: 4 };

/** What the address holds, so that a link shows another person the same screen. Null leaves the default. */
export interface UrlState {
  view: MapView | null;
  filter: CameraFilter;
  cameraId: number | null;
  list: List | null;
  table: boolean;
  office: Office | null;
  theme: Theme | null;
  lang: 'ko' | 'en' | null;
  mode: Mode;
  /** What stands on the video wall; null for nothing. */
  wall: { readonly size: WallSize; readonly cells: Cells } | null;
  /** The scene that the wall shows. */
  scene: string | null;
  /** Which further window of the session this is; null for the first. */
  window: number | null;
  /** The plan that is open on the planner's screen. */
  plan: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;

function viewOf(text: string | null): MapView | null {
  if (text === null) return null;
  const [lon = NaN, lat = NaN, zoom = NaN, bearingDeg = 0] = text.split(',').map(Number);
  const sound =
    within(lon, -180, 180) && within(lat, -85, 85) && within(zoom, 0, 24) && Number.isFinite(bearingDeg);
  return sound ? { center: lonLat(lon, lat), zoom, bearingDeg } : null;
}

/** Reads the query of an address. What it does not understand falls back to the default. */
export function readUrl(query: string): UrlState {
  const params = new URLSearchParams(query);
  const filter: Partial<Record<(typeof SECTIONS)[number], ReadonlySet<string>>> = {};
  for (const section of SECTIONS) {
    const off = params
      .getAll(`-${section}`)
      .flatMap((value) => value.split('|').filter((each) => each !== ''));
    if (off.length > 0) filter[section] = new Set(off);
  }
  const cameraId = Number(params.get('camera') ?? NaN);
  const lang = params.get('lang');
  const window = Number(params.get('window') ?? NaN);
  const scene = params.get('scene');
  const plan = params.get('plan');
  return {
    view: viewOf(params.get('at')),
    filter,
    cameraId: Number.isInteger(cameraId) && within(cameraId, 1, 0x7fffffff) ? cameraId : null,
    list: LISTS.find((each) => each === params.get('list')) ?? null,
    table: params.get('table') === '1',
    office: OFFICES.find((each) => each === params.get('office')) ?? null,
    theme: THEMES.find((each) => each === params.get('theme')) ?? null,
    lang: lang === 'ko' || lang === 'en' ? lang : null,
    mode: MODES.find((each) => each === params.get('mode')) ?? 'situation',
    wall: readWall(params.get('wall')),
    scene: scene !== null && /^[0-9a-f-]{36}$/.test(scene) ? scene : null,
    window: Number.isInteger(window) && within(window, 2, 99) ? window : null,
    plan: plan !== null && UUID.test(plan) ? plan : null,
  };
}

/** Whether an address asks for no screen of its own; theme and language are none. */
export const isPlain = ({ view, filter, cameraId, list, table, office, mode }: UrlState): boolean =>
  mode === 'situation' &&
  view === null &&
  cameraId === null &&
  list === null &&
  office === null &&
  !table &&
  Object.keys(filter).length === 0;

/** What is left of an address once whoever sat there has gone: how it looks, and nothing of what was on it. */
export function plainOf(query: string): string {
  const { theme, lang } = readUrl(query);
  return writeUrl({ ...readUrl(''), theme, lang });
}

/** The query of a screen, '' for the plain one. Positions to about 0.1 m, zoom to a hundredth. */
export function writeUrl(state: UrlState): string {
  const params = new URLSearchParams();
  if (state.view !== null) {
    const { center, zoom, bearingDeg } = state.view;
    const turn = Math.round(bearingDeg * 10) / 10;
    params.set(
      'at',
      [center[0].toFixed(6), center[1].toFixed(6), zoom.toFixed(2), ...(turn === 0 ? [] : [turn])].join(','),
    );
  }
  for (const section of SECTIONS) {
    const off = state.filter[section];
    if (off !== undefined && off.size > 0) params.set(`-${section}`, [...off].sort().join('|'));
  }
  if (state.cameraId !== null) params.set('camera', String(state.cameraId));
  if (state.list !== null) params.set('list', state.list);
  if (state.table) params.set('table', '1');
  if (state.office !== null) params.set('office', state.office);
  if (state.theme !== null) params.set('theme', state.theme);
  if (state.lang !== null) params.set('lang', state.lang);
  if (state.mode !== 'situation') params.set('mode', state.mode);
  if (state.wall !== null) params.set('wall', writeWall(state.wall.size, state.wall.cells));
  if (state.scene !== null) params.set('scene', state.scene);
  if (state.window !== null) params.set('window', String(state.window));
  if (state.plan !== null) params.set('plan', state.plan);
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%7C', '|').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}
