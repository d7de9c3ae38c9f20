import type { CameraCard } from '../../server/cameras/cameras.schema.ts';
import { purposeBits, PURPOSES } from '../../server/cameras/purposes.rules.ts';
import {
  DEVICE_STATES,
  INTEGRATION_CODES,
  KINDS,
  SIGN_STATES,
  UNKNOWN_U16,
  UNKNOWN_U8,
  type CameraColumns,
} from '../../server/cameras/snapshot.rules.ts';

/**
 * The columns with these cameras' rows brought up to date; the given columns stay as they are. Null when a camera is
 * not among the rows: then the whole snapshot must be read.
 */
export function patchedColumns(columns: CameraColumns, cards: readonly CameraCard[]): CameraColumns | null {
  const rows = cards.map((card) => columns.cameraId.indexOf(card.cameraId));
  if (rows.includes(-1)) return null;
  const next = { ...columns };
  for (const name of WRITTEN) (next as Record<string, unknown>)[name] = columns[name].slice();
  next.owners = [...columns.owners];
  next.departments = [...columns.departments];
  next.districts = [...columns.districts];
  next.causes = [...columns.causes];
  cards.forEach((card, index) => write(next, rows[index]!, card));
  return next;
}

const WRITTEN = [
  'siteId',
  'lon',
  'lat',
  'kind',
  'azimuthDeg',
  'hfovDeg',
  'rangeM',
  'heightM',
  'tiltDeg',
  'nightRangeM',
  'megapixels',
  'purposes',
  'mainPurpose',
  'state',
  'cause',
  'sinceMin',
  'signboard',
  'buildingSign',
  'owner',
  'department',
  'district',
  'integration',
  'watched',
  'mobile',
  'protected',
] as const;

function write(columns: CameraColumns, row: number, card: CameraCard): void {
  columns.siteId[row] = card.site.siteId;
  columns.lon[row] = card.lon;
  columns.lat[row] = card.lat;
  columns.kind[row] = KINDS.indexOf(card.kind ?? 'unknown');
  columns.azimuthDeg[row] = card.azimuthDeg ?? NaN;
  columns.hfovDeg[row] = card.hfovDeg ?? NaN;
  columns.rangeM[row] = card.rangeM ?? NaN;
  columns.heightM[row] = card.heightM ?? NaN;
  columns.tiltDeg[row] = card.tiltDeg ?? NaN;
  columns.nightRangeM[row] = card.nightRangeM ?? NaN;
  columns.megapixels[row] = card.megapixels ?? NaN;
  columns.purposes[row] = purposeBits(card.purposes.map(({ purpose }) => purpose));
  columns.mainPurpose[row] = card.mainPurpose === null ? UNKNOWN_U8 : PURPOSES.indexOf(card.mainPurpose);
  columns.state[row] = DEVICE_STATES.indexOf(card.state);
  const { cause, since } = card.device;
  columns.cause[row] = indexIn(columns.causes, cause, UNKNOWN_U8);
  columns.sinceMin[row] = cause === null || since === null ? 0 : Math.floor(Date.parse(since) / 60_000);
  columns.signboard[row] = SIGN_STATES.indexOf(card.signboard.state);
  columns.buildingSign[row] = card.signboard.buildingSign ? 1 : 0;
  columns.owner[row] = indexIn(columns.owners, card.owner, UNKNOWN_U8);
  columns.department[row] = indexIn(columns.departments, card.department?.name ?? null, UNKNOWN_U16);
  columns.district[row] = indexIn(columns.districts, card.district, UNKNOWN_U8);
  columns.integration[row] = INTEGRATION_CODES.indexOf(card.integration ?? 'unknown');
  columns.watched[row] = card.watch === 'watched' ? 1 : 0;
  columns.mobile[row] = card.regime === 'mobile' ? 1 : 0;
  columns.protected[row] = card.protected ? 1 : 0;
}

function indexIn(dictionary: string[], word: string | null, unknown: number): number {
  if (word === null) return unknown;
  const at = dictionary.indexOf(word);
  if (at >= 0) return at;
  return dictionary.length < unknown ? dictionary.push(word) - 1 : unknown;
}
