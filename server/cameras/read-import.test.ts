import { afterAll, describe, expect, it } from 'vitest';
import { encodeCp949 } from '../../geodata/cp949.ts';
import { aTemporaryFolder } from '../testing/temporary-folder.ts';
import { CityArea } from './import-area.ts';
import { importReport } from './import-report.ts';
import { importRows, type ImportRow } from './import-rows.ts';
import { readImport } from './read-import.ts';

const folder = aTemporaryFolder();
afterAll(() => folder.remove());

const NOW = new Date('2026-11-25T03:00:00Z');
const HEADER =
  '관리번호,관리기관명,소재지도로명주소,소재지지번주소,설치목적구분,카메라대수,카메라화소수,촬영방면정보,보관일수,설치연월,WGS84위도,WGS84경도';

interface Cells {
  no: string;
  agency: string;
  road: string;
  lot: string;
  purpose: string;
  count: string;
  pixels: string;
  direction: string;
  retention: string;
  month: string;
  lat: string;
  lon: string;
}

let made = 0;
/** A row with nothing wrong, at a place of its own in the town. */
const good = (over: Partial<Cells> = {}): Cells => {
  made += 1;
  const at = made % 1000;
  return {
    no: '',
    agency: '강릉시청',
    road: `강릉시 경강로 ${made}`,
    lot: '',
    purpose: '생활방범',
    count: '1',
    pixels: '200',
    direction: '',
    retention: '30',
    month: '202001',
    lat: (37.7501 + at * 0.0000613).toFixed(6),
    lon: (128.8801 + at * 0.0000617).toFixed(6),
    ...over,
  };
};

const csv = (rows: readonly Cells[]): string =>
  [
    HEADER,
    ...rows.map((row) =>
      Object.values(row)
        .map((cell: string) => `"${cell}"`)
        .join(','),
    ),
  ].join('\n');

const square = (name: string, west: number, south: number, size: number) => ({
  name,
  rings: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});
/** A town of two 동 numbered parts and an 읍 north of it. */
const CITY = new CityArea([
  square('교1동', 128.8, 37.7, 0.1),
  square('교2동', 128.9, 37.7, 0.1),
  square('주문진읍', 128.8, 37.8, 0.1),
]);

async function judged(rows: readonly Cells[] | string, city: CityArea | null = null) {
  const content = typeof rows === 'string' ? rows : csv(rows);
  const read = await readImport(folder.file(encodeCp949(content)), { city, now: NOW });
  const report = importReport(
    read,
    { created: read.verdict.cameras, updated: 0, unchanged: 0, removed: 0 },
    0,
  );
  const each: ImportRow[] = [];
  for await (const some of importRows(read)) each.push(...some);
  return { report, each };
}

const crowd = (size = 30): Cells[] => Array.from({ length: size }, () => good());

