import type { RowBatch } from '../../geodata/row-batch.ts';
import type { CityArea } from './import-area.ts';
import { RepeatingColumn, writtenText } from './import-cells.ts';
import { isDuplicate } from './import-reasons.rules.ts';
import { placeName, parseDay, parseMegapixels, parseMonth, parseRetention } from './national.rules.ts';
import { purposesOfWord } from './national-purposes.rules.ts';
import { longer, PairIndex } from './pair-index.ts';
import { batchesAgain, todayInSeoul, type ReadImport } from './read-import.ts';

/** Columns of the staging table, in the order of a staged line. */
export const STAGE_COLUMNS = [
  'row_no',
  'place_key',
  'row_key',
  'digest',
  'cameras',
  'first_no',
  'cameras_at_place',
  'lon',
  'lat',
  'district_no',
  'agency',
  'road_address',
  'lot_address',
  'place_name',
  'word',
  'purposes',
  'direction',
  'phone',
  'management_no',
  'megapixels',
  'retention_days',
  'installed_month',
  'installed_year',
  'data_date',
] as const;

const NULL = '\\N';
const SPECIAL = /[\\\t\n\r\0]/;

/** A text as one field of COPY; an empty one is null. */
function copyText(text: string): string {
  if (text === '') return NULL;
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(/\0/g, '')
    .replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? c);
}

class TextHash {
  first = 0x811c9dc5 | 0;
  second = 0x9747b28c | 0;

  add(text: string): this {
    let first = this.first;
    let second = this.second;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      first = Math.imul(first ^ unit, 0x01000193);
      second = Math.imul(second ^ unit, 0x5bd1e995) ^ (second >>> 15);
    }
    this.first = Math.imul(first ^ 0x1f, 0x01000193);
    this.second = Math.imul(second ^ 0x1f, 0x5bd1e995) ^ (second >>> 15);
    return this;
  }

  /** 64 bits as text. */
  key(): string {
    return (this.first >>> 0).toString(36) + '-' + (this.second >>> 0).toString(36);
  }

  /** 52 bits, exact as a number. */
  number(): number {
    return (this.first >>> 0) * 0x100000 + (this.second >>> 12);
  }
}

/** 관리번호 that the export gives to rows whose agency gave none: the row's own key, known again when it comes back. */
export const exportedNumber = (rowKey: string): string => `GW-${rowKey}`;
const rowKeyOf = (managementNo: string): string | null =>
  /^GW-([0-9a-z]+-[0-9a-z]+(?:\/\d+)?)$/u.exec(managementNo)?.[1] ?? null;

const LONG_NUMBER = 12;
const PLAIN_NUMBER = /^[\w-]+$/;
const UNKNOWN_AGENCY = '관리기관 미상';

/**
 * Lines of the staging table for every row that loads, in COPY's text form, some hundred kilobytes at a time. `row_key`
 * names the same row of the agency in the next edition of its file: its 관리번호, else agency, address and purpose.
 */
export async function* stagedLines(
  read: ReadImport,
  now: Date,
  districts: CityArea | null,
): AsyncGenerator<string> {
  const stage = new StagedRows(read, now, districts);
  for await (const { batch, firstRow } of batchesAgain(read.path)) yield stage.lines(batch, firstRow);
}

