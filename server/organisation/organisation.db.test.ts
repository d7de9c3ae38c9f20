import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../platform/db.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

const instant = async (): Promise<string> => {
  const [row] = await db.app<{ at: string }[]>`select clock_timestamp()::text as at`;
  return row!.at;
};
const department = async (name: string, from: string): Promise<number> => {
  const [row] = await db.app<{ id: number }[]>`
    insert into department (name, valid_from, source) values (${name}, ${from}, 'test') returning department_id as id`;
  return row!.id;
};
const knownNames = async (at: string, day: string): Promise<string[]> => {
  const rows = await db.app<
    { name: string }[]
  >`select name from departments_as_known(${at}::text::timestamptz, ${day}) order by name`;
  return rows.map(({ name }) => name);
};

test('정보산업과 to 정보통신과, entered late and its day corrected later, at every pair of known and valid', async () => {
  const old = await department('정보산업과', '2020-01-17');
  const beforeEntry = await instant();
  const next = await db.app.begin(async (tx) => {
    const [row] = await tx<{ id: number }[]>`
      insert into department (name, valid_from, source)
      values ('정보통신과', '2026-01-05', 'test') returning department_id as id`;
    await tx`
      update department set valid_to = '2026-01-05', succeeded_by = ${row!.id} where department_id = ${old}`;
    return row!.id;
  });
  const asEntered = await instant();
  await db.app.begin(async (tx) => {
    await tx`update department set valid_to = '2026-01-02' where department_id = ${old}`;
    await tx`update department set valid_from = '2026-01-02' where department_id = ${next}`;
  });
  const corrected = await instant();
  const days = ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-04', '2026-01-05'];
  const answers = async (at: string) => (await Promise.all(days.map((day) => knownNames(at, day)))).flat();
  const [was, is] = ['정보산업과', '정보통신과'];
  expect(await answers(beforeEntry)).toEqual([was, was, was, was, was]);
  expect(await answers(asEntered)).toEqual([was, was, was, was, is]);
  expect(await answers(corrected)).toEqual([was, was, is, is, is]);
});

test('a row deleted by direct SQL is still known as it was', async () => {
  const id = await department('없앤과', '2021-01-01');
  const before = await instant();
  await db.app`delete from department where department_id = ${id}`;
  expect(await knownNames(before, '2026-01-01')).toContain('없앤과');
  expect(await knownNames(await instant(), '2026-01-01')).not.toContain('없앤과');
});

const head = (tx: Tx | TestDatabase['app'], departmentId: number, from: string) => tx`
  insert into responsible_post (department_id, duty, title, valid_from, source)
  values (${departmentId}, 'operations-head', '과장', ${from}, 'test')`;

test('Art. 4(1), 5(1): two dedicated departments, a gap, an end without successor and a day without its 운영책임자 are refused by the database', async () => {
  const first = await department('첫째과', '2020-01-01');
  const second = await department('둘째과', '2020-01-01');
  const designate = (id: number, from: string) => db.app`
    insert into dedicated_department (department_id, order_no, valid_from, source)
    values (${id}, '훈령 제365호', ${from}, 'test')`;
  await head(db.app, first, '2020-01-20');
  await expect(designate(first, '2020-01-17')).rejects.toThrow(
    'no operations head of the dedicated department on 2020-01-17',
  );
  await db.app`update responsible_post set valid_from = '2020-01-17' where department_id = ${first}`;
  await designate(first, '2020-01-17');
  await expect(designate(second, '2022-01-01')).rejects.toThrow('one_dedicated_department');
  const noGap = 'ends only on the day its successor begins';
  const end = db.app`update dedicated_department set valid_to = '2026-01-02'`;
  await expect(end).rejects.toThrow(noGap);
  const follow = (from: string, headFrom = from) =>
    db.app.begin(async (tx) => {
      await tx`update dedicated_department set valid_to = '2026-01-02' where department_id = ${first}`;
      await tx`update responsible_post set valid_to = '2026-01-02' where department_id = ${first}`;
      await tx`insert into dedicated_department (department_id, order_no, valid_from, source)
        values (${second}, '훈령 제400호', ${from}, 'test')`;
      await head(tx, second, headFrom);
    });
  await expect(follow('2026-01-03')).rejects.toThrow(noGap);
  await expect(follow('2026-01-02', '2026-01-05')).rejects.toThrow('on 2026-01-02');
  await follow('2026-01-02');
  const [today] = await db.app`
    select department_id as id from dedicated_department_as_known(${await instant()}::text::timestamptz, '2026-01-02')`;
  expect(today).toEqual({ id: second });
  await expect(db.app`delete from dedicated_department`).rejects.toThrow('keeps a dedicated department');
  const ended = db.app`update department set valid_to = '2026-06-01' where department_id = ${second}`;
  await expect(ended).rejects.toThrow('dedicated only while it exists');
});
