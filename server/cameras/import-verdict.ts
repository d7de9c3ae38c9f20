import { setImmediate as nextTurn } from 'node:timers/promises';
import { extentOfFile, type Area, type CityArea } from './import-area.ts';
import type { ImportJudge, JudgedRows } from './import-judge.ts';
import {
  isDuplicate,
  isQuarantined,
  quarantineBit,
  quarantineReasons,
  warningReasons,
} from './import-reasons.rules.ts';
import {
  dmsFromDecimal,
  inKorea,
  STACKED_ADDRESSES,
  type QuarantineReason,
  type WarningReason,
} from './national.rules.ts';
import { PairIndex } from './pair-index.ts';

const TRUNCATED = quarantineBit('truncated-coordinates');
const SWAPPED = quarantineBit('swapped-coordinates');
const DMS = quarantineBit('dms-as-decimal');
const OUTSIDE = quarantineBit('outside-area');
const STACKED = quarantineBit('stacked-point');
const MISMATCH = quarantineBit('district-mismatch');

/** So many points, none of them with a minute or second of 60 and more, do not happen among decimal degrees. */
const ENOUGH_POINTS = 30;

/** The judged file: every row with all its reasons, and the places that load. */
export interface Verdict {
  readonly rows: JudgedRows;
  /** Number of the place (one agency at one point) that a row belongs to, -1 for a quarantined row. */
  readonly placeOf: Int32Array;
  readonly places: number;
  /** Cameras at each place. */
  readonly camerasAt: Int32Array;
  readonly cameras: number;
  readonly quarantined: {
    readonly total: number;
    readonly byReason: Partial<Record<QuarantineReason, number>>;
  };
  readonly warnings: Partial<Record<WarningReason, number>>;
  readonly purposes: Readonly<Record<string, number>>;
  /** Where a wrong position can be undone: the place that was meant, [lon, lat]. */
  readonly proposal: (row: number) => readonly [number, number] | null;
}

/** So many rows are looked at before other work of the process gets its turn. */
const ROWS_A_TURN = 8192;

/** Adds what only the whole file can tell, and counts. `city` null: the file's own extent is the area. */
export async function judgeFile(judge: ImportJudge, city: CityArea | null): Promise<Verdict> {
  const { rows } = judge;
  const wholeFileInParts = looksLikeParts(rows);
  if (wholeFileInParts)
    for (let row = 0; row < rows.count; row += 1) if (rows.point[row]! >= 0) rows.reasons[row]! |= DMS;
  const area = city ?? extentOfFile(wholeFileInParts ? meantPoints(rows) : usablePoints(rows));
  for (let row = 0; row < rows.count; row += 1) {
    if (row % ROWS_A_TURN === 0) await nextTurn();
    const point = rows.point[row]!;
    if (point < 0) continue;
    if (rows.short[row] === 1 && judge.degrees.keepsZeros) rows.reasons[row]! |= TRUNCATED;
    if (judge.addressesAt.counts[point]! >= STACKED_ADDRESSES) rows.reasons[row]! |= STACKED;
    if (wholeFileInParts) continue;
    rows.reasons[row]! |= areaReasons(rows.lon[row]!, rows.lat[row]!, area, rows.named[row]!, judge);
  }
  return { ...(await counted(judge)), rows, proposal: (row) => proposalFor(rows, row, area) };
}

function areaReasons(lon: number, lat: number, area: Area, unit: number, judge: ImportJudge): number {
  const mismatch =
    unit >= 0 && judge.districts !== null && !judge.districts.holds(unit, lon, lat) ? MISMATCH : 0;
  if (area.inside(lon, lat)) return mismatch;
  const [meantLon, meantLat] = [dmsFromDecimal(lon), dmsFromDecimal(lat)];
  if (meantLon !== null && meantLat !== null && area.inside(meantLon, meantLat)) return DMS;
  return OUTSIDE | mismatch;
}

function* usablePoints(rows: JudgedRows): Generator<readonly [number, number]> {
  for (let row = 0; row < rows.count; row += 1)
    if (rows.point[row]! >= 0 && !isQuarantined(rows.reasons[row]!)) yield [rows.lon[row]!, rows.lat[row]!];
}

function* meantPoints(rows: JudgedRows): Generator<readonly [number, number]> {
  for (let row = 0; row < rows.count; row += 1) {
    if (rows.point[row]! < 0) continue;
    const [lon, lat] = [dmsFromDecimal(rows.lon[row]!), dmsFromDecimal(rows.lat[row]!)];
    if (lon !== null && lat !== null) yield [lon, lat];
  }
}

function looksLikeParts(rows: JudgedRows): boolean {
  const seen = new Set<number>();
  for (let row = 0; row < rows.count; row += 1) {
    if (rows.point[row]! < 0 || isQuarantined(rows.reasons[row]!)) continue;
    if (dmsFromDecimal(rows.lon[row]!) === null || dmsFromDecimal(rows.lat[row]!) === null) return false;
    if (seen.size < ENOUGH_POINTS) seen.add(rows.point[row]!);
  }
  return seen.size >= ENOUGH_POINTS;
}

function proposalFor(rows: JudgedRows, row: number, area: Area): readonly [number, number] | null {
  const reasons = rows.reasons[row]!;
  let [lon, lat] = [rows.lon[row]!, rows.lat[row]!];
  if ((reasons & (SWAPPED | DMS)) === 0) return null;
  if ((reasons & SWAPPED) !== 0) [lon, lat] = [lat, lon];
  if ((reasons & DMS) !== 0 && rows.point[row]! >= 0) {
    const [meantLon, meantLat] = [dmsFromDecimal(lon), dmsFromDecimal(lat)];
    if (meantLon === null || meantLat === null) return null;
    [lon, lat] = [meantLon, meantLat];
  }
  return inKorea(lon, lat) && area.inside(lon, lat) ? [lon, lat] : null;
}

async function counted(judge: ImportJudge): Promise<Omit<Verdict, 'rows' | 'proposal'>> {
  const { rows } = judge;
  const placeIndex = new PairIndex();
  const placeOf = new Int32Array(rows.count).fill(-1);
  const camerasAt = new Int32Array(rows.count);
  const combinations = new Map<number, number>();
  let total = 0;
  let cameras = 0;
  for (let row = 0; row < rows.count; row += 1) {
    if (row % ROWS_A_TURN === 0) await nextTurn();
    const reasons = rows.reasons[row]!;
    if (reasons !== 0) combinations.set(reasons, (combinations.get(reasons) ?? 0) + 1);
    if (isQuarantined(reasons)) {
      total += 1;
      continue;
    }
    const place = placeIndex.add(rows.point[row]!, rows.agency[row]!);
    placeOf[row] = place;
    if (isDuplicate(reasons)) continue;
    camerasAt[place]! += rows.cameras[row]!;
    cameras += rows.cameras[row]!;
  }
  const byReason: Partial<Record<QuarantineReason, number>> = {};
  const warnings: Partial<Record<WarningReason, number>> = {};
  for (const [reasons, count] of combinations) {
    for (const reason of quarantineReasons(reasons)) byReason[reason] = (byReason[reason] ?? 0) + count;
    for (const reason of warningReasons(reasons)) warnings[reason] = (warnings[reason] ?? 0) + count;
  }
  const purposes = Object.fromEntries(
    [...judge.words.values()].map(({ text, rows: count }) => [text, count]),
  );
  return {
    placeOf,
    places: placeIndex.size,
    camerasAt: camerasAt.subarray(0, placeIndex.size),
    cameras,
    quarantined: { total, byReason },
    warnings,
    purposes,
  };
}
