import { purposeBits, PURPOSES, type Purpose } from './purposes.rules.ts';
import {
  DEVICE_STATES,
  emptyColumns,
  INTEGRATION_CODES,
  KINDS,
  SIGN_STATES,
  UNKNOWN_U16,
  UNKNOWN_U8,
  type CameraColumns,
  type DeviceState,
  type Integration,
  type Kind,
  type SignState,
} from './snapshot.rules.ts';

/** One camera as the fleet's columns need it. Null is unknown. */
export interface ColumnRow {
  readonly cameraId: number;
  readonly siteId: number;
  readonly lon: number;
  readonly lat: number;
  readonly kind: Kind | null;
  readonly azimuthDeg: number | null;
  readonly hfovDeg: number | null;
  readonly rangeM: number | null;
  readonly heightM: number | null;
  readonly tiltDeg: number | null;
  readonly nightRangeM: number | null;
  readonly megapixels: number | null;
  readonly purposes: readonly Purpose[];
  readonly mainPurpose: Purpose | null;
  readonly signboard: SignState;
  readonly buildingSign: boolean;
  readonly owner: string;
  readonly department: string | null;
  readonly district: string | null;
  readonly integration: Integration | null;
  readonly watched: boolean;
  readonly mobile: boolean;
  readonly protected: boolean;
}

/** What stands for a device, why, and since which minute after 1970 (0: nobody knows). */
export interface DeviceStanding {
  readonly state: DeviceState;
  readonly cause: string | null;
  readonly sinceMin: number;
}

/** Rows as columns, in the order given. Dictionaries hold only words that occur; a word beyond a dictionary's room is unknown. */
export function columnsOf(
  rows: readonly ColumnRow[],
  standingOf: (cameraId: number) => DeviceStanding | undefined,
): CameraColumns {
  const columns = emptyColumns(rows.length);
  const owners = new Dictionary(UNKNOWN_U8);
  const departments = new Dictionary(UNKNOWN_U16);
  const districts = new Dictionary(UNKNOWN_U8);
  const causes = new Dictionary(UNKNOWN_U8);
  rows.forEach((row, at) => {
    const standing = standingOf(row.cameraId);
    columns.cameraId[at] = row.cameraId;
    columns.siteId[at] = row.siteId;
    columns.lon[at] = row.lon;
    columns.lat[at] = row.lat;
    columns.kind[at] = KINDS.indexOf(row.kind ?? 'unknown');
    columns.azimuthDeg[at] = row.azimuthDeg ?? NaN;
    columns.hfovDeg[at] = row.hfovDeg ?? NaN;
    columns.rangeM[at] = row.rangeM ?? NaN;
    columns.heightM[at] = row.heightM ?? NaN;
    columns.tiltDeg[at] = row.tiltDeg ?? NaN;
    columns.nightRangeM[at] = row.nightRangeM ?? NaN;
    columns.megapixels[at] = row.megapixels ?? NaN;
    columns.purposes[at] = purposeBits(row.purposes);
    columns.mainPurpose[at] = row.mainPurpose === null ? UNKNOWN_U8 : PURPOSES.indexOf(row.mainPurpose);
    columns.state[at] = DEVICE_STATES.indexOf(standing?.state ?? 'unknown');
    columns.cause[at] = causes.indexOf(standing?.cause ?? null);
    columns.sinceMin[at] = standing?.cause == null ? 0 : standing.sinceMin;
    columns.signboard[at] = SIGN_STATES.indexOf(row.signboard);
    columns.buildingSign[at] = Number(row.buildingSign);
    columns.owner[at] = owners.indexOf(row.owner);
    columns.department[at] = departments.indexOf(row.department);
    columns.district[at] = districts.indexOf(row.district);
    columns.integration[at] = INTEGRATION_CODES.indexOf(row.integration ?? 'unknown');
    columns.watched[at] = Number(row.watched);
    columns.mobile[at] = Number(row.mobile);
    columns.protected[at] = Number(row.protected);
  });
  return {
    ...{ ...columns, owners: owners.words, departments: departments.words },
    ...{ districts: districts.words, causes: causes.words },
  };
}

class Dictionary {
  readonly words: string[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #unknown: number;

  constructor(unknown: number) {
    this.#unknown = unknown;
  }

  indexOf(word: string | null): number {
    if (word === null) return this.#unknown;
    const known = this.#indexes.get(word);
    if (known !== undefined) return known;
    if (this.words.length >= this.#unknown) return this.#unknown;
    this.#indexes.set(word, this.words.length);
    return this.words.push(word) - 1;
  }
}

interface Placed {
  readonly cameraId: number;
  readonly siteId: number;
  readonly lon: number;
  readonly lat: number;
}

/** Sorts along a Z-order curve (Morton) of about 1 m cells, cameras of one site together, so that neighbours compress. */
export function mortonSorted<Row extends Placed>(rows: readonly Row[]): Row[] {
  const west = rows.reduce((least, { lon }) => Math.min(least, lon), Infinity);
  const south = rows.reduce((least, { lat }) => Math.min(least, lat), Infinity);
  const keyed = rows.map((row) => ({
    row,
    key: mortonKey(Math.round((row.lon - west) * 88_000), Math.round((row.lat - south) * 111_000)),
  }));
  keyed.sort((a, b) => a.key - b.key || a.row.siteId - b.row.siteId || a.row.cameraId - b.row.cameraId);
  return keyed.map(({ row }) => row);
}

/** Interleaves the low 24 bits of x and y; exact in a double. */
export function mortonKey(x: number, y: number): number {
  const high = spread((x >>> 12) & 0xfff) | (spread((y >>> 12) & 0xfff) << 1);
  const low = spread(x & 0xfff) | (spread(y & 0xfff) << 1);
  return high * 0x1000000 + low;
}

function spread(twelveBits: number): number {
  let bits = twelveBits;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}
