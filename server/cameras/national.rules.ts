import { retentionCeilingOn } from './retention.law.ts';

/** Why a row did not load: its place cannot be believed, or the row cannot be read. */
export const QUARANTINE_REASONS = [
  'swapped-coordinates',
  'truncated-coordinates',
  'zero-coordinates',
  'not-a-number',
  'dms-as-decimal',
  'outside-area',
  'stacked-point',
  'district-mismatch',
  'missing-coordinates',
  'missing-column',
  'unreadable-row',
  'login-in-text',
] as const;

/** What a loaded row leaves unsaid or says wrongly; the value is then unknown, never a guess. */
export const WARNING_REASONS = [
  'not-a-number',
  'missing-column',
  'bad-month',
  'future-month',
  'unknown-purpose',
  'free-text-direction',
  'unknown-pixels',
  'unknown-retention',
  'over-retention',
  'too-many-cameras',
  'duplicate-row',
] as const;

export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
export type WarningReason = (typeof WARNING_REASONS)[number];
export type Reason = QuarantineReason | WarningReason;

/** Five or more different addresses on one point: a geocoder gave up there. */
export const STACKED_ADDRESSES = 5;
/** More than this many cameras in one row is said, up to `LOADED_CAMERAS` all are loaded. */
export const MANY_CAMERAS = 20;
/** Above this the number is no number of cameras (a shifted column, a telephone number): one is loaded. */
export const LOADED_CAMERAS = 1000;
/** Korea with its farthest islands; a point outside it is in no city of the file. */
const KOREA = { west: 124, south: 32.9, east: 132.1, north: 38.8 };

export const inKorea = (lon: number, lat: number): boolean =>
  lon >= KOREA.west && lon <= KOREA.east && lat >= KOREA.south && lat <= KOREA.north;

/** One coordinate as the file writes it. `decimals` counts written digits; `dms` marks degrees, minutes, seconds. */
export type Degrees =
  | { readonly state: 'empty' }
  | { readonly state: 'not-a-number' }
  | { readonly state: 'decimal'; readonly value: number; readonly decimals: number }
  | { readonly state: 'dms'; readonly value: number };

const fromParts = (degrees: number, minutes: number, seconds: number): Degrees =>
  minutes < 60 && seconds < 60
    ? { state: 'dms', value: Math.round((degrees + minutes / 60 + seconds / 3600) * 1e7) / 1e7 }
    : { state: 'not-a-number' };

/**
 * Reads one coordinate: any width of digits, blanks inside, a degree sign or N/E at its end. Degrees, minutes and
 * seconds are recognised as such (37°45'06.8", 37-45-06.8, 37 45 06.8, 374506.8, 37:45:06.8), never taken for decimal degrees.
 */
