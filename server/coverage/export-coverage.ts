import { createHash } from 'node:crypto';
import { csvCell } from '../cameras/csv-cell.rules.ts';
import { PURPOSE_NAMES } from '../cameras/purposes.rules.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { encodedCsv, type CsvEncoding } from '../platform/encoded-csv.ts';
import type { CityCoverageAnswer, Pair } from './coverage.schema.ts';

export interface CoverageExport {
  readonly table: 'districts' | 'streets';
  readonly encoding: CsvEncoding;
  readonly reason: string;
  /** Layers that the program drew itself. */
  readonly synthetic: boolean;
  /** What is seen, without cells. */
  readonly exactM2: Pair;
}

const percent = (part: number, whole: number): string => (whole > 0 ? ((100 * part) / whole).toFixed(2) : '');
const pair = ([sure, possible]: Pair, whole: number): string[] => [
  String(Math.round(sure)),
  String(Math.round(possible)),
  percent(sure, whole),
  percent(possible, whole),
];

const SEEN = ['확실히 보임', '보일 수 있음', '확실히 보임(%)', '보일 수 있음(%)'];

/** The table as rows of cells: what it is of, its heading, its lines, and the sum. */
export function coverageRows(
  answer: CityCoverageAnswer,
  { table, synthetic, exactM2 }: CoverageExport,
): string[][] {
  const { which, at, purposes, cameras, countedAt } = answer;
  const about = [
    ['셈한 때', countedAt],
    ['방향', which === 'home' ? '원위치' : '셈한 때 보던 방향'],
    ['때', at === 'day' ? '낮' : '밤'],
    ['목적', purposes === null ? '모두' : purposes.map((each) => PURPOSE_NAMES[each]).join('·')],
    ['카메라', String(cameras.all)],
    ['방위·화각·거리를 몰라 확실한 쪽에 넣지 못한 카메라', String(cameras.unsure)],
    ['거리를 모르는 카메라의 최대 거리(m)', String(answer.assumedRangeM)],
    ['칸 없이 잰 넓이(㎡), 확실히 보임', String(Math.round(exactM2[0]))],
    ['칸 없이 잰 넓이(㎡), 보일 수 있음', String(Math.round(exactM2[1]))],
    ['표준분석모델(반경 50 m 원)의 면적(㎡)', String(Math.round(answer.standardM2))],
    ['자료', synthetic ? '시연용 합성 데이터' : '대장과 불러온 지도'],
    [],
  ];
  if (table === 'districts')
    return [
      ...about,
      ['읍면동', '카메라', '면적(㎡)', ...SEEN.map((each, i) => (i < 2 ? `${each}(㎡)` : each))],
      ...answer.districts.map(({ name, cameras: standing, groundM2, seenM2 }) => [
        ...[name, String(standing), String(groundM2)],
        ...pair(seenM2, groundM2),
      ]),
      ['읍면동 밖', '', '', ...pair(answer.outsideM2, 0)],
      [
        '모두',
        String(cameras.all),
        String(answer.groundM2 ?? ''),
        ...pair(answer.seenM2[0], answer.groundM2 ?? 0),
      ],
    ];
  return [
    ...about,
    ['도로', '길이(m)', ...SEEN.map((each, i) => (i < 2 ? `${each}(m)` : each))],
    ...answer.streets.map(({ name, lengthM, seenM }) => [
      ...[name ?? '이름 없는 길', String(Math.round(lengthM))],
      ...pair(seenM, lengthM),
    ]),
  ];
}

/** The table as a CSV, in one audited act that keeps the reason, the rows and the file's sha256 (Art. 30(3)). */
export async function exportCoverage(
  sql: Sql,
  actor: Actor,
  answer: CityCoverageAnswer,
  asked: CoverageExport,
): Promise<Buffer> {
  const { table, encoding, reason } = asked;
  const object = {
    kind: 'coverage',
    detail: { table, encoding, reason, which: answer.which, light: answer.at },
  };
  return act(sql, actor, 'coverage.export', object, async (_tx, note) => {
    const rows = coverageRows(answer, asked);
    const file = encodedCsv(
      rows.map((row) => `${row.map((cell) => csvCell(cell)).join(',')}\r\n`).join(''),
      encoding,
    );
    note({ rows: rows.length, sha256: createHash('sha256').update(file).digest('hex') });
    return file;
  });
}
