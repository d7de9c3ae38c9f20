import { en } from '../../web/ui/words/en.ts';
import { ko } from '../../web/ui/words/ko.ts';
import type { Speech } from './row-words.rules.ts';

const catalogues: Readonly<Record<'ko' | 'en', Readonly<Record<string, string>>>> = { ko, en };
const grouped = new Intl.NumberFormat('ko-KR', { maximumFractionDigits: 1 });

/** The words of the screen for a file that people read beside it. */
export function speechIn(language: 'ko' | 'en'): Speech {
  const words = catalogues[language];
  return {
    t: (key, params = {}) =>
      (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)),
    named: (prefix, value) => words[`${prefix}.${value}`] ?? value,
    number: (value) => grouped.format(value),
  };
}
