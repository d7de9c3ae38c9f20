import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { encodeCp949 } from '../../geodata/cp949.ts';
import { NATIONAL_HEADER } from '../../server/cameras/national-columns.rules.ts';

/** Shares of the ten purpose words among the rows, in percent. */
const WORDS: readonly (readonly [string, number])[] = [
  ['생활방범', 62],
  ['다목적', 13],
  ['어린이보호', 8],
  ['교통단속', 5],
  ['시설물관리', 3],
  ['재난재해', 2],
  ['쓰레기단속', 2],
  ['차량방범', 2],
  ['기타', 2],
  ['교통정보수집', 1],
];

/** A generator with a fixed seed, so that every run measures the same file. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Rows as the national file has them, synthetic, in the 18 columns; all 11,172 syllables occur among the addresses. */
export function* nationalRows(rows: number, seed = 1): Generator<string[]> {
  const next = numbers(seed);
  const upTo = (limit: number): number => Math.floor(next() * limit);
  const words = WORDS.flatMap(([word, share]) => Array.from({ length: share }, () => word));
  for (let row = 0; row < rows; row += 1) {
    const syllables = String.fromCharCode(0xac00 + (row % 11_172), 0xac00 + ((row * 7) % 11_172));
    const month = `${2008 + upTo(17)}${String(1 + upTo(12)).padStart(2, '0')}`;
    yield [
      '4200000',
      `2024420000${String(row).padStart(8, '0')}`,
      '강원특별자치도 강릉시청',
      `강원특별자치도 강릉시 ${syllables}로 ${1 + upTo(400)}`,
      `강원특별자치도 강릉시 ${syllables}동 ${1 + upTo(1200)}-${1 + upTo(40)} (${syllables} 입구)`,
      words[upTo(100)]!,
      String(1 + (upTo(10) % 3)),
      ['200', '41', '300', '0'][upTo(4)]!,
      ['360도 전방면', '고정', '회전', ''][upTo(4)]!,
      ['30', '30', '15', ''][upTo(4)]!,
      month,
      '033-640-0000',
      (37.65 + next() * 0.2).toFixed(6),
      (128.75 + next() * 0.25).toFixed(6),
      '2026-01-31',
      'I',
      '2026-02-01 00:10:00',
      '2026-02-01 00:10:00',
    ];
  }
}

/** Writes the national file as CP949 or UTF-8 CSV, or as a JSON array. */
export async function writeNationalFile(
  path: string,
  rows: number,
  form: 'cp949' | 'utf8' | 'json',
): Promise<void> {
  const out = createWriteStream(path);
  let text = form === 'json' ? '[' : `${NATIONAL_HEADER.join(',')}\n`;
  let first = true;
  const flush = async () => {
    if (!out.write(form === 'cp949' ? encodeCp949(text) : text)) await once(out, 'drain');
    text = '';
  };
  for (const cells of nationalRows(rows)) {
    if (form === 'json') {
      text += `${first ? '' : ','}${JSON.stringify(Object.fromEntries(NATIONAL_HEADER.map((name, at) => [name, cells[at]])))}`;
      first = false;
    } else
      text += `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
    if (text.length > 1 << 18) await flush();
  }
  text += form === 'json' ? ']\n' : '';
  await flush();
  out.end();
  await once(out, 'close');
}