class StagedRows {
  readonly #read: ReadImport;
  readonly #districts: CityArea | null;
  readonly #camerasSoFar: Int32Array;
  readonly #keys = new PairIndex();
  #timesSeen = new Uint16Array(1024);
  readonly #text = () => new RepeatingColumn(copyText);
  readonly #columns = { direction: this.#text(), phone: this.#text() };
  readonly #agency = new RepeatingColumn((text) => {
    const name = text || UNKNOWN_AGENCY;
    return { name, copied: copyText(name), key: new TextHash().add(name).key() };
  });
  readonly #word = new RepeatingColumn((text) => ({
    text,
    copied: copyText(text),
    purposes: `{${purposesOfWord(text).purposes.join(',')}}`,
  }));
  readonly #pixels = new RepeatingColumn((text) => String(parseMegapixels(text) ?? NULL));
  readonly #dataDate = new RepeatingColumn((text) => parseDay(text) ?? NULL);
  readonly #retention: RepeatingColumn<string>;
  readonly #month: RepeatingColumn<readonly [month: string, year: string]>;

  constructor(read: ReadImport, now: Date, districts: CityArea | null) {
    this.#read = read;
    this.#districts = districts;
    this.#camerasSoFar = new Int32Array(read.verdict.places);
    const today = todayInSeoul(now);
    this.#retention = new RepeatingColumn((text) => String(parseRetention(text, today).days ?? NULL));
    this.#month = new RepeatingColumn((text) => {
      const read = parseMonth(text, today);
      if (read.state === 'month')
        return [`${read.year}-${String(read.month).padStart(2, '0')}-01`, String(read.year)];
      return read.state === 'year' ? [NULL, String(read.year)] : [NULL, NULL];
    });
  }

  lines(batch: RowBatch, firstRow: number): string {
    const { verdict } = this.#read;
    let lines = '';
    for (let row = 0; row < batch.rows; row += 1) {
      const index = firstRow + row;
      const place = verdict.placeOf[index]!;
      if (place >= 0 && !isDuplicate(verdict.rows.reasons[index]!))
        lines += this.#line(batch, row, index, place);
    }
    return lines;
  }

  #line(batch: RowBatch, row: number, index: number, placeNo: number): string {
    const { verdict, judge } = this.#read;
    const { columns } = judge;
    const cameras = verdict.rows.cameras[index]!;
    const firstNo = this.#camerasSoFar[placeNo]! + 1;
    this.#camerasSoFar[placeNo]! += cameras;
    const [lon, lat] = [verdict.rows.lon[index]!, verdict.rows.lat[index]!];
    const agencyColumn =
      columns.agency >= 0 ? columns.agency : columns.provider >= 0 ? columns.provider : columns.department;
    const agency = this.#agency.at(batch, row, agencyColumn);
    const road = writtenText(batch, row, columns.roadAddress);
    const lot = writtenText(batch, row, columns.lotAddress);
    const givenNo = writtenText(batch, row, columns.managementNo);
    const ownKey = rowKeyOf(givenNo);
    const managementNo = ownKey === null ? givenNo : '';
    const word = this.#word.at(batch, row, columns.purpose);
    const point = `${Math.round(lon * 1e6)},${Math.round(lat * 1e6)}`;
    const placeKey = `${point}/${agency.key}`;
    const [month, year] = this.#month.at(batch, row, columns.month);
    const name = this.#shortName(road || lot) || managementNo || `${lat}, ${lon}`;
    const rowKey = ownKey ?? this.#rowKey(agency.name, managementNo, road || lot || point, word.text);
    const place = `${agency.copied}\t${copyText(road)}\t${copyText(lot)}\t${copyText(name)}`;
    const values =
      `${word.copied}\t${word.purposes}\t` +
      `${this.#columns.direction.at(batch, row, columns.direction)}\t${this.#columns.phone.at(batch, row, columns.phone)}\t` +
      `${copyText(managementNo)}\t${this.#pixels.at(batch, row, columns.pixels)}\t` +
      `${this.#retention.at(batch, row, columns.retention)}\t${month}\t${year}`;
    const digest = new TextHash().add(placeKey).add(values).number();
    const district = this.#districts === null ? -1 : this.#districts.districtAt(lon, lat);
    return (
      `${index}\t${placeKey}\t${rowKey}\t${digest}\t${cameras}\t${firstNo}\t${verdict.camerasAt[placeNo]!}\t` +
      `${lon}\t${lat}\t${district}\t${place}\t${values}\t${this.#dataDate.at(batch, row, columns.dataDate)}\n`
    );
  }

  #prefix = '';

  /** As `placeName`, without its search while the rows share their province and city. */
  #shortName(address: string): string {
    const { length } = this.#prefix;
    if (length > 0 && address.startsWith(this.#prefix)) {
      const end = address.indexOf(' ', length);
      if (end > length && !'시군구'.includes(address[end - 1]!)) return address.slice(length);
    }
    const name = placeName(address, '');
    this.#prefix = address.slice(0, address.length - name.length);
    return name;
  }

  /** A number of the agency's own keeps the file's order, which the register's index likes best. */
  #rowKey(agency: string, managementNo: string, address: string, word: string): string {
    const hash = new TextHash();
    let key: string;
    if (managementNo.length >= LONG_NUMBER && PLAIN_NUMBER.test(managementNo)) {
      hash.add(managementNo);
      key = managementNo;
    } else {
      hash.add(agency).add(managementNo || address.replace(/\s+/gu, ''));
      if (managementNo === '') hash.add(word);
      key = hash.key();
    }
    const known = this.#keys.add(hash.first, hash.second);
    if (known === this.#timesSeen.length) this.#timesSeen = longer(this.#timesSeen);
    const seen = this.#timesSeen[known]!;
    this.#timesSeen[known]! += 1;
    return seen === 0 ? key : `${key}/${seen}`;
  }
}
