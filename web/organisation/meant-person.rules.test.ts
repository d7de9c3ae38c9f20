import { expect, test } from 'vitest';
import { meantPerson } from './meant-person.rules.ts';

const person = (personId: number, name: string, department: string | null = '교통과') => ({
  ...{ personId, name, department, personNo: `A${personId}` },
});
const PEOPLE = [person(1, '김가상'), person(2, '이가상'), person(3, '이가상', null), person(4, '김가상희')];
const meant = (typed: string) => meantPerson(typed, PEOPLE)?.personId ?? null;

test('a name or number of one person is enough, and of two it is not', () => {
  expect(['김가상', ' 김가상 ', 'A2', '이가상', '김가', ''].map(meant)).toEqual([1, 1, 2, null, null, null]);
});

test('a line of the list means that person, whoever else has the name', () => {
  expect(['이가상 · A2 · 교통과', '이가상 · A3'].map(meant)).toEqual([2, 3]);
});
