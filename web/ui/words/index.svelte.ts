import { en } from './en.ts';
import { ko, type WordKey } from './ko.ts';

export type { WordKey } from './ko.ts';
export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const catalogues: Record<Language, Record<WordKey, string>> = { ko, en };
let chosen = $state<Language>('ko');

export const language = (): Language => chosen;

export function speak(next: Language): void {
  chosen = next;
  document.documentElement.lang = next;
}

/** The words of a key in the chosen language; `{name}` is replaced by the parameter, numbers with thousands commas. */
export function t(key: WordKey, params?: Readonly<Record<string, string | number>>): string {
  const words = catalogues[chosen][key];
  if (params === undefined) return words;
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

/** Whether a text that came as data is a key of the catalogue. */
export const isWordKey = (key: string): key is WordKey => Object.hasOwn(ko, key);

/** `t` for a key built from data: the words, or the bare value where the catalogue has none. */
export const named = (prefix: string, value: string): string =>
  isWordKey(`${prefix}.${value}`) ? t(`${prefix}.${value}` as WordKey) : value;

const grouped = new Intl.NumberFormat('ko-KR', { maximumFractionDigits: 1 });
export const number = (value: number): string => grouped.format(value);
