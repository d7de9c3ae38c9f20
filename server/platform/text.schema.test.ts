import { expect, test } from 'vitest';
import { z } from 'zod';
import { asked, exportedSchemas, stepsOf } from '../testing/asked-schemas.ts';
import { passage, perhaps, text } from './text.schema.ts';

const schemas = await exportedSchemas();

/** Text that is compared and never kept for somebody to read: what is searched for, and what somebody signs in with. */
const COMPARED = new Set([
  ...['q', 'after', 'account', 'agency', 'password', 'next', 'code', 'step', 'version', 'filename'],
  ...['clientExtensionResults', 'userHandle', 'transports', 'read'],
]);
/** Refused by the act itself, which shows where the letter stands: the name is a file's, and is mended there. */
const REFUSED_LATER = new Set(['ownerBody.name']);
const HIDDEN = ['\u200b', '\u2060', '\u00ad', '\u202e', '\ufeff', '\u3164', '\uffa0', '\u2800'];
const LENGTHS = [1, 2, 5, 20, 64];

const takes = (schema: z.core.$ZodType, value: string): boolean => z.safeParse(schema, value).success;
/** Whether what is kept of some text holds such a letter; what stands at its ends may be cut off. */
const keepsUnseen = (schema: z.core.$ZodType): boolean =>
  HIDDEN.some((letter) =>
    LENGTHS.flatMap((length) => [letter.repeat(length), `${'가'.repeat(length)}${letter}나`])
      .map((value) => z.safeParse(schema, value).data)
      .some((kept) => typeof kept === 'string' && kept.includes(letter)),
  );

test('Art. 30(3): no text that somebody writes and another reads holds a letter that nobody sees', () => {
  const texts = [...asked].flatMap((name) =>
    (schemas.get(name) ?? []).flatMap((each) =>
      stepsOf(each)
        .filter(({ type, into }) => type === 'string' && into === undefined)
        .map(({ field, schema }) => ({ at: `${name}.${field}`, field, schema })),
    ),
  );
  expect(texts.length).toBeGreaterThan(60);
  const open = texts.filter(
    ({ at, field, schema }) => !COMPARED.has(field) && !REFUSED_LATER.has(at) && keepsUnseen(schema),
  );
  expect([...new Set(open.map(({ at }) => at))].sort()).toEqual([]);
});

test.each([
  ['a line', text(20)],
  ['a passage', passage(20)],
  ['a line that may be left empty', perhaps(20)],
])('%s takes words and refuses what nobody sees', (_what, schema) => {
  expect(takes(schema, ' 강릉서 수사-2026-77 ')).toBe(true);
  expect(keepsUnseen(schema)).toBe(false);
});

test('only a passage has several lines, and only what may be left empty is empty', () => {
  expect(
    [text(20), passage(20), perhaps(20)].map((each) => [takes(each, '가\n나'), takes(each, ' ')]),
  ).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ]);
});
