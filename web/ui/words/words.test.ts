import { expect, test } from 'vitest';
import { en } from './en.ts';
import { ko, type WordKey } from './ko.ts';

const keys = Object.keys(ko) as WordKey[];
const parametersOf = (words: string): string[] =>
  [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

test('both languages know the same keys and take the same parameters', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
  for (const key of keys) expect([key, parametersOf(en[key])]).toEqual([key, parametersOf(ko[key])]);
});

test('words neither shout nor apologise nor say that an error has occurred', () => {
  for (const key of keys) {
    expect(`${key}: ${ko[key]}`).not.toMatch(/!|죄송|오류가 발생/);
    expect(`${key}: ${en[key]}`).not.toMatch(/!|sorry|an error (has )?occurred/i);
  }
});

test('no word is empty', () => {
  expect(keys.filter((key) => ko[key].trim() === '' || en[key].trim() === '')).toEqual([]);
});
