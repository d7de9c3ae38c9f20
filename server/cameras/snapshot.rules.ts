import { ColumnReader, ColumnWriter, folded, mapped, unfolded } from './integer-column.rules.ts';

export const KINDS = ['fixed', 'ptz', 'fisheye', 'unknown'] as const;
/** What the last probe proved. 'live' is laid over by the client. */
export const DEVICE_STATES = ['normal', 'unknown', 'caution', 'fault', 'violation'] as const;
export const SIGN_STATES = ['as-printed', 'stale', 'missing', 'web-notice', 'exempt'] as const;
export const INTEGRATIONS = ['integrated', 'linked', 'standalone'] as const;
/** The same on the wire, where unknown needs a number of its own. */
export const INTEGRATION_CODES = [...INTEGRATIONS, 'unknown'] as const;
export type Kind = (typeof KINDS)[number];
export type DeviceState = (typeof DEVICE_STATES)[number];
export type SignState = (typeof SIGN_STATES)[number];
export type Integration = (typeof INTEGRATIONS)[number];

export const UNKNOWN_U8 = 0xff;
export const UNKNOWN_U16 = 0xffff;

/**
 * The fleet as columns, one row a camera, cameras of one site beside each other. Numbers are indexes into the lists
 * above or into the dictionaries; NaN, UNKNOWN_U8 and UNKNOWN_U16 are unknown. Angles in degrees, lengths in metres.
 */
export interface CameraColumns {
  count: number;
  owners: string[];
  departments: string[];
  districts: string[];
  causes: string[];
  cameraId: Uint32Array;
  siteId: Uint32Array;
  lon: Float64Array;
  lat: Float64Array;
  kind: Uint8Array;
  azimuthDeg: Float32Array;
  hfovDeg: Float32Array;
  rangeM: Float32Array;
  heightM: Float32Array;
  tiltDeg: Float32Array;
  /** How far it sees in the dark. */
  nightRangeM: Float32Array;
  megapixels: Float32Array;
  purposes: Uint16Array;
  mainPurpose: Uint8Array;
  state: Uint8Array;
  /** Why it is in its state; UNKNOWN_U8 where nothing is amiss. */
  cause: Uint8Array;
  /** Since when the cause stands, in minutes since 1970; 0 where there is no cause, or nobody knows. */
  sinceMin: Uint32Array;
  signboard: Uint8Array;
  buildingSign: Uint8Array;
  owner: Uint8Array;
  department: Uint16Array;
  district: Uint8Array;
  integration: Uint8Array;
  watched: Uint8Array;
  mobile: Uint8Array;
  protected: Uint8Array;
}

/** Columns of `count` rows in which everything is unknown or zero. */
export function emptyColumns(count: number): CameraColumns {
  return {
    count,
    owners: [],
    departments: [],
    districts: [],
    causes: [],
    cameraId: new Uint32Array(count),
    siteId: new Uint32Array(count),
    lon: new Float64Array(count),
    lat: new Float64Array(count),
    kind: new Uint8Array(count).fill(KINDS.indexOf('unknown')),
    azimuthDeg: new Float32Array(count).fill(NaN),
    hfovDeg: new Float32Array(count).fill(NaN),
    rangeM: new Float32Array(count).fill(NaN),
    heightM: new Float32Array(count).fill(NaN),
    tiltDeg: new Float32Array(count).fill(NaN),
    nightRangeM: new Float32Array(count).fill(NaN),
    megapixels: new Float32Array(count).fill(NaN),
    purposes: new Uint16Array(count),
    mainPurpose: new Uint8Array(count).fill(UNKNOWN_U8),
    state: new Uint8Array(count).fill(DEVICE_STATES.indexOf('unknown')),
    cause: new Uint8Array(count).fill(UNKNOWN_U8),
    sinceMin: new Uint32Array(count),
    signboard: new Uint8Array(count).fill(SIGN_STATES.indexOf('missing')),
    buildingSign: new Uint8Array(count),
    owner: new Uint8Array(count).fill(UNKNOWN_U8),
    department: new Uint16Array(count).fill(UNKNOWN_U16),
    district: new Uint8Array(count).fill(UNKNOWN_U8),
    integration: new Uint8Array(count).fill(INTEGRATION_CODES.indexOf('unknown')),
    watched: new Uint8Array(count),
    mobile: new Uint8Array(count),
    protected: new Uint8Array(count),
  };
}

const MAGIC = 0x324d5747;
const METRES_PER_DEGREE = 111_320;
const POSITION_STEP_M = 0.1;
const NEVER = 0xffffffff;

const tenths = (value: number, offset: number): number =>
  Number.isNaN(value) ? 0 : 1 + Math.round((value + offset) * 10);
const fromTenths = (stored: number, offset: number): number =>
  stored === 0 ? NaN : (stored - 1) / 10 - offset;
