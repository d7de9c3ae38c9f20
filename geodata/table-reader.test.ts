import { afterAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { writeStoredZip } from '../server/testing/stored-zip.ts';
import { aTemporaryFolder } from '../server/testing/temporary-folder.ts';
import { encodeCp949 } from './cp949.ts';
import { csvBatches, encodingOf } from './csv-reader.ts';
import { BROKEN, cellText, FEWER_CELLS, MORE_CELLS, TableError } from './row-batch.ts';
import { openTable } from './table-reader.ts';

const folder = aTemporaryFolder();
afterAll(() => folder.remove());

const isHeader = (names: readonly string[]): boolean => names.includes('위도') && names.includes('경도');

const rowsOf = async (path: string) => {
  const table = await openTable(path, isHeader);
  const rows: { line: number; flaws: number; cells: Record<string, string> }[] = [];
  for await (const batch of table.batches)
    for (let row = 0; row < batch.rows; row += 1)
      rows.push({
        line: batch.lines[row]!,
        flaws: batch.flaws[row]!,
        cells: Object.fromEntries(
          table.columns.map((name, column) => [name.replace('\ufeff', ''), cellText(batch, row, column)]),
        ),
      });
  return { ...table, rows };
};

const cellsOf = async (content: string | Buffer) =>
  (await rowsOf(folder.file(content))).rows.map(({ cells }) => cells);

describe('a CSV', () => {
  const text = '주소,위도,경도\r\n강릉시 교동 뷁,37.75,128.9\r\n"강릉시, ""솔올"" 앞",37.76,128.8\r\n';
  const expected = [
    { 주소: '강릉시 교동 뷁', 위도: '37.75', 경도: '128.9' },
    { 주소: '강릉시, "솔올" 앞', 위도: '37.76', 경도: '128.8' },
  ];

  it.each([
    ['CP949', encodeCp949(text), 'CP949'],
    ['UTF-8', text, 'UTF-8'],
    ['UTF-8 with a byte order mark', `\ufeff${text}`, 'UTF-8'],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), 'UTF-16LE'],
    [
      'UTF-16 big-endian',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
      'UTF-16BE',
    ],
    ['tabs', text.replaceAll(',', '\t').replace('강릉시\t ', '강릉시, '), 'UTF-8'],
    ['a title before the header', `강릉시 CCTV 현황,,\r\n\r\n${text}`, 'UTF-8'],
  ])('reads %s', async (_, content, encoding) => {
    const read = await rowsOf(folder.file(content));
    expect(read.rows.map(({ cells }) => cells)).toEqual(expected);
    expect(read.encoding).toBe(encoding);
  });

  it('trims cells, keeps line breaks inside quotes and counts lines as an editor does', async () => {
    const { rows } = await rowsOf(folder.file('주소,위도,경도\n" 강릉\n시 ", 37.1 ,\t128.2 \n교동,1,2\n'));
    expect(rows).toEqual([
      { line: 2, flaws: 0, cells: { 주소: '강릉\n시', 위도: '37.1', 경도: '128.2' } },
      { line: 4, flaws: 0, cells: { 주소: '교동', 위도: '1', 경도: '2' } },
    ]);
  });

  it('passes over rows without content and marks rows of another width', async () => {
    const { rows } = await rowsOf(folder.file('주소,위도,경도\n,,\n\na,1,2,\nb,1\nc,1,2,3\n   \n'));
    expect(rows.map(({ line, flaws }) => [line, flaws])).toEqual([
      [4, 0],
      [5, FEWER_CELLS],
      [6, MORE_CELLS],
    ]);
  });

  it('does not let an unclosed quote swallow the rows behind it', async () => {
    const many = Array.from({ length: 300 }, (_, row) => `좋은 곳 ${row},1,2`).join('\n');
    const { rows } = await rowsOf(folder.file(`주소,위도,경도\n"열린 따옴표,1,2\n${many}\n"닫힌, 곳",3,4\n`));
    expect(rows[0]?.flaws).toBe(BROKEN | FEWER_CELLS);
    expect(rows).toHaveLength(302);
    expect(rows[300]?.cells['주소']).toBe('좋은 곳 299');
    expect(rows[301]?.cells['주소']).toBe('닫힌, 곳');
  });

  it('marks a row with bytes that its encoding does not have', async () => {
    const { rows } = await rowsOf(
      folder.file(
        Buffer.concat([
          encodeCp949('주소,위도,경도\n가나다,1,2\n'),
          Buffer.from([0xff, 0xff]),
          encodeCp949(',3,4\n라마바,5,6\n'),
        ]),
      ),
    );
    expect(rows.map(({ flaws }) => flaws)).toEqual([0, BROKEN, 0]);
  });

  it('reads the same rows whatever pieces the bytes come in', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('가', '릉', '뷁', 'a', '"', ',', '\n', '1', ' '),
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
        fc.constantFrom('cp949' as const, 'utf8' as const),
        async (rows, sizes, encoding) => {
          const csv = rows
            .map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
            .join('\n');
          const bytes = encoding === 'cp949' ? encodeCp949(csv) : Buffer.from(csv);
          let position = 0;
          let turn = 0;
          const read = async (into: Buffer, offset: number): Promise<number> => {
            const size = Math.min(sizes[turn++ % sizes.length]!, bytes.length - position);
            bytes.copy(into, offset, position, position + size);
            position += size;
            return Promise.resolve(size);
          };
          const found: string[][] = [];
          for await (const batch of csvBatches(read, encoding, 0x2c, 3, 1))
            for (let row = 0; row < batch.rows; row += 1)
              found.push([0, 1, 2].map((column) => cellText(batch, row, column)));
          const expected = rows
            .map((cells) => cells.map((each) => each.trim()))
            .filter((cells) => cells.some((each) => each !== ''));
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the encoding', () => {
  it('is told by the bytes, also where a sequence is cut off at the end', () => {
    expect(encodingOf(Buffer.from('강릉시 교동').subarray(0, -1))).toBe('utf8');
    expect(encodingOf(encodeCp949('강릉시 교동'))).toBe('cp949');
    expect(encodingOf(Buffer.from('plain'))).toBe('utf8');
  });
});

describe('JSON', () => {
  const records = [
    { 주소: '강릉시 "교동"\\n', 위도: '37.75', 경도: 128.9, 비고: null },
    { 경도: '128.8', 위도: 37.76, 주소: '  뷁 ' },
  ];
  const expected = [
    { 주소: '강릉시 "교동"\\n', 위도: '37.75', 경도: '128.9', 비고: '' },
    { 주소: '뷁', 위도: '37.76', 경도: '128.8', 비고: '' },
  ];

  it.each([
    ['an array', JSON.stringify(records)],
    ['an indented array with a byte order mark', `\ufeff${JSON.stringify(records, null, 2)}`],
    ['records beside their fields', JSON.stringify({ fields: [{ id: '주소' }, { id: '위도' }], records })],
    [
      'a portal answer',
      JSON.stringify({ response: { header: { code: '00' }, body: { totalCount: 2, items: records } } }),
    ],
    ['service rows', JSON.stringify({ CctvInfo: [{ head: [{ list_total_count: 2 }] }, { row: records }] })],
    ['an object a line', records.map((record) => JSON.stringify(record)).join('\n')],
    [
      'features',
      JSON.stringify({
        type: 'FeatureCollection',
        features: records.map((properties) => ({
          type: 'Feature',
          properties,
          geometry: { type: 'Point', coordinates: [1, 2] },
        })),
      }),
    ],
  ])('reads %s', async (_, content) => {
    expect(await cellsOf(content)).toEqual(expected);
  });

  it('reads records as arrays in the order of the fields', async () => {
    const content = JSON.stringify({
      fields: ['주소', '위도', '경도'].map((id) => ({ id })),
      records: [['교동', '1', '2']],
    });
    expect(await cellsOf(content)).toEqual([{ 주소: '교동', 위도: '1', 경도: '2' }]);
  });

  it('does not lose a damaged record', async () => {
    const good = JSON.stringify(records[0]);
    const { rows } = await rowsOf(
      folder.file(
        `[${good},{"주소":"깨진 곳","위도":1,"경도":,"x"},{"주소":"열린 곳","위도":1,${good},${good},{"주소":"끝`,
      ),
    );
    expect(rows.map(({ flaws }) => flaws)).toEqual([0, BROKEN, BROKEN, 0, 0, BROKEN]);
  });
});

describe('XLSX', () => {
  const sheet = (rows: string, dimension = 'A1') =>
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="${dimension}"/><sheetData>${rows}</sheetData></worksheet>`;
  const book = (rows: string, more: readonly (readonly [string, string])[] = []): string => {
    const path = folder.file('', `book-${Math.random()}.xlsx`);
    writeStoredZip(path, [
      [
        'xl/workbook.xml',
        '<workbook xmlns:r="r"><sheets><sheet name="Sheet0" r:id="rId1"/></sheets></workbook>',
      ],
      [
        'xl/_rels/workbook.xml.rels',
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      ],
      ['xl/worksheets/sheet1.xml', sheet(rows)],
      ...more,
    ]);
    return path;
  };
  const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

  it('reads shared, inline and numeric cells whatever the dimension record says', async () => {
    const path = book(
      `<row r="1"><c r="A1" t="s"><v>0</v></c>${inline('위도')}${inline('경도')}</row>` +
        `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>37.751900000000006</v></c><c r="C2" t="str"><v>128.9</v></c></row>` +
        `<row r="4"><c r="C4"><v>128.8</v></c></row>`,
      [
        [
          'xl/sharedStrings.xml',
          '<sst><si><t>주소</t></si><si><r><t>강릉시 </t></r><r><t>뷁</t></r><rPh><t>발음</t></rPh></si></sst>',
        ],
      ],
    );
    const { rows } = await rowsOf(path);
    expect(rows).toEqual([
      { line: 2, flaws: 0, cells: { 주소: '강릉시 뷁', 위도: '37.7519', 경도: '128.9' } },
      { line: 4, flaws: 0, cells: { 주소: '', 위도: '', 경도: '128.8' } },
    ]);
  });

  it('shows a number in a date style as the day it stands for', async () => {
    const path = book(
      `<row>${inline('위도')}${inline('경도')}${inline('설치일')}</row><row><c><v>1</v></c><c><v>2</v></c><c s="1"><v>43831</v></c></row>`,
      [
        [
          'xl/styles.xml',
          '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;년&quot;m"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
        ],
      ],
    );
    expect((await rowsOf(path)).rows[0]?.cells['설치일']).toBe('2020-01-01');
  });
});

describe('what is no table', () => {
  it.each([
    ['a missing file', '/nonexistent/file.csv', 'unreadable-file'],
    ['an empty file', folder.file(''), 'unreadable-file'],
    ['an old Excel file', folder.file(Buffer.from('d0cf11e0a1b11ae1', 'hex')), 'unreadable-file'],
    ['a web page', folder.file('<!doctype html><table>'), 'unreadable-file'],
    ['a CSV without the header', folder.file('a,b,c\n1,2,3\n'), 'missing-column'],
  ])('%s is said plainly', async (_, path, code) => {
    const error = await openTable(path, isHeader).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(TableError);
    expect(error).toMatchObject({ code });
  });
});
