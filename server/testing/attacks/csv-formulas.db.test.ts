import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvCell } from '../../cameras/csv-cell.rules.ts';
import { aCamera, aSite, type SignedIn } from '../factories.ts';
import { addressOf, aWholeApp, type WholeApp } from './whole-app.ts';

const root = join(import.meta.dirname, '../../..');
const LEADS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const PAYLOADS = LEADS.map((lead) => `${lead}cmd|' /C calc'!A0`);
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** Cells of a CSV as a spreadsheet reads them. */
function cellsOf(text: string): string[] {
  const cells: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?:,|\r?\n|$)/gy;
  for (const [, quoted, plain] of text.matchAll(pattern))
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  return cells;
}
const runs = (cell: string): boolean => LEADS.some((lead) => cell.startsWith(lead)) && !NUMBER.test(cell);

let whole: WholeApp;
let people: SignedIn[];
beforeAll(async () => {
  whole = await aWholeApp();
  people = [await whole.personOf('officer'), await whole.personOf('auditor')];
  for (const text of PAYLOADS) {
    const siteId = await aSite(whole.db.owner, { name: text, roadAddress: text });
    await aCamera(whole.db.owner, {
      ...{ siteId, name: text, managementNo: text, owner: text },
      ...{ integration: 'standalone', integrationReason: text },
    });
    const person = await whole.personOf('operator');
    await whole.db.owner`update account set person_name = ${text} where account_id = ${person.accountId}`;
    await whole.app.request('/api/session', { method: 'DELETE', headers: { cookie: person.cookie } });
  }
});
afterAll(() => whole.stop());

test('A15: whatever the text, no cell begins as a formula, full-width forms too', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LEADS, ''), fc.string({ unit: 'binary' }), (lead, rest) => {
      const [cell, ...others] = cellsOf(`${csvCell(lead + rest)}\r\n`);
      expect(runs(cell!)).toBe(false);
      expect(others.filter((each) => each !== '')).toEqual([]);
    }),
  );
});

test('A15: every CSV that a route answers holds the payloads, and none of them runs', async () => {
  let found = 0;
  for (const { path } of whole.routes.filter(({ method }) => method === 'GET'))
    for (const person of people) {
      const query = new URLSearchParams({ encoding: 'utf8', reason: '정기 점검 자료' });
      const answer = await whole.app.request(`${addressOf(path)}?${query}`, {
        headers: { cookie: person.cookie },
      });
      if (answer.headers.get('content-type')?.startsWith('text/csv') !== true) {
        await answer.body?.cancel();
        continue;
      }
      found += 1;
      const cells = cellsOf(
        iconv.decode(Buffer.from(await answer.arrayBuffer()), 'utf8').replace(/^\uFEFF/, ''),
      );
      expect(cells.length, path).toBeGreaterThan(PAYLOADS.length);
      expect(cells.filter(runs), path).toEqual([]);
    }
  expect(found).toBeGreaterThanOrEqual(1);
});

test('A15: whoever writes a CSV writes its cells through the one guard', () => {
  const writers = globSync('{server,web}/**/*.{ts,svelte}', { cwd: root }).filter(
    (file) =>
      !/\.test\.ts$|testing\//.test(file) && readFileSync(join(root, file), 'utf8').includes('text/csv'),
  );
  expect(writers.length).toBeGreaterThan(0);
  for (const file of writers) {
    const beside = globSync(`${dirname(file)}/*.ts`, { cwd: root });
    const guarded = beside.some((each) => readFileSync(join(root, each), 'utf8').includes('csvCell('));
    const takesOnly = /accept=|accept:|body: file/.test(readFileSync(join(root, file), 'utf8'));
    expect(guarded || takesOnly, file).toBe(true);
  }
});
