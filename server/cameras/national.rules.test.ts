import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, isNationalHeader, NATIONAL_HEADER, FIELDS } from './national-columns.rules.ts';
import { nationalWordOf, purposesOfWord } from './national-purposes.rules.ts';
import {
  dmsFromDecimal,
  LOADED_CAMERAS,
  MANY_CAMERAS,
  parseCount,
  parseDay,
  parseDegrees,
  parseMegapixels,
  parseMonth,
  parseRetention,
  placeName,
} from './national.rules.ts';
import { csvCell, withoutGuard } from './csv-cell.rules.ts';
import { PairIndex } from './pair-index.ts';

const TODAY = '2026-11-25';
const korean = fc.record({
  degrees: fc.constantFrom(37, 128),
  minutes: fc.integer({ min: 0, max: 59 }),
  tenths: fc.integer({ min: 0, max: 599 }),
});

describe('coordinates', () => {
  it('reads a plain decimal as it is written, in any width of digits and with blanks or a degree sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: 33_000_000, max: 132_000_000 }), (millionths) => {
        const text = (millionths / 1e6).toFixed(6);
        const wide = text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
        for (const written of [
          text,
          ` ${text} `,
          `${text}°`,
          `N${text}`,
          `${text} E`,
          wide,
          text.replace('.', '. '),
        ])
          expect(parseDegrees(written)).toEqual({ state: 'decimal', value: Number(text), decimals: 6 });
      }),
    );
  });

  it('never takes degrees, minutes and seconds for decimal degrees', () => {
    fc.assert(
      fc.property(korean, ({ degrees, minutes, tenths }) => {
        const seconds = (tenths / 10).toFixed(1);
        const value = degrees + minutes / 60 + tenths / 36_000;
        const two = (part: number | string) => String(part).padStart(2, '0');
        const packedSeconds = seconds.padStart(4, '0');
        for (const written of [
          `${degrees}°${minutes}'${seconds}"`,
          `${degrees}˚ ${two(minutes)}′ ${seconds}″`,
          `${degrees}도 ${minutes}분 ${seconds}초`,
          `${degrees}-${two(minutes)}-${seconds}`,
          `${degrees}:${two(minutes)}:${seconds}`,
          `${degrees} ${minutes} ${seconds}`,
          `${degrees}${two(minutes)}${packedSeconds}`,
        ]) {
          const read = parseDegrees(written);
          expect(read.state, written).toBe('dms');
          expect(read.state === 'dms' && Math.abs(read.value - value) < 1e-6, written).toBe(true);
        }
      }),
    );
  });

  it('undoes minutes and seconds written as decimals', () => {
    fc.assert(
      fc.property(korean, ({ degrees, minutes, tenths }) => {
        const seconds = String(tenths).padStart(3, '0');
        const written = Number(`${degrees}.${String(minutes).padStart(2, '0')}${seconds}`);
        expect(dmsFromDecimal(written)).toBeCloseTo(degrees + minutes / 60 + tenths / 36_000, 6);
      }),
    );
    expect(dmsFromDecimal(37.7519)).toBeNull();
    expect(dmsFromDecimal(37.4575)).toBeNull();
  });

  it.each(['없음', '37.75.1', 'abc', '37°', '37°70\'10"', '12e3', '--'])(
    '%s is no coordinate, or a crude one',
    (cell) => {
      const read = parseDegrees(cell);
      expect(read.state === 'not-a-number' || (read.state === 'decimal' && read.decimals === 0)).toBe(true);
    },
  );

  it.each(['', ' ', '\u3000', '-'])('%j is missing', (cell) => {
    expect(parseDegrees(cell)).toEqual({ state: 'empty' });
  });
});

