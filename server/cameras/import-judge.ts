import { BROKEN, FEWER_CELLS, MORE_CELLS, type RowBatch } from '../../geodata/row-batch.ts';
import type { CityArea } from './import-area.ts';
import {
  addressHash,
  DECIMAL,
  DegreesReader,
  EMPTY,
  loginColumns,
  mayHoldLogins,
  NO_NUMBER,
  RepeatingColumn,
  RowHash,
} from './import-cells.ts';
import { NamedDistricts } from './import-districts.ts';
import { DUPLICATE, isQuarantined, quarantineBit, warningBit } from './import-reasons.rules.ts';
import { columnsOf, type Columns } from './national-columns.rules.ts';
import { purposesOfWord } from './national-purposes.rules.ts';
import {
  inKorea,
  parseCount,
  parseMegapixels,
  parseMonth,
  parseRetention,
  STACKED_ADDRESSES,
} from './national.rules.ts';
import { longer, PairIndex } from './pair-index.ts';

const SWAPPED = quarantineBit('swapped-coordinates');
const TRUNCATED = quarantineBit('truncated-coordinates');
const ZERO = quarantineBit('zero-coordinates');
const NO_POSITION_NUMBER = quarantineBit('not-a-number');
const DMS = quarantineBit('dms-as-decimal');
const OUTSIDE = quarantineBit('outside-area');
const MISSING = quarantineBit('missing-coordinates');
const NO_COLUMN = quarantineBit('missing-column');
const UNREADABLE = quarantineBit('unreadable-row');
const LOGIN = quarantineBit('login-in-text');
const LACKS_COLUMN = warningBit('missing-column');

/** Decimals of a coordinate: 2 is a kilometre, 3 a street, 4 a house. */
const CRUDE_DECIMALS = 2;
const SHORT_DECIMALS = 3;

/** A purpose word of the file and the rows that carry it. */
export interface FileWord {
  readonly text: string;
  readonly complete: boolean;
  rows: number;
}

/** What is kept of each row until the end, as columns: some 40 bytes a row. */
export class JudgedRows {
  count = 0;
  reasons = new Int32Array(1024);
  lines = new Int32Array(1024);
  lon = new Float64Array(1024);
  lat = new Float64Array(1024);
  cameras = new Uint16Array(1024);
  agency = new Uint16Array(1024);
  /** Number of the point, -1 where the row has no position in Korea. */
  point = new Int32Array(1024);
  /** Row whose content is the same, -1 where none is. */
  sameAs = new Int32Array(1024);
  /** Unit the address names, -1 where none. */
  named = new Int32Array(1024);
  /** 1: a coordinate has few decimals, which means something only where the file keeps its zeros. */
  short = new Uint8Array(1024);

  ensure(rows: number): void {
    while (this.count + rows > this.reasons.length) {
      this.reasons = longer(this.reasons);
      this.lines = longer(this.lines);
      this.lon = longer(this.lon);
      this.lat = longer(this.lat);
      this.cameras = longer(this.cameras);
      this.agency = longer(this.agency);
      this.point = longer(this.point);
      this.sameAs = longer(this.sameAs);
      this.named = longer(this.named);
      this.short = longer(this.short);
    }
  }
}

