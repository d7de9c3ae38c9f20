import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AUDIT_ACTIONS } from '../../server/audit/audit-groups.rules.ts';
import { RowWords, instantOf } from '../../server/audit/row-words.rules.ts';
import { speechIn } from '../../server/audit/spoken.ts';
import { cameraPatchSchema } from '../../server/cameras/cameras.schema.ts';
import type { Json } from '../../server/platform/act.ts';
import { writableFacts } from '../../server/testing/audit-facts.ts';
import { en } from '../ui/words/en.ts';
import { ko } from '../ui/words/ko.ts';
import { factsOf } from './audit-words.ts';

const SERVER = join(import.meta.dirname, '../../server');
const catalogues: readonly Readonly<Record<string, string>>[] = [ko, en];
/** Says `✓` where a word is on the list, and the bare value where none is. */
const listed = new RowWords({
  t: () => '✓',
  named: (prefix, value) =>
    catalogues.every((words) => Object.hasOwn(words, `${prefix}.${value}`)) ? '✓' : value,
  number: String,
});
/** The number of the pledge's text is its name. */
const OWN_NAMES: ReadonlySet<string> = new Set(['version']);

const nested = (path: string, value: Json): { readonly [key: string]: Json } => {
  const [key, ...rest] = path.split('.');
  return { [key!]: rest.length === 0 ? value : nested(rest.join('.'), value) };
};
const isTold = (path: string, value: string): boolean =>
  AUDIT_ACTIONS.some(
    (action) => !listed.facts({ action, detail: nested(path, value) })[0]!.words.includes(value),
  );

test('Art. 30(3): every fact that the server can write has a name, and every word of the program a word, in both languages', () => {
  const facts = [...writableFacts().values()];
  expect(facts.length).toBeGreaterThan(200);
  const keys = [...new Set(facts.map(({ key }) => key))].sort();
  for (const words of catalogues)
    expect(
      keys.filter((key) => !Object.hasOwn(words, `audit.key.${key}`) && !Object.hasOwn(words, `role.${key}`)),
    ).toEqual([]);
  for (const path of ['proofs', 'why', 'steps.kind']) expect(isTold(path, 'no-such-word'), path).toBe(false);
  const untold = facts
    .filter(({ key }) => !OWN_NAMES.has(key))
    .flatMap(({ path, values }) =>
      [...values].filter((value) => !isTold(path, value)).map((value) => `${path}: ${value}`),
    );
  expect(untold).toEqual([]);
}, 300_000);

test('Art. 27, 30(3): what an act was refused for is told in words', () => {
  const files = ['pursuits/pursuit-faults.ts', 'streams/ptz-faults.ts', 'agencies/refuse-unlawful-link.ts'];
  const codes = files.flatMap((file) =>
    [...readFileSync(join(SERVER, file), 'utf8').matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(
      ([, code]) => code!,
    ),
  );
  expect(codes.length).toBeGreaterThan(20);
  for (const words of catalogues)
    expect(codes.filter((code) => !Object.hasOwn(words, `audit.refused.${code}`))).toEqual([]);
});

test('a change of the register is told as on its card', () => {
  for (const field of Object.keys(cameraPatchSchema.shape))
    for (const words of catalogues) expect(words, field).toHaveProperty([`field.${field}`]);
  const said = (field: string, from: Json, to: Json): string =>
    factsOf({ action: 'camera.edit', detail: { changes: [{ field, from, to }] } })[0]!.words;
  expect(said('watch', 'watched', 'excluded')).toBe('관제: 관제 대상 → 관제 제외');
  expect(said('retentionDays', 30, null)).toBe('보관일수: 30 → —');
});

test('numbers that name something have no comma, times are Seoul’s, and no fact is left in the words of the program', () => {
  const at = '2026-11-30T04:12:31.120Z';
  const told = (action: string, detail: { readonly [key: string]: Json }, language: 'ko' | 'en' = 'ko') =>
    new RowWords(speechIn(language)).facts({ action, detail }).map(({ name, words }) => `${name}: ${words}`);
  expect(told('camera.discover', { way: 'probe', ports: [40, 43], doors: 40043 })).toEqual([
    '찾은 방법: 주소를 하나씩 묻기',
    '포트: 40, 43',
    '물을 곳: 40,043',
  ]);
  expect(told('camera.discover', { ports: [40043] })).toEqual(['포트: 40043']);
  expect(told('camera.maintenance', { maintenanceTo: at, maintenanceEnded: true })).toEqual([
    `정비 끝: ${instantOf(at)}`,
    '정비 끝냄: 예',
  ]);
  expect(told('session.start', { proofs: ['password', 'totp'] })).toEqual(['증명: 비밀번호, 인증 앱']);
  expect(told('account.role', { from: 'officer', hours: { from: 9, to: 18 } })).toEqual([
    '이전 값: 센터 담당자',
    '시간대: 9–18',
  ]);
  expect(told('pursuit.open', { basis: 'report-112: 제5조', code: 'too-long' }, 'en')[1]).toBe(
    'Refused for: longer than is allowed',
  );
  expect(told('pursuit.open', { basis: 'report-112: 제5조' })).toEqual(['근거: 112신고처리법: 제5조']);
});
