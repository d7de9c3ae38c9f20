const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const FINALS = 28;
/** Digits and letters whose Korean reading ends in a consonant: 영, 일, 삼, 육, 칠, 팔; 엘, 엠, 엔, 알. */
const READ_WITH_FINAL = /[013678lmnr]$/i;

/** Whether a word, read aloud, ends in a consonant (받침). */
export function endsInConsonant(word: string): boolean {
  const last = word.trim().codePointAt(word.trim().length - 1);
  if (last === undefined) return false;
  if (last >= FIRST_SYLLABLE && last <= LAST_SYLLABLE) return (last - FIRST_SYLLABLE) % FINALS !== 0;
  return READ_WITH_FINAL.test(word.trim());
}

/** A name as it is called: `'도로과'라는`, `'기획실'이라는`. */
export const called = (name: string): string => `'${name}'${endsInConsonant(name) ? '이라는' : '라는'}`;