/** Judges rows one by one as they are read; what only the whole file can tell is left to `judgeFile`. */
export class ImportJudge {
  readonly rows = new JudgedRows();
  readonly words = new Map<string, FileWord>();
  readonly degrees = new DegreesReader();
  readonly addressesAt: { counts: Uint8Array } = { counts: new Uint8Array(1024) };
  readonly points = new PairIndex();
  columns: Columns = columnsOf([]);
  districts: NamedDistricts | null = null;
  readonly #city: CityArea | null;
  #width = -1;
  readonly #contents = new PairIndex();
  #firstOf = new Int32Array(1024);
  readonly #addresses = new PairIndex();
  readonly #hash = new RowHash();
  readonly #agencies = new Map<string, number>();
  readonly #month: RepeatingColumn<number>;
  readonly #pixels = new RepeatingColumn((text) =>
    parseMegapixels(text) === null ? warningBit('unknown-pixels') : 0,
  );
  readonly #retention: RepeatingColumn<number>;
  readonly #count = new RepeatingColumn((text) => {
    const { loaded, flaw } = parseCount(text);
    const reason =
      flaw === 'not-a-number'
        ? warningBit('not-a-number')
        : flaw === null
          ? 0
          : warningBit('too-many-cameras');
    return { loaded, reason };
  });
  readonly #word = new RepeatingColumn((text) => {
    let word = this.words.get(text);
    if (word === undefined) {
      word = { text, complete: purposesOfWord(text).complete, rows: 0 };
      this.words.set(text, word);
    }
    return word;
  });
  readonly #agency = new RepeatingColumn((text) => {
    const known = this.#agencies.get(text);
    if (known !== undefined) return known;
    this.#agencies.set(text, Math.min(this.#agencies.size, 0xffff));
    return this.#agencies.size - 1;
  });

  /** `city`: the loaded real districts, or null. `today`: ISO day in the city. */
  constructor(city: CityArea | null, today: string) {
    this.#city = city;
    this.#month = new RepeatingColumn((text) => {
      const { state } = parseMonth(text, today);
      return state === 'bad' ? warningBit('bad-month') : state === 'future' ? warningBit('future-month') : 0;
    });
    this.#retention = new RepeatingColumn((text) => {
      const { days, over } = parseRetention(text, today);
      return over ? warningBit('over-retention') : days === null ? warningBit('unknown-retention') : 0;
    });
  }

  /** Takes in a batch; `header` are the file's column names so far. */
  judge(batch: RowBatch, header: readonly string[]): void {
    if (header.length !== this.#width) {
      this.columns = columnsOf(header);
      this.#width = header.length;
    }
    if (this.#city !== null) this.districts ??= new NamedDistricts(this.#city, batch.encoding);
    this.rows.ensure(batch.rows);
    const first = this.rows.count;
    for (let row = 0; row < batch.rows; row += 1) this.#judgeRow(batch, row);
    if (!mayHoldLogins(batch)) return;
    for (let row = 0; row < batch.rows; row += 1)
      if (loginColumns(batch, row).length > 0) this.rows.reasons[first + row]! |= LOGIN;
  }

  #judgeRow(batch: RowBatch, row: number): void {
    const { rows, columns } = this;
    const index = rows.count;
    rows.count += 1;
    rows.lines[index] = batch.lines[row]!;
    let reasons = this.#position(batch, row, index);
    const flaws = batch.flaws[row]!;
    if ((flaws & (BROKEN | MORE_CELLS)) !== 0) reasons |= UNREADABLE;
    else if ((flaws & FEWER_CELLS) !== 0) reasons |= isQuarantined(reasons) ? UNREADABLE : LACKS_COLUMN;
    reasons |= this.#month.at(batch, row, columns.month);
    reasons |= this.#pixels.at(batch, row, columns.pixels);
    reasons |= this.#retention.at(batch, row, columns.retention);
    const counted = this.#count.at(batch, row, columns.count);
    rows.cameras[index] = counted.loaded;
    reasons |= columns.count < 0 ? LACKS_COLUMN : counted.reason;
    const word = this.#word.at(batch, row, columns.purpose);
    word.rows += 1;
    if (columns.purpose < 0) reasons |= LACKS_COLUMN;
    if (!word.complete) reasons |= warningBit('unknown-purpose');
    const direction = row * batch.stride + columns.direction;
    if (columns.direction >= 0 && batch.ends[direction]! > batch.starts[direction]!)
      reasons |= warningBit('free-text-direction');
    const agency =
      columns.agency >= 0 ? columns.agency : columns.provider >= 0 ? columns.provider : columns.department;
    if (agency < 0) reasons |= LACKS_COLUMN;
    rows.agency[index] = this.#agency.at(batch, row, agency);
    rows.sameAs[index] = -1;
    if ((reasons & UNREADABLE) === 0) reasons |= this.#sameContent(batch, row, index);
    rows.reasons[index] = reasons;
  }

  #sameContent(batch: RowBatch, row: number, index: number): number {
    this.#hash.of(batch, row, this.columns.serial);
    const known = this.#contents.size;
    const content = this.#contents.add(this.#hash.first, this.#hash.second);
    if (content < known) {
      this.rows.sameAs[index] = this.#firstOf[content]!;
      return DUPLICATE;
    }
    if (content === this.#firstOf.length) this.#firstOf = longer(this.#firstOf);
    this.#firstOf[content] = index;
    return 0;
  }

  #position(batch: RowBatch, row: number, index: number): number {
    const { rows, columns, degrees } = this;
    rows.point[index] = -1;
    rows.named[index] = -1;
    rows.short[index] = 0;
    if (columns.lat < 0 || columns.lon < 0) return NO_COLUMN;
    const latState = degrees.read(batch, row, columns.lat);
    const { value: lat, decimals: latDecimals } = degrees;
    const lonState = degrees.read(batch, row, columns.lon);
    const { value: lon, decimals: lonDecimals } = degrees;
    rows.lat[index] = lat;
    rows.lon[index] = lon;
    if (latState !== DECIMAL || lonState !== DECIMAL) {
      const reasons =
        (latState === EMPTY || lonState === EMPTY ? MISSING : 0) |
        (latState === NO_NUMBER || lonState === NO_NUMBER ? NO_POSITION_NUMBER : 0);
      if (reasons !== 0) return reasons;
      // Metres of a map projection, of which one happens to look like packed degrees, minutes and seconds.
      if (
        latState !== lonState &&
        Math.max(latState === DECIMAL ? lat : 0, lonState === DECIMAL ? lon : 0) > 180
      )
        return OUTSIDE;
      return DMS | (inKorea(lon, lat) ? 0 : inKorea(lat, lon) ? SWAPPED : OUTSIDE);
    }
    if (lat === 0 || lon === 0) return ZERO;
    if (!inKorea(lon, lat)) return inKorea(lat, lon) ? SWAPPED : OUTSIDE;
    this.#note(batch, row, index);
    const fewest = Math.min(latDecimals, lonDecimals);
    if (fewest > SHORT_DECIMALS) return 0;
    if (fewest <= CRUDE_DECIMALS || Math.max(latDecimals, lonDecimals) <= SHORT_DECIMALS + 1)
      return TRUNCATED;
    rows.short[index] = 1;
    return 0;
  }

  /** Keeps what a whole file tells about a point: its number, its addresses, the unit its address names. */
  #note(batch: RowBatch, row: number, index: number): void {
    const { rows, columns, addressesAt } = this;
    const point = this.points.add(Math.round(rows.lon[index]! * 1e6), Math.round(rows.lat[index]! * 1e6));
    rows.point[index] = point;
    if (point === addressesAt.counts.length) addressesAt.counts = longer(addressesAt.counts);
    const addressColumns = [columns.roadAddress, columns.lotAddress];
    if (addressesAt.counts[point]! < STACKED_ADDRESSES) {
      const address = addressHash(batch, row, addressColumns);
      const known = this.#addresses.size;
      if (address !== 0 && this.#addresses.add(point, address) === known) addressesAt.counts[point]! += 1;
    }
    if (this.districts !== null) rows.named[index] = this.districts.find(batch, row, addressColumns);
  }
}
