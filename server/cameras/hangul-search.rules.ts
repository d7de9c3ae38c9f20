const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
/** Finals as the keys that make them: a final may turn out to be the next syllable's initial while one types. */
const FINALS =
  ' ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  );
const FIRST = 0xac00;
const LAST = 0xd7a3;

const SEPARATORS = /[\s\-_.,()·/]+/;
const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** Text as it is compared: composed, lower case, without spaces and the dashes of numbers. */
export const searchable = (text: string): string => searchField(text).text;

/**
 * A pattern over {@link searchable} text for what somebody typed so far, or null where nothing is left to look for.
 * A lone consonant stands for any syllable that begins with it (초성: 'ㅈㅇㅅㅈ' finds 중앙시장), and the last syllable
 * may be unfinished ('중앙싲' finds it too).
 */
export function searchPattern(typed: string): RegExp | null {
  const characters = [...searchable(typed)];
  if (characters.length === 0) return null;
  const source = characters
    .map((character, at) =>
      INITIALS.includes(character)
        ? withInitial(character)
        : at === characters.length - 1
          ? unfinished(character)
          : escaped(character),
    )
    .join('');
  return new RegExp(source, 'u');
}

function withInitial(consonant: string): string {
  const first = FIRST + INITIALS.indexOf(consonant) * 588;
  return `[${consonant}${String.fromCharCode(first)}-${String.fromCharCode(first + 587)}]`;
}

function unfinished(character: string): string {
  const code = character.charCodeAt(0);
  if (code < FIRST || code > LAST) return escaped(character);
  const final = (code - FIRST) % 28;
  if (final === 0) return `[${character}-${String.fromCharCode(code + 27)}]`;
  const keys = FINALS[final] ?? '';
  const next = keys.at(-1) ?? '';
  if (!INITIALS.includes(next)) return character;
  const kept = Math.max(0, FINALS.indexOf(keys.slice(0, -1)));
  const open = String.fromCharCode(code - final + kept);
  return `(?:${character}|${open}${withInitial(next)})`;
}

const escaped = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** How well a field answers: 0 the whole, 1 its beginning, 2 the beginning of a word, 3 somewhere; null not at all. */
export function closeness(pattern: RegExp, field: SearchField): 0 | 1 | 2 | 3 | null {
  const found = pattern.exec(field.text);
  if (found === null) return null;
  if (found.index === 0) return found[0].length === field.text.length ? 0 : 1;
  return field.wordStarts.includes(found.index) ? 2 : 3;
}

export interface SearchField {
  readonly text: string;
  readonly wordStarts: readonly number[];
}

/** A field prepared for search: its comparable text and where its words begin in it. */
export function searchField(text: string): SearchField {
  const words = folded(text).split(SEPARATORS);
  const wordStarts: number[] = [];
  let joined = '';
  for (const word of words) {
    if (word === '') continue;
    wordStarts.push(joined.length);
    joined += word;
  }
  return { text: joined, wordStarts };
}