describe('a wrong position is quarantined', () => {
  it.each([
    ['swapped-coordinates', { lat: '128.880100', lon: '37.750100' }, [128.8801, 37.7501]],
    ['truncated-coordinates', { lat: '37.75', lon: '128.88' }, null],
    ['truncated-coordinates', { lat: '37.751', lon: '128.8812' }, null],
    ['truncated-coordinates', { lat: '37', lon: '128' }, null],
    ['zero-coordinates', { lat: '0', lon: '0' }, null],
    ['zero-coordinates', { lat: '0.000000', lon: '128.880100' }, null],
    ['not-a-number', { lat: '미상', lon: '128.880100' }, null],
    ['missing-coordinates', { lat: '', lon: '128.880100' }, null],
    ['dms-as-decimal', { lat: '37°45\'00.4""', lon: '128°52\'48.4""' }, [128.880111, 37.750111]],
    ['dms-as-decimal', { lat: '37.450004', lon: '128.524804' }, [128.880011, 37.750011]],
    ['dms-as-decimal', { lat: '374500.4', lon: '1285248.4' }, [128.880111, 37.750111]],
    ['outside-area', { lat: '35.179554', lon: '129.075642' }, null],
    ['outside-area', { lat: '577519.2', lon: '368001.7' }, null],
  ] as const)('%s: %j', async (reason, position, proposal) => {
    const { report, each } = await judged([...crowd(), good(position)]);
    expect(report.quarantined.byReason[reason]).toBe(1);
    expect(report.quarantined.total).toBe(1);
    const row = each.at(-1)!;
    expect(row.outcome).toBe('quarantine');
    expect(row.reasons).toContain(reason);
    if (proposal === null) expect(row.proposal).toBeNull();
    else {
      expect(row.proposal?.[0]).toBeCloseTo(proposal[0], 5);
      expect(row.proposal?.[1]).toBeCloseTo(proposal[1], 5);
    }
  });

  it('a row counts under every reason that applies and once in the total', async () => {
    const { report } = await judged(
      [
        ...crowd(),
        good({ lat: '37.1', lon: '128.1', month: '1905-07', purpose: '기타', count: '999', retention: '60' }),
      ],
      CITY,
    );
    expect(report.quarantined).toEqual({
      total: 1,
      byReason: { 'truncated-coordinates': 1, 'outside-area': 1 },
    });
    expect(report.warnings).toEqual({
      'bad-month': 1,
      'unknown-purpose': 1,
      'over-retention': 1,
      'too-many-cameras': 1,
    });
  });

  it('five different addresses on one point, not four, and not one address written in several ways', async () => {
    const at = { lat: '37.761111', lon: '128.891111' };
    const four = Array.from({ length: 4 }, (_, n) => good({ ...at, road: `먼 길 ${n}` }));
    expect((await judged([...crowd(), ...four])).report.quarantined.total).toBe(0);
    const five = [...four, good({ ...at, road: '또 다른 길 9' })];
    expect((await judged([...crowd(), ...five])).report.quarantined.byReason).toEqual({ 'stacked-point': 5 });
    const ways = [
      '솔올로 1(교동)',
      '솔올로 1 (교동)',
      '솔올로1(교동)',
      '솔올로 1 ( 교동 )',
      '솔올로  1(교동)',
    ].map((road) => good({ ...at, road }));
    expect((await judged([...crowd(), ...ways])).report.quarantined.total).toBe(0);
  });

  it('three decimals mean something only where the file keeps its zeros', async () => {
    const short = { lat: '37.751', lon: '128.881234' };
    const cut = crowd(30).map((row) => ({
      ...row,
      lat: row.lat.replace(/0+$/, '1'),
      lon: row.lon.replace(/0+$/, '1'),
    }));
    expect((await judged([...cut, good(short)])).report.quarantined.total).toBe(0);
    const kept = [...cut, good({ lat: '37.751230' })];
    expect((await judged([...kept, good(short)])).report.quarantined.byReason).toEqual({
      'truncated-coordinates': 1,
    });
  });

  it('sees a whole file of minutes and seconds written as decimals', async () => {
    const rows = Array.from({ length: 60 }, (_, n) =>
      good({
        lat: `37.45${String(n).padStart(2, '0')}12`,
        lon: `128.52${String((n * 7) % 60).padStart(2, '0')}34`,
      }),
    );
    const { report, each } = await judged(rows);
    expect(report.quarantined.byReason).toEqual({ 'dms-as-decimal': 60 });
    expect(each[0]?.proposal?.[1]).toBeCloseTo(37.750033, 5);
  });
});

describe('the area', () => {
  it('of a file is where most of it lies, however far lone points are', async () => {
    const { report } = await judged([
      ...crowd(),
      good({ lat: '33.499621', lon: '126.531188' }),
      good({ lat: '37.566535', lon: '126.977969' }),
    ]);
    expect(report.quarantined.byReason).toEqual({ 'outside-area': 2 });
  });

  it('of the city forgives a quay before the shore', async () => {
    const { report } = await judged(
      [good({ lat: '37.750001', lon: '129.001500' }), good({ lat: '37.750002', lon: '129.010000' })],
      CITY,
    );
    expect(report.quarantined.byReason).toEqual({ 'outside-area': 1 });
  });

  it('an address in an 읍 holds its point to it, a 동 to its numbered parts', async () => {
    const { report, each } = await judged(
      [
        good({ road: '강릉시 주문진읍 해안로 1', lat: '37.850001', lon: '128.850001' }),
        good({ road: '강릉시 주문진읍 해안로 2', lat: '37.750001', lon: '128.850002' }),
        good({ road: '강릉시 솔올로 1 (교동)', lat: '37.750003', lon: '128.950001' }),
        good({ road: '강릉시 솔올로 2 (교동)', lat: '37.850003', lon: '128.850009' }),
        good({ road: '강릉시 교동광장로 3', lat: '37.850004', lon: '128.850019' }),
        good({ road: '', lot: '강릉시 교동 1829-2', lat: '37.850005', lon: '128.850029' }),
      ],
      CITY,
    );
    expect(each.map(({ outcome }) => outcome)).toEqual([
      'load',
      'quarantine',
      'load',
      'quarantine',
      'load',
      'quarantine',
    ]);
    expect(report.quarantined.byReason).toEqual({ 'district-mismatch': 3 });
  });
});