const hundredths = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.max(1, Math.round(value * 100));
/** Most cameras serve their main purpose alone: without it most values are nought. */
const mainBit = ({ mainPurpose }: CameraColumns, row: number): number =>
  mainPurpose[row] === UNKNOWN_U8 ? 0 : 1 << mainPurpose[row]!;
const azimuthTenths = (azimuthDeg: number): number => {
  const stored = tenths(azimuthDeg, 0);
  return stored === 3601 ? 1 : stored;
};

/**
 * The fleet for the wire, about 8 bytes a camera once compressed. Little-endian:
 * u32 magic "GWM2"; u32 rows; u32 length and UTF-8 JSON `[owners, departments, districts, causes]`;
 * f64 origin lon, origin lat, degrees of longitude and of latitude in one 0.1 m step; u32 runs, where a run is
 * consecutive rows of one site on one point; then columns (form of each: see `ColumnWriter`), a run a value:
 * rows in the run, x and y in steps (folded differences to the run before), site id (folded difference);
 * then a row a value: camera id (folded difference to the row before in order of site id, then row), azimuth, field of
 * view, range, height, range at night, tilt + 90 (tenths + 1, 0 unknown), megapixels (hundredths, 0 unknown), purposes
 * other than the main one, main purpose, condition (state, 3 bits; signboard, 3 bits; building sign), nature (kind, 2
 * bits; integration, 2 bits; watched; mobile; protected), owner, department, district, cause (255 none); then u32 the
 * earliest minute, and for the rows that have a cause alone: since when, in minutes after that one (+ 1, 0 unknown).
 * Positions keep 0.1 m, angles and lengths one decimal, megapixels two. Rows come out in the order they went in.
 */
export function encodeSnapshot(columns: CameraColumns): Uint8Array {
  const { count } = columns;
  const writer = new ColumnWriter();
  writer.u32(MAGIC);
  writer.u32(count);
  const dictionaries = new TextEncoder().encode(
    JSON.stringify([columns.owners, columns.departments, columns.districts, columns.causes]),
  );
  writer.u32(dictionaries.length);
  writer.raw(dictionaries);

  const originLon = count === 0 ? 0 : columns.lon.reduce((a, b) => Math.min(a, b));
  const originLat = count === 0 ? 0 : columns.lat.reduce((a, b) => Math.min(a, b));
  const stepLat = POSITION_STEP_M / METRES_PER_DEGREE;
  const stepLon = stepLat / Math.cos((originLat * Math.PI) / 180);
  for (const value of [originLon, originLat, stepLon, stepLat]) writer.f64(value);

  const x = Int32Array.from(columns.lon, (lon) => Math.round((lon - originLon) / stepLon));
  const y = Int32Array.from(columns.lat, (lat) => Math.round((lat - originLat) / stepLat));
  const starts: number[] = [];
  for (let row = 0; row < count; row++)
    if (
      row === 0 ||
      columns.siteId[row] !== columns.siteId[row - 1] ||
      x[row] !== x[row - 1] ||
      y[row] !== y[row - 1]
    )
      starts.push(row);
  writer.u32(starts.length);
  writer.column(mapped(starts, (row, run) => (starts[run + 1] ?? count) - row - 1));
  for (const source of [x, y, columns.siteId])
    writer.column(
      mapped(starts, (row, run) =>
        folded((source[row] ?? 0) - (run === 0 ? 0 : (source[starts[run - 1]!] ?? 0))),
      ),
    );

  const order = bySite(columns.siteId);
  const idSteps = new Uint32Array(count);
  order.forEach((row, place) => {
    const before = place === 0 ? 0 : columns.cameraId[order[place - 1]!]!;
    idSteps[place] = folded(columns.cameraId[row]! - before);
  });
  writer.column(idSteps);
  writer.column(mapped(columns.azimuthDeg, azimuthTenths));
  for (const lengths of [columns.hfovDeg, columns.rangeM, columns.heightM, columns.nightRangeM])
    writer.column(mapped(lengths, (value) => tenths(value, 0)));
  writer.column(mapped(columns.tiltDeg, (value) => tenths(value, 90)));
  writer.column(mapped(columns.megapixels, hundredths));
  writer.column(mapped(columns.purposes, (bits, row) => bits ^ mainBit(columns, row)));
  writer.column(Uint32Array.from(columns.mainPurpose));
  const condition = new Uint32Array(count);
  const nature = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    condition[row] = columns.state[row]! | (columns.signboard[row]! << 3) | (columns.buildingSign[row]! << 6);
    nature[row] =
      columns.kind[row]! |
      (columns.integration[row]! << 2) |
      (columns.watched[row]! << 4) |
      (columns.mobile[row]! << 5) |
      (columns.protected[row]! << 6);
  }
  for (const values of [condition, nature]) writer.column(values);
  for (const values of [columns.owner, columns.department, columns.district, columns.cause])
    writer.column(Uint32Array.from(values));
  const minutes = columns.sinceMin.filter((_, row) => columns.cause[row] !== UNKNOWN_U8);
  const earliest = minutes.reduce((least, minute) => (minute === 0 ? least : Math.min(least, minute)), NEVER);
  writer.u32(earliest);
  writer.column(minutes.map((minute) => (minute === 0 ? 0 : minute - earliest + 1)));
  return writer.taken();
}

