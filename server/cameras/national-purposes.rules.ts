import type { Purpose } from './purposes.rules.ts';

/**
 * The file's purpose words as purposes of Art. 6, reviewed word by word; the first is the main one. The file's word is
 * always kept beside them. '기타' says nothing about Art. 6 and stays unknown, as does any word that is not here.
 */
const WORDS: Readonly<Record<string, readonly Purpose[]>> = {
  생활방범: ['security'],
  방범: ['security'],
  범죄예방: ['security'],
  생활안전: ['security'],
  차량방범: ['security'],
  다목적: ['security'],
  어린이보호: ['security'],
  어린이보호구역: ['security'],
  어린이안전: ['security'],
  초등학교: ['security'],
  학교: ['security'],
  도시공원: ['security'],
  공원: ['security'],
  놀이터: ['security'],
  안심귀갓길: ['security'],
  여성안심: ['security'],
  그린파킹: ['security'],
  쓰레기단속: ['dumping'],
  쓰레기투기: ['dumping'],
  쓰레기투기방지: ['dumping'],
  쓰레기무단투기: ['dumping'],
  쓰레기무단투기단속: ['dumping'],
  무단투기: ['dumping'],
  무단투기단속: ['dumping'],
  불법투기: ['dumping'],
  주차관리: ['parking'],
  주차장: ['parking'],
  주차장관리: ['parking'],
  교통정보수집: ['traffic'],
  교통정보: ['traffic'],
  교통관제: ['traffic'],
  교통흐름: ['traffic'],
  교통단속: ['illegal-parking'],
  주정차단속: ['illegal-parking'],
  불법주정차: ['illegal-parking'],
  불법주정차단속: ['illegal-parking'],
  주정차위반단속: ['illegal-parking'],
  주차단속: ['illegal-parking'],
  재난재해: ['disaster'],
  재난재해예방: ['disaster'],
  재난: ['disaster'],
  재해: ['disaster'],
  재난안전: ['disaster'],
  재난감시: ['disaster'],
  재해예방: ['disaster'],
  하천감시: ['disaster'],
  하천: ['disaster'],
  수위관측: ['disaster'],
  침수감시: ['disaster'],
  해안감시: ['disaster'],
  화재: ['fire'],
  화재예방: ['fire'],
  화재감시: ['fire'],
  산불: ['fire'],
  산불감시: ['fire'],
  산불예방: ['fire'],
  화재산불: ['fire'],
  산불화재: ['fire'],
  화재산불감시: ['fire'],
  시설물관리: ['facility'],
  시설관리: ['facility'],
  시설물: ['facility'],
  시설안전: ['facility'],
  시설물안전: ['facility'],
  시설안전및화재예방: ['facility', 'fire'],
  시설물안전및화재예방: ['facility', 'fire'],
};

const plain = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/cctv/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(용|목적)$/u, (ending, _letters, offset: number, whole: string) =>
      WORDS[whole] === undefined && offset > 0 ? '' : ending,
    );

const known = (word: string): readonly Purpose[] | undefined => {
  const key = plain(word);
  return Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
};

/**
 * Purposes (Art. 6) that a word of the file stands for, main one first; empty where the word is not known. A bracket
 * behind a known word narrows the place, as in 방범(공원), and adds a purpose only where it names another one.
 * `complete` is false where some part of the word is not known.
 */
export function purposesOfWord(word: string): { purposes: readonly Purpose[]; complete: boolean } {
  const whole = known(word);
  if (whole !== undefined) return { purposes: whole, complete: true };
  const [, before, inside] = /^([^(（]*)[(（]([^)）]*)[)）]?\s*$/u.exec(word.trim()) ?? [];
  if (before !== undefined && inside !== undefined) {
    const main = purposesOfWord(before);
    return {
      purposes: [...new Set([...main.purposes, ...purposesOfWord(inside).purposes])],
      complete: main.complete && before.trim() !== '',
    };
  }
  const parts = word.split(/[,/+&·ㆍ・;|]|\s및\s|\s+/u).filter((part) => part.trim() !== '');
  if (parts.length < 2) return { purposes: [], complete: false };
  const each = parts.map(known);
  return {
    purposes: [...new Set(each.flatMap((purposes) => purposes ?? []))],
    complete: each.every((purposes) => purposes !== undefined),
  };
}

const NATIONAL_WORDS: Readonly<Record<Purpose, string>> = {
  security: '생활방범',
  dumping: '쓰레기단속',
  parking: '기타',
  traffic: '교통정보수집',
  'illegal-parking': '교통단속',
  disaster: '재난재해',
  fire: '재난재해',
  facility: '시설물관리',
  statute: '기타',
};

/** The national file's word for purposes that no file has worded: 다목적 for several, 기타 for none. */
export function nationalWordOf(purposes: readonly Purpose[]): string {
  const [first, ...more] = purposes;
  if (first === undefined) return '기타';
  return more.length > 0 ? '다목적' : NATIONAL_WORDS[first];
}
