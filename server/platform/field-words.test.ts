import { expect, test } from 'vitest';
import { z } from 'zod';
import { asked, exportedSchemas, stepsOf } from '../testing/asked-schemas.ts';
import { FIELD_WORDS, wordOf } from './field-words.ts';
import { parsed, type ApiError } from './http-errors.ts';

const schemas = await exportedSchemas();

test('every schema that a request is held against is exported by a schema file', () => {
  expect(asked.size).toBeGreaterThan(50);
  expect([...asked].filter((name) => !schemas.has(name))).toEqual([]);
});

test('every field that a schema of the API can name has a Korean and an English word', () => {
  const fields = new Set(
    [...asked]
      .flatMap((name) => schemas.get(name) ?? [])
      .flatMap((each) => stepsOf(each).map(({ field }) => field)),
  );
  expect(fields.size).toBeGreaterThan(150);
  fields.delete('');
  expect([...fields].filter((field) => !Object.hasOwn(FIELD_WORDS, field)).sort()).toEqual([]);
});

test('a Korean word is Korean, an English one is not, and neither is the bare name of a program', () => {
  for (const [field, { ko, en }] of Object.entries(FIELD_WORDS)) {
    expect(`${field}: ${ko}`).toMatch(/: .*[가-힣]/);
    expect(`${field}: ${en}`).not.toMatch(/[가-힣]/);
    expect(`${field}: ${en}`).not.toMatch(/: .*[a-z][A-Z]/);
  }
});

test('a field deep inside is told by its own word, one that nobody named by its bare name, none at all as what was sent', () => {
  expect(wordOf(['steps', 0, 'phone']).ko).toBe('전화');
  expect(wordOf(['hours', '3']).ko).toBe('시간대');
  expect(wordOf(['nobodyNamedIt']).ko).toBe('nobodyNamedIt');
  expect(wordOf(['constructor']).ko).toBe('constructor');
  expect(wordOf([]).ko).toBe('보낸 내용');
});

test('a refused value is told with the word, the value and what to do; the field keeps its name for programs', () => {
  const schema = z.strictObject({
    documentNo: z.string().min(1).max(5),
    checkMonths: z.int().min(1).max(60),
    fromDay: z.iso.date(),
    kind: z.enum(['holder', 'acting']),
    parts: z.array(z.string()).min(1),
  });
  const good = { documentNo: 'a', checkMonths: 6, fromDay: '2026-01-02', kind: 'holder', parts: ['a'] };
  const told = (over: object): [string | undefined, string, string] => {
    try {
      parsed(schema, { ...good, ...over });
    } catch (error) {
      const { field, sentence } = error as ApiError;
      return [field, sentence.ko, sentence.en];
    }
    throw new Error('taken');
  };
  expect(told({ documentNo: '' })).toEqual([
    'documentNo',
    '‘문서 번호’ 값이 맞지 않습니다 (""). 비어 있습니다. 적어 주십시오.',
    '‘document number’ has a wrong value (""). It is empty. Fill it in.',
  ]);
  expect(told({ documentNo: '123456' })[1]).toContain('5자까지 적을 수 있습니다.');
  expect(told({ checkMonths: 61 })[1]).toBe('‘점검 간격(개월)’ 값이 맞지 않습니다 (61). 60 이하여야 합니다.');
  expect(told({ checkMonths: undefined })[1]).toBe('‘점검 간격(개월)’ 값이 맞지 않습니다. 빠졌습니다.');
  expect(told({ fromDay: '내일' })[1]).toContain('2026-01-02처럼');
  expect(told({ kind: 'king' })[1]).toContain('holder, acting');
  expect(told({ parts: [] })[1]).toContain('1개 이상 고르십시오.');
  expect(told({ more: 1 })).toEqual([
    'body',
    '‘보낸 내용’ 값이 맞지 않습니다. 받지 않는 항목이 있습니다: more.',
    '‘request’ has a wrong value. It holds what is not taken: more.',
  ]);
});