/** Reads {@link encodeSnapshot}'s bytes. Throws a RangeError on bytes of another layout or cut off. */
export function decodeSnapshot(bytes: ArrayBuffer): CameraColumns {
  const reader = new ColumnReader(bytes);
  if (reader.u32() !== MAGIC) throw new RangeError('these bytes are not a snapshot of this layout');
  const count = reader.u32();
  const dictionaries = JSON.parse(new TextDecoder().decode(reader.raw(reader.u32()))) as [
    string[],
    string[],
    string[],
    string[],
  ];
  const [originLon, originLat, stepLon, stepLat] = [reader.f64(), reader.f64(), reader.f64(), reader.f64()];
  const runs = reader.u32();
  const [rowsAfterFirst, xSteps, ySteps, siteSteps] = [
    reader.column(runs),
    reader.column(runs),
    reader.column(runs),
    reader.column(runs),
  ];

  const columns = emptyColumns(count);
  [columns.owners, columns.departments, columns.districts, columns.causes] = dictionaries;
  let row = 0;
  let [x, y, siteId] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    x += unfolded(xSteps[run]!);
    y += unfolded(ySteps[run]!);
    siteId = (siteId + unfolded(siteSteps[run]!)) >>> 0;
    const end = row + rowsAfterFirst[run]! + 1;
    if (end > count) throw new RangeError('the snapshot has more rows than it says');
    const [lon, lat] = [originLon + x * stepLon, originLat + y * stepLat];
    for (; row < end; row++) {
      columns.siteId[row] = siteId;
      columns.lon[row] = lon;
      columns.lat[row] = lat;
    }
  }
  const idSteps = reader.column(count);
  let cameraId = 0;
  bySite(columns.siteId).forEach((at, place) => {
    cameraId = (cameraId + unfolded(idSteps[place]!)) >>> 0;
    columns.cameraId[at] = cameraId;
  });
  for (const [target, offset] of [
    [columns.azimuthDeg, 0],
    [columns.hfovDeg, 0],
    [columns.rangeM, 0],
    [columns.heightM, 0],
    [columns.nightRangeM, 0],
    [columns.tiltDeg, 90],
  ] as const) {
    const stored = reader.column(count);
    for (let at = 0; at < count; at++) target[at] = fromTenths(stored[at]!, offset);
  }
  const pixels = reader.column(count);
  for (let at = 0; at < count; at++) columns.megapixels[at] = pixels[at] === 0 ? NaN : pixels[at]! / 100;
  columns.purposes.set(reader.column(count));
  columns.mainPurpose.set(reader.column(count));
  for (let at = 0; at < count; at++) columns.purposes[at]! ^= mainBit(columns, at);
  const condition = reader.column(count);
  const nature = reader.column(count);
  for (let at = 0; at < count; at++) {
    columns.state[at] = condition[at]! & 7;
    columns.signboard[at] = (condition[at]! >> 3) & 7;
    columns.buildingSign[at] = (condition[at]! >> 6) & 1;
    columns.kind[at] = nature[at]! & 3;
    columns.integration[at] = (nature[at]! >> 2) & 3;
    columns.watched[at] = (nature[at]! >> 4) & 1;
    columns.mobile[at] = (nature[at]! >> 5) & 1;
    columns.protected[at] = (nature[at]! >> 6) & 1;
  }
  columns.owner.set(reader.column(count));
  columns.department.set(reader.column(count));
  columns.district.set(reader.column(count));
  columns.cause.set(reader.column(count));
  readMinutes(reader, columns);
  return columns;
}

function readMinutes(reader: ColumnReader, { cause, sinceMin }: CameraColumns): void {
  const rows: number[] = [];
  cause.forEach((code, row) => {
    if (code !== UNKNOWN_U8) rows.push(row);
  });
  const earliest = reader.u32();
  reader.column(rows.length).forEach((after, at) => {
    if (after > 0) sinceMin[rows[at]!] = earliest + after - 1;
  });
}

/** Row numbers in order of site id, then row: where ids were given site by site, camera ids then step by one. */
function bySite(siteId: Uint32Array): Uint32Array {
  const count = siteId.length;
  const runs: number[] = [];
  for (let row = 0; row < count; row++)
    if (row === 0 || siteId[row] !== siteId[row - 1]) runs.push(siteId[row]! * 0x200000 + row);
  const sorted = Float64Array.from(runs).sort();
  const order = new Uint32Array(count);
  let place = 0;
  for (const key of sorted) {
    let row = key % 0x200000;
    const site = siteId[row];
    while (row < count && siteId[row] === site) order[place++] = row++;
  }
  return order;
}
