import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodeCp949 } from '../../geodata/cp949.ts';
import { aTemporaryFolder } from '../testing/temporary-folder.ts';
import { importReport } from './import-report.ts';
import { importRows, writeRowReport, type ImportRow } from './import-rows.ts';
import { stagedLines } from './import-stage.ts';
import { readImport } from './read-import.ts';

const folder = aTemporaryFolder();
afterAll(() => folder.remove());

const NOW = new Date('2026-11-25T03:00:00Z');
const PASSWORD = 'CANARY-import';
const URL = `rtsp://admin:${PASSWORD}@10.20.3.4/1`;
const HEADER = '관리번호,관리기관명,소재지도로명주소,설치목적구분,카메라대수,WGS84위도,WGS84경도,스트림주소';
const row = (
  at: number,
  { no = '', road = `강릉시 경강로 ${at}`, purpose = '생활방범', stream = '' } = {},
): string =>
  `${no},강릉시청,${road},${purpose},1,${(37.7501 + at / 1e4).toFixed(6)},${(128.8801 + at / 1e4).toFixed(6)},${stream}`;

for (const [encoding, encoded] of [
  ['CP949', (text: string) => encodeCp949(text)],
  ['UTF-8', (text: string) => Buffer.from(text)],
] as const)
  test(`Art. 30: a row of a ${encoding} file with a password in any of its cells is refused, and nothing repeats it`, async () => {
    const rows = [
      row(1),
      row(2, { stream: URL }),
      row(3, { road: `강릉시 경강로 admin:${PASSWORD}@10.20.3.4` }),
      row(4, { purpose: URL }),
      row(5, { no: URL }),
      row(6, { stream: 'rtsp://10.20.3.4/1' }),
      row(7, { stream: 'hong@gangneung.example' }),
    ];
    const read = await readImport(folder.file(encoded([HEADER, ...rows].join('\r\n'))), {
      city: null,
      now: NOW,
    });
    const each: ImportRow[] = [];
    for await (const some of importRows(read)) each.push(...some);
    const refused = each.map(({ outcome, reasons }) => [outcome, reasons.includes('login-in-text')]);
    expect(refused).toEqual([
      ['warn', false],
      ['quarantine', true],
      ['quarantine', true],
      ['quarantine', true],
      ['quarantine', true],
      ['warn', false],
      ['warn', false],
    ]);

    const path = join(folder.path, `report-${encoding}.csv`);
    await writeRowReport(read, path);
    const written = readFileSync(path, 'utf8');
    expect(written).toContain('quarantine,3,스트림주소,rtsp://***@10.20.3.4/1,login-in-text');
    const counts = { created: read.verdict.cameras, updated: 0, unchanged: 0, removed: 0 };
    const report = importReport(read, counts, 0);
    expect(report.quarantined).toEqual({ total: 4, byReason: { 'login-in-text': 4 } });
    let staged = '';
    for await (const lines of stagedLines(read, NOW, null)) staged += lines;
    expect(staged.trimEnd().split('\n')).toHaveLength(3);
    for (const told of [written, JSON.stringify(report), JSON.stringify(each), staged])
      expect(told).not.toContain('CANARY');
  });