describe('설치연월', () => {
  it.each([
    ['201407', 2014, 7],
    ['2014-07', 2014, 7],
    ['2014.7', 2014, 7],
    ['2014/07', 2014, 7],
    ['2014년 7월', 2014, 7],
    ['2014-07-15', 2014, 7],
    ['20140715', 2014, 7],
    ['2014-07-15 00:00:00', 2014, 7],
    ['２０１４－０７', 2014, 7],
    ['2014', 2014, null],
    ['2014년', 2014, null],
  ])('%s', (cell, year, month) => {
    expect(parseMonth(cell, TODAY)).toEqual({ state: month === null ? 'year' : 'month', year, month });
  });

  it.each(['1905-07', '1979-12', '2014-13', '2014-00', '201413', '41821', '미상', '0', '2014-7-40'])(
    '%s is bad',
    (cell) => {
      expect(parseMonth(cell, TODAY)).toEqual({ state: 'bad' });
    },
  );

  it('is unknown where nothing is written, and in the future after this month', () => {
    expect(parseMonth(' ', TODAY)).toEqual({ state: 'unknown' });
    expect(parseMonth('2026-11', TODAY).state).toBe('month');
    expect(parseMonth('2026-12', TODAY).state).toBe('future');
    expect(parseMonth('2027', TODAY).state).toBe('future');
  });
});

describe('numbers', () => {
  it('reads pixels in ten-thousands and leaves 0 and words unknown', () => {
    expect(['200', '41', '200만', '200만 화소', '1,200'].map(parseMegapixels)).toEqual([2, 0.41, 2, 2, 12]);
    expect(['0', '', '-', 'FHD', '2000000'].map(parseMegapixels)).toEqual([null, null, null, null, null]);
  });

  it('Art. 31(1): says when a file declares more than the ceiling', () => {
    expect(parseRetention('30', TODAY)).toEqual({ days: 30, over: false });
    expect(parseRetention('31일', TODAY)).toEqual({ days: 31, over: true });
    expect(parseRetention('99999', TODAY)).toEqual({ days: null, over: true });
    for (const cell of ['0', '', '한달', '미상'])
      expect(parseRetention(cell, TODAY)).toEqual({ days: null, over: false });
  });

  it('loads every camera of a believable number and one of an unbelievable', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (count) => {
        const read = parseCount(count.toLocaleString('en'));
        expect(read.loaded).toBe(count <= LOADED_CAMERAS ? count : 1);
        expect(read.flaw).toBe(count > MANY_CAMERAS ? 'too-many' : null);
      }),
    );
    for (const cell of ['', '0', '여러 대', '-3'])
      expect(parseCount(cell)).toEqual({ loaded: 1, flaw: 'not-a-number' });
  });

  it('reads a day', () => {
    expect(['2026-01-31', '20260131', '2026.1.31', '2026-02-30', ''].map(parseDay)).toEqual([
      '2026-01-31',
      '2026-01-31',
      '2026-01-31',
      null,
      null,
    ]);
  });
});

describe('Art. 6: purpose words', () => {
  it.each([
    ['생활방범', ['security']],
    ['차량방범', ['security']],
    ['다목적', ['security']],
    ['어린이보호', ['security']],
    ['교통단속', ['illegal-parking']],
    ['주정차단속', ['illegal-parking']],
    ['불법 주·정차 단속', ['illegal-parking']],
    ['교통정보수집', ['traffic']],
    ['시설물관리', ['facility']],
    ['재난재해', ['disaster']],
    ['쓰레기단속', ['dumping']],
    ['화재/산불', ['fire']],
    ['주차관리', ['parking']],
    ['방범(공원)', ['security']],
    ['방범(어린이보호구역)', ['security']],
    ['방범(치수과)', ['security']],
    ['방범용', ['security']],
    ['방범용 CCTV', ['security']],
    ['생활방범, 쓰레기단속', ['security', 'dumping']],
    ['방범(쓰레기단속)', ['security', 'dumping']],
    ['재난/재해', ['disaster']],
  ])('%s', (word, purposes) => {
    expect(purposesOfWord(word)).toEqual({ purposes, complete: true });
  });

  it.each(['기타', '', '알 수 없는 말', 'constructor'])('%j stays unknown', (word) => {
    expect(purposesOfWord(word)).toMatchObject({ purposes: [], complete: false });
  });

  it('keeps what it knows of a word it knows in part, and says so', () => {
    expect(purposesOfWord('방범, 홍보')).toEqual({ purposes: ['security'], complete: false });
  });

  it('has a national word for each purpose', () => {
    expect([nationalWordOf([]), nationalWordOf(['facility']), nationalWordOf(['security', 'fire'])]).toEqual([
      '기타',
      '시설물관리',
      '다목적',
    ]);
  });
});