export function parseDegrees(cell: string): Degrees {
  const text = cell
    .replace(/[º˚]/g, '°')
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/[′‘’´`]/g, "'")
    .replace(/[″“”]|''/g, '"')
    .replace(/[−–—]/g, '-')
    .replace(/^(북위|동경|위도|경도)?\s*:?\s*[NE]?\s*/iu, '')
    .replace(/\s*[NE]\s*$/iu, '')
    .trim();
  if (text === '' || text === '-') return { state: 'empty' };
  const dms =
    /^(\d{1,3})\s*(?:°|º|도|d|:|-|\s)\s*(\d{1,2})\s*(?:'|분|m|:|-|\s)\s*(\d{1,2}(?:\.\d+)?)\s*(?:"|초|s)?$/iu.exec(
      text,
    );
  if (dms) return fromParts(Number(dms[1]), Number(dms[2]), Number(dms[3]));
  const plain = text
    .replace(/\s+/g, '')
    .replace(/(°|º|도)$/u, '')
    .replace(/^(\d{1,3}),(\d{3,})$/, '$1.$2');
  const packed = /^(\d{2,3})(\d{2})(\d{2})(\.\d+)?$/.exec(plain);
  if (packed && plain.replace(/\..*/, '').length <= 7) {
    const degrees = Number(packed[1]);
    if ((degrees >= 33 && degrees <= 38) || (degrees >= 124 && degrees <= 131)) {
      const read = fromParts(degrees, Number(packed[2]), Number(packed[3]) + Number(packed[4] ?? 0));
      if (read.state === 'dms') return read;
    }
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return { state: 'not-a-number' };
  const dot = plain.indexOf('.');
  return { state: 'decimal', value: Number(plain), decimals: dot < 0 ? 0 : plain.length - dot - 1 };
}

/** 37.4506 read as 37°45'06": what a decimal would be if its digits were minutes and seconds. Null where they cannot be. */
export function dmsFromDecimal(value: number): number | null {
  const scaled = Math.round(value * 1e7);
  const degrees = Math.floor(scaled / 1e7);
  const rest = scaled - degrees * 1e7;
  const minutes = Math.floor(rest / 1e5);
  const seconds = (rest - minutes * 1e5) / 1e3;
  if (minutes >= 60 || seconds >= 60) return null;
  return Math.round((degrees + minutes / 60 + seconds / 3600) * 1e7) / 1e7;
}

export type InstalledMonth =
  | { readonly state: 'unknown' | 'bad' | 'future' }
  | { readonly state: 'month' | 'year'; readonly year: number; readonly month: number | null };

const EARLIEST_YEAR = 1980;

/** 설치연월: YYYYMM, YYYY-MM, YYYY.M, YYYY, or a day, of which the month is kept. `today` is an ISO day. */
export function parseMonth(cell: string, today: string): InstalledMonth {
  const text = cell.normalize('NFKC').replace(/\s+/g, '').replace(/\.0$/, '');
  if (text === '') return { state: 'unknown' };
  const parts =
    /^(\d{4})(?:[-./년](\d{1,2})(?:[-./월](\d{1,2})일?|월)?)?[년.]?(?:[T,].*|\d{1,2}:\d{2}(:\d{2})?(\.\d+)?)?$/u.exec(
      text,
    ) ?? /^(\d{4})(\d{2})(\d{2})?$/.exec(text);
  if (!parts) return { state: 'bad' };
  const year = Number(parts[1]);
  const month = parts[2] === undefined ? null : Number(parts[2]);
  const day = parts[3] === undefined ? null : Number(parts[3]);
  if (year < EARLIEST_YEAR || year > 2999) return { state: 'bad' };
  if (month !== null && (month < 1 || month > 12)) return { state: 'bad' };
  if (day !== null && (day < 1 || day > 31)) return { state: 'bad' };
  const [thisYear, thisMonth] = today.split('-').map(Number) as [number, number];
  if (year > thisYear || (year === thisYear && month !== null && month > thisMonth))
    return { state: 'future' };
  return month === null ? { state: 'year', year, month } : { state: 'month', year, month };
}

/** 카메라화소수 in ten-thousands of pixels, as megapixels; 0, blank and words are unknown. */
export function parseMegapixels(cell: string): number | null {
  const text = cell.normalize('NFKC').replace(/[\s,]/g, '');
  const written = /^(\d+(?:\.\d+)?)(만)?(화소|픽셀)?$/u.exec(text);
  if (!written) return null;
  const tenThousands = Number(written[1]);
  return tenThousands > 0 && tenThousands < 100_000 ? tenThousands / 100 : null;
}

export interface Retention {
  readonly days: number | null;
  /** More than the ceiling in force on the day (보관기간, Art. 31(1)). */
  readonly over: boolean;
}

/** 보관일수 in days; 0, blank and words are unknown. */
export function parseRetention(cell: string, today: string): Retention {
  const text = cell.normalize('NFKC').replace(/[\s,]/g, '');
  const written = /^(\d+)(?:\.0+)?(일)?(이내|간|보관)?$/u.exec(text);
  const days = written ? Number(written[1]) : 0;
  if (days <= 0) return { days: null, over: false };
  return { days: days <= 32_767 ? days : null, over: days > retentionCeilingOn(today).days };
}

export interface CameraCount {
  /** How many cameras are loaded. */
  readonly loaded: number;
  readonly flaw: 'not-a-number' | 'too-many' | null;
}

/** 카메라대수. A row is a place with at least one camera: what is no number of cameras loads one, with a warning. */
export function parseCount(cell: string): CameraCount {
  const text = cell.normalize('NFKC').replace(/[\s,]/g, '');
  const written = /^(\d+)(?:\.0+)?(대|개)?$/u.exec(text);
  const count = written ? Number(written[1]) : 0;
  if (count < 1) return { loaded: 1, flaw: 'not-a-number' };
  if (count > LOADED_CAMERAS) return { loaded: 1, flaw: 'too-many' };
  return { loaded: count, flaw: count > MANY_CAMERAS ? 'too-many' : null };
}

/** An ISO day out of a date cell, or null. */
export function parseDay(cell: string): string | null {
  const parts = /^(\d{4})[-./년]?\s?(\d{1,2})[-./월]?\s?(\d{1,2})/u.exec(cell.normalize('NFKC').trim());
  if (!parts) return null;
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  const iso = day.toISOString().slice(0, 10);
  return day.getUTCMonth() + 1 === Number(parts[2]) && iso >= '1980' && iso < '3000' ? iso : null;
}

/** A short name for a place: its address without province and city. */
export function placeName(roadAddress: string, lotAddress: string): string {
  const address = roadAddress || lotAddress;
  const short = address.replace(
    /^\s*(?:\S+(?:특별시|광역시|특별자치시|특별자치도|도)\s+)?(?:\S+시\s+)?(?:\S+[군구]\s+)?(?=\S)/u,
    '',
  );
  return short || address;
}
