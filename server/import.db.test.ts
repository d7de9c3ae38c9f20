import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Target } from './platform/db.ts';
import { aDatabase, type TestDatabase } from './testing/database.ts';
import { aCamera, aDepartment } from './testing/factories.ts';
import { aTemporaryFolder } from './testing/temporary-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

let db: TestDatabase;
const folder = aTemporaryFolder();
beforeAll(async () => {
  db = await aDatabase();
  await aDepartment(db.owner, { name: '교통과' });
});
afterAll(async () => {
  await db.drop();
  folder.remove();
});

const addressOf = ({ host, port, database, user, password }: Target): string =>
  `postgres:///${database}?${new URLSearchParams({ host, port: String(port), user, password }).toString()}`;

/** `npm run import -- …` as a program of its own, with nobody at its terminal. */
async function importing(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'import.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: folder.path,
      DATABASE_URL: addressOf(db.targets.owner),
      APP_DATABASE_URL: addressOf(db.targets.app),
      PUBLIC_DATABASE_URL: addressOf(db.targets.public),
    },
  });
  const ended = once(child, 'exit') as Promise<[code: number]>;
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

describe('import -- staff FILE (Art. 5(1))', () => {
  const people = async (): Promise<string[]> =>
    (await db.owner<{ name: string }[]>`select name from person order by person_no`).map(({ name }) => name);

  test('a good list is told row by row, taken in, and changes nothing the second time', async () => {
    const file = folder.file('사번,성명,소속\nG1,김가상,교통과\nG2,이가상,교통과\n', '직원.csv');
    const first = await importing('staff', file, '--json');
    expect(first.code, first.err).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({ fileName: '직원.csv', rows: 2, created: 2, faulty: 0 });
    expect(first.err).toContain('받아들였습니다: 새 사람 2');
    expect(await people()).toEqual(['김가상', '이가상']);
    const second = await importing('staff', file);
    expect(second.code).toBe(0);
    expect(second.out).toContain('2행. 새 사람 0, 바뀜 0, 그대로 2');
  });

  test('a dry run tells everything and takes nothing in', async () => {
    const before = await people();
    const { code, out, err } = await importing('staff', folder.file('사번,성명\nG9,한가상\n'), '--dry-run');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('새 사람 1');
    expect(await people()).toEqual(before);
  });

  test('faulty rows are told with line, column, value and the way out; with nobody to ask nothing is changed', async () => {
    const before = await people();
    const file = folder.file('사번,성명,소속\nG3,박가상,교통과\nG4,최가상,없는과\n', 'faulty.csv');
    const asked = await importing('staff', file);
    expect(asked.code).toBe(1);
    expect(asked.out).toContain('3행 소속 "없는과": 조직에 없는 부서입니다.');
    expect(asked.err).toContain('--yes');
    expect(await people()).toEqual(before);
    const told = await importing('staff', file, '--yes');
    expect(told.code, told.err).toBe(0);
    expect(await people()).toEqual([...before, '박가상']);
  });

  test('a path where nothing is, and a file that is no staff list, end with 1 and a sentence in both languages', async () => {
    const nowhere = await importing('staff', join(folder.path, 'nowhere.csv'));
    expect(nowhere.code).toBe(1);
    expect(nowhere.err).toContain('nowhere.csv');
    expect(nowhere.err).toMatch(/[가-힣]/);
    expect(nowhere.err).not.toContain('    at ');
    const other = await importing('staff', folder.file('관리번호,위도\n1,37\n'));
    expect(other.code).toBe(1);
    expect(other.err).toContain('사번과 성명 열을 찾지 못했습니다');
    expect(other.err).toContain('No columns of number and name');
    expect([nowhere.out, other.out]).toEqual(['', '']);
  });
});

test('Art. 12(2): import -- equipment FILE takes a sheet of equipment in, tells its faulty rows, and refuses another file', async () => {
  await aCamera(db.owner, { managementNo: 'G-1' });
  const pieces = async (): Promise<string[]> =>
    (await db.owner<{ part: string }[]>`select part from equipment order by part`).map(({ part }) => part);
  const good = folder.file('관리번호,장비,설치일\nG-1,카메라,2020-01-02\nG-1,지주,\n', '점검표.csv');
  const first = await importing('equipment', good, '--json');
  expect(first.code, first.err).toBe(0);
  expect(JSON.parse(first.out)).toMatchObject({ fileName: '점검표.csv', rows: 2, created: 2, faulty: 0 });
  expect(await pieces()).toEqual(['camera', 'pole']);
  expect((await importing('equipment', good)).out).toContain('새 장비 0, 바뀜 0, 그대로 2');
  const faulty = await importing('equipment', folder.file('관리번호,장비\nG-9,지주\nG-1,인코더\n'));
  expect(faulty.code).toBe(1);
  expect(faulty.out).toContain('2행 관리번호 "G-9": 맡은 카메라 가운데 이 관리번호가 없습니다.');
  expect(await pieces()).toEqual(['camera', 'pole']);
  const other = await importing('equipment', folder.file('사번,성명\n1,김가상\n'));
  expect([other.code, other.out]).toEqual([1, '']);
  expect(other.err).toContain('관리번호와 부분(장비) 열을 찾지 못했습니다');
});

test('import -- demand FILE loads once, changes nothing the second time, and asks before anything real leaves', async () => {
  const sums = () => db.owner`
    select title, unit, origin, as_of as "asOf", sum(weight)::int as sum
    from demand_layer join demand_point using (demand_id) group by demand_id`;
  const good = folder.file('위도,경도,인구\n37.751,128.895,3\n37.752,128.896,4\n', '인구.csv');
  const about = ['--title', '인구', '--from', '통계청', '--as-of', '2025-12'];
  const dry = await importing('demand', good, ...about, '--dry-run', '--json');
  expect(JSON.parse(dry.out)).toMatchObject({
    rows: 2,
    loaded: 2,
    sum: 7,
    weightColumn: '인구',
    done: false,
  });
  expect(await sums()).toEqual([]);
  const first = await importing('demand', good, ...about);
  expect(first.code, first.err).toBe(0);
  const standing = { title: '인구', unit: '명', origin: '통계청', asOf: '2025-12', sum: 7 };
  expect(await sums()).toEqual([standing]);
  expect((await importing('demand', good, ...about)).out).toContain('이미 이대로입니다');
  const more = folder.file('위도,경도,인구\n37.751,128.895,30\n', '인구2.csv');
  const asked = await importing('demand', more, ...about);
  expect([asked.code, asked.out]).toEqual([1, '']);
  expect(asked.err).toContain('지점 2개를 지우고 1개로 바꿉니다');
  expect(await sums()).toEqual([standing]);
  expect((await importing('demand', more, ...about, '--yes')).code).toBe(0);
  expect(await sums()).toEqual([{ ...standing, sum: 30 }]);
  expect((await importing('demand', good)).code).toBe(2);
});

test('what is asked for in words that the program does not know ends with 2 and tells how to ask', async () => {
  for (const args of [[], ['staff'], ['people', 'x.csv'], ['staff', 'a', 'b'], ['staff', 'a', '--force']]) {
    const { code, out, err } = await importing(...args);
    expect([code, out], args.join(' ')).toEqual([2, '']);
    expect(err).toContain('npm run import -- staff|equipment FILE');
  }
});