describe('the header', () => {
  const national = [
    'managementNo',
    'agency',
    'roadAddress',
    'lotAddress',
    'purpose',
    'count',
    'pixels',
    'direction',
    'retention',
    'month',
    'phone',
    'lat',
    'lon',
    'dataDate',
  ] as const;

  it('is read by name in any order, with any blanks, marks and widths', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...NATIONAL_HEADER], { minLength: 18 }), (header) => {
        const columns = columnsOf(
          header.map(
            (name, at) => `${at === 0 ? '\ufeff' : ''} ${name.split('').join(at % 2 ? ' ' : '')}\u00a0`,
          ),
        );
        expect(header[columns.lat]).toBe('WGS84위도');
        expect(header[columns.month]).toBe('설치연월');
        expect(header[columns.dataDate]).toBe('데이터기준일자');
        for (const field of national) expect(columns[field], field).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    ['설치년월', 'month'],
    ['설치연도', 'month'],
    ['설치일자', 'month'],
    ['위도(WGS84)', 'lat'],
    ['경도', 'lon'],
    ['기준일자', 'dataDate'],
    ['관리부서', 'department'],
    ['제공기관명', 'provider'],
    ['번호', 'serial'],
    ['설치목적', 'purpose'],
  ] as const)('knows %s', (name, field) => {
    expect(columnsOf(['모르는 열', name])[field]).toBe(1);
  });

  it('takes the more exact of two names for one field', () => {
    expect(columnsOf(['위도', '경도', 'WGS84경도', 'WGS84위도'])).toMatchObject({ lat: 3, lon: 2 });
  });

  it('is no row of values', () => {
    expect(isNationalHeader(['강릉시 CCTV 현황', '', ''])).toBe(false);
    expect(isNationalHeader(['강릉시청', '경강로 1', '생활방범', '37.7', '128.9'])).toBe(false);
    expect(isNationalHeader([...NATIONAL_HEADER])).toBe(true);
    expect(FIELDS.filter((field) => columnsOf([])[field] !== -1)).toEqual([]);
  });
});

describe('names and cells', () => {
  it('shortens an address by its province and city', () => {
    expect(placeName('강원특별자치도 강릉시 경강로 2021', '')).toBe('경강로 2021');
    expect(placeName('', '서울특별시 강남구 논현동 1-2 (모퉁이)')).toBe('논현동 1-2 (모퉁이)');
    expect(placeName('양화로 72', '')).toBe('양화로 72');
    expect(placeName('강릉시', '')).toBe('강릉시');
  });

  it('lets no cell be run as a formula and keeps numbers numbers', () => {
    expect(['=1+1', '+82', '@a', '-a', '-1.5', '+1'].map(csvCell)).toEqual([
      "'=1+1",
      '+82',
      "'@a",
      "'-a",
      '-1.5',
      '+1',
    ]);
    for (const text of ['=1+1', '+82', '@a', "'@a", "''-a", "'정문'", "'+82", '-1.5', "'"])
      expect(withoutGuard(csvCell(text))).toBe(text);
    expect(csvCell('a,"b"')).toBe('"a,""b"""');
  });

  it('numbers distinct pairs as a map would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -600, max: 600 })), {
          maxLength: 40_000,
          size: 'max',
        }),
        (pairs) => {
          const index = new PairIndex();
          const map = new Map<string, number>();
          for (const [first, second] of pairs) {
            const key = `${first},${second}`;
            if (!map.has(key)) map.set(key, map.size);
            expect(index.add(first, second)).toBe(map.get(key));
          }
        },
      ),
      { numRuns: 5 },
    );
  });
});