describe('what loads with a warning', () => {
  it.each([
    ['bad-month', { month: '1905-07' }],
    ['future-month', { month: '2027-01' }],
    ['unknown-purpose', { purpose: '홍보' }],
    ['free-text-direction', { direction: '360도 전방면' }],
    ['free-text-direction', { direction: '회전' }],
    ['unknown-pixels', { pixels: '0' }],
    ['unknown-retention', { retention: '' }],
    ['over-retention', { retention: '31' }],
    ['too-many-cameras', { count: '64' }],
    ['not-a-number', { count: '여러 대' }],
  ] as const)('%s: %j', async (reason, over) => {
    const { report, each } = await judged([...crowd(3), good(over)]);
    expect(report.quarantined.total).toBe(0);
    expect(report.warnings).toEqual({ [reason]: 1 });
    expect(each.at(-1)?.outcome).toBe('warn');
    expect(each.at(-1)?.reasons).toEqual([reason]);
  });

  it('an unlabelled file lacks columns, and says so on every row', async () => {
    const { report } = await judged('위도,경도,비고\n37.750101,128.880101,a\n37.750202,128.880202,b\n');
    expect(report.cameras.created).toBe(2);
    expect(report.warnings['missing-column']).toBe(2);
  });

  it('without the columns of the position nothing has a place', async () => {
    const { report } = await judged('관리기관명,설치목적구분,카메라대수\n강릉시청,생활방범,1\n');
    expect(report.quarantined).toEqual({ total: 1, byReason: { 'missing-column': 1 } });
  });
});

describe('rows and places', () => {
  it('a row is a place with n cameras; rows at one point are one place', async () => {
    const at = { road: '강릉시 경강로 1', lat: '37.755555', lon: '128.885555' };
    const { report } = await judged([
      good({ ...at, count: '3' }),
      good({ ...at, purpose: '쓰레기단속', count: '2' }),
      good({ ...at, agency: '강릉경찰서' }),
      good(),
    ]);
    expect(report.places).toBe(3);
    expect(report.cameras.created).toBe(7);
  });

  it('a full duplicate merges into the first and adds no camera, whatever its running number and quotes', async () => {
    const { report, each } = await judged(
      '번호,관리기관명,소재지도로명주소,설치목적구분,카메라대수,카메라화소수,보관일수,위도,경도\n' +
        '1,강릉시청,경강로 1,생활방범,2,200,30,37.750101,128.880101\n' +
        '2,"강릉시청", 경강로 1 ,생활방범,2,200,30,37.750101,128.880101\n' +
        '3,강릉시청,경강로 1,쓰레기단속,2,200,30,37.750101,128.880101\n',
    );
    expect(report).toMatchObject({
      rows: 3,
      places: 1,
      cameras: { created: 4 },
      warnings: { 'duplicate-row': 1 },
    });
    expect(report.purposes).toEqual({ 생활방범: 2, 쓰레기단속: 1 });
    expect(each.map(({ outcome }) => outcome)).toEqual(['load', 'merge', 'load']);
    expect(each[1]?.mergedIntoLine).toBe(2);
  });

  it('a shifted row is unreadable, and a row cut short loads only with its position', async () => {
    const { report, each } = await judged(
      '위도,경도,관리기관명,소재지도로명주소,설치목적구분,카메라대수,카메라화소수,보관일수\n' +
        '37.750101,128.880101,강릉시청,경강로, 1,생활방범,1,200,30\n' +
        '37.750202,128.880202,강릉시청,경강로 2,생활방범,1,200\n' +
        '37.75\n',
    );
    expect(each.map(({ outcome }) => outcome)).toEqual(['quarantine', 'warn', 'quarantine']);
    expect(each[0]?.reasons).toContain('unreadable-row');
    expect(each[1]?.reasons).toEqual(['missing-column', 'unknown-retention']);
    expect(each[2]?.reasons).toContain('unreadable-row');
    expect(report.quarantined.byReason).toMatchObject({ 'unreadable-row': 2, 'missing-coordinates': 1 });
  });
});
