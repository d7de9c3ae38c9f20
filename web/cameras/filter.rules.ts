import { KINDS, SIGN_STATES, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { PURPOSES } from '../../server/cameras/purposes.rules.ts';
import { EFFECTIVE_STATES, effectiveStateOf } from './effective-state.rules.ts';

/** Sections of the legend. Each is a filter of its own; a camera is drawn when every section lets it through. */
export const SECTIONS = ['state', 'kind', 'purpose', 'signboard', 'owner', 'district', 'department'] as const;
export type Section = (typeof SECTIONS)[number];

/** The value of what nobody knows: no purpose recorded, no district, no department. */
export const UNKNOWN_VALUE = '?';

/** Values that are switched off, by section. A section that is absent lets everything through. */
export type CameraFilter = Readonly<Partial<Record<Section, ReadonlySet<string>>>>;
export const EVERYTHING: CameraFilter = {};

const bitOf = Object.fromEntries(SECTIONS.map((section, index) => [section, 1 << index])) as Record<
  Section,
  number
>;

/** The values of a section in the order in which the legend lists them. */
export function valuesOf(section: Section, columns: CameraColumns): readonly string[] {
  switch (section) {
    case 'state':
      return EFFECTIVE_STATES;
    case 'kind':
      return KINDS;
    case 'purpose':
      return [...PURPOSES, UNKNOWN_VALUE];
    case 'signboard':
      return SIGN_STATES;
    case 'owner':
      return [...columns.owners, UNKNOWN_VALUE];
    case 'district':
      return [...columns.districts, UNKNOWN_VALUE];
    case 'department':
      return [...columns.departments, UNKNOWN_VALUE];
  }
}

/** What each glyph shows, by row: index into EFFECTIVE_STATES. `liveIds` are the cameras on a screen now. */
export function effectiveStates(columns: CameraColumns, liveIds: ReadonlySet<number>): Uint8Array {
  const states = new Uint8Array(columns.count);
  for (let row = 0; row < columns.count; row++)
    states[row] = effectiveStateOf(
      columns.state[row]!,
      liveIds.size > 0 && liveIds.has(columns.cameraId[row]!),
    );
  return states;
}

/**
 * Which sections keep a camera off the map: a bit a section, by row; 0 is drawn. A camera of several purposes passes
 * while one of them is on.
 */
export function hiddenBy(columns: CameraColumns, states: Uint8Array, filter: CameraFilter): Uint8Array {
  const hidden = new Uint8Array(columns.count);
  for (const section of SECTIONS) {
    const off = filter[section];
    if (off === undefined || off.size === 0) continue;
    const bit = bitOf[section];
    const values = valuesOf(section, columns);
    if (section === 'purpose') {
      const on = values.reduce((bits, value, index) => (off.has(value) ? bits : bits | (1 << index)), 0);
      for (let row = 0; row < columns.count; row++)
        if ((purposeBitsOf(columns.purposes[row]!) & on) === 0) hidden[row]! |= bit;
      continue;
    }
    const isOff = Uint8Array.from(values, (value) => (off.has(value) ? 1 : 0));
    const column = columnOf(section, columns, states);
    const unknown = values.length - 1;
    for (let row = 0; row < columns.count; row++)
      if (isOff[Math.min(column[row]!, unknown)] === 1) hidden[row]! |= bit;
  }
  return hidden;
}

const NO_PURPOSE = 1 << PURPOSES.length;
const purposeBitsOf = (bits: number): number => (bits === 0 ? NO_PURPOSE : bits);

function columnOf(section: Exclude<Section, 'purpose'>, columns: CameraColumns, states: Uint8Array) {
  return section === 'state' ? states : columns[section];
}

/** 1 where the camera is drawn. */
export function visibleOf(hidden: Uint8Array): Uint8Array {
  return hidden.map((bits) => (bits === 0 ? 1 : 0));
}

export interface LegendCounts {
  /** Cameras that are drawn, inside the bounds where there are any. */
  total: number;
  /** By section, parallel to valuesOf: cameras that every *other* section lets through. */
  bySection: Record<Section, Uint32Array>;
}

/**
 * Live counts of the legend: what would be drawn if the row alone were on in its section. `bounds` (west, south, east,
 * north) restricts to what the window shows; null counts the whole city.
 */
export function legendCounts(
  columns: CameraColumns,
  states: Uint8Array,
  hidden: Uint8Array,
  bounds: readonly [number, number, number, number] | null,
): LegendCounts {
  const bySection = Object.fromEntries(
    SECTIONS.map((section) => [section, new Uint32Array(valuesOf(section, columns).length)]),
  ) as Record<Section, Uint32Array>;
  const single = SECTIONS.filter((section) => section !== 'purpose').map((section) => ({
    bit: bitOf[section],
    column: columnOf(section, columns, states),
    counts: bySection[section],
    unknown: bySection[section].length - 1,
  }));
  let total = 0;
  for (let row = 0; row < columns.count; row++) {
    if (bounds !== null && !isInside(columns.lon[row]!, columns.lat[row]!, bounds)) continue;
    const bits = hidden[row]!;
    if (bits === 0) total++;
    else if ((bits & (bits - 1)) !== 0) continue;
    for (const { bit, column, counts, unknown } of single)
      if ((bits & ~bit) === 0) counts[Math.min(column[row]!, unknown)]!++;
    if ((bits & ~bitOf.purpose) === 0) {
      const purposes = purposeBitsOf(columns.purposes[row]!);
      for (let index = 0; index <= PURPOSES.length; index++)
        if (purposes & (1 << index)) bySection.purpose[index]!++;
    }
  }
  return { total, bySection };
}

const isInside = (
  lon: number,
  lat: number,
  [west, south, east, north]: readonly [number, number, number, number],
) => lon >= west && lon <= east && lat >= south && lat <= north;

/** Rows of one legend value, 1 each: they stay bright while the legend row is hovered. */
export function rowsOf(
  columns: CameraColumns,
  states: Uint8Array,
  section: Section,
  value: string,
): Uint8Array {
  const values = valuesOf(section, columns);
  const index = values.indexOf(value);
  const rows = new Uint8Array(columns.count);
  if (section === 'purpose') {
    for (let row = 0; row < columns.count; row++)
      if (purposeBitsOf(columns.purposes[row]!) & (1 << index)) rows[row] = 1;
    return rows;
  }
  const column = columnOf(section, columns, states);
  for (let row = 0; row < columns.count; row++)
    if (Math.min(column[row]!, values.length - 1) === index) rows[row] = 1;
  return rows;
}

/** Switches one value on or off. */
export function toggled(filter: CameraFilter, section: Section, value: string): CameraFilter {
  const off = new Set(filter[section]);
  if (!off.delete(value)) off.add(value);
  return withOff(filter, section, off);
}

/** Only this value of its section; the whole section again where it already stood alone. */
export function onlyThis(
  filter: CameraFilter,
  section: Section,
  value: string,
  values: readonly string[],
): CameraFilter {
  const others = values.filter((each) => each !== value);
  const off = filter[section];
  const alone = off !== undefined && !off.has(value) && others.every((each) => off.has(each));
  return withOff(filter, section, alone ? new Set() : new Set(others));
}

export function withOff(filter: CameraFilter, section: Section, off: ReadonlySet<string>): CameraFilter {
  const { [section]: _, ...rest } = filter;
  return off.size === 0 ? rest : { ...rest, [section]: off };
}

export const isFiltered = (filter: CameraFilter): boolean =>
  SECTIONS.some((section) => filter[section] !== undefined);

/** Drawn rows for lists and the table: strongest state first, then in the order of the snapshot. */
export function listOrder(
  columns: CameraColumns,
  states: Uint8Array,
  visible: Uint8Array,
  bounds: readonly [number, number, number, number] | null,
): Uint32Array {
  const byState: number[][] = EFFECTIVE_STATES.map(() => []);
  for (let row = 0; row < columns.count; row++)
    if (visible[row] === 1 && (bounds === null || isInside(columns.lon[row]!, columns.lat[row]!, bounds)))
      byState[states[row]!]!.push(row);
  return Uint32Array.from(byState.reverse().flat());
}
