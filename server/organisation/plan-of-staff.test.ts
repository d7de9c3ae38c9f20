import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonView } from './person.schema.ts';
import { columnsIn, dayIn, fieldsTwiceIn, isHeaderOf, type ListRow } from '../platform/list-columns.ts';
import { planOfStaff, STAFF_LIST } from './plan-of-staff.ts';
import { CHANGES_SHOWN } from './staff.schema.ts';
import type { Holding, State } from './state.rules.ts';

const TODAY = '2026-11-25';
const HEADER = ['사번', '성명', '부서', '직위', '전화번호', '발령일'];
const period = { validFrom: '2012-01-01', validTo: null };
const holding: Holding = {
  ...{ holdingId: 1, postId: 1, personId: 1, personName: '김가상', phone: null, kind: 'holder' },
  ...{ orderNo: null, validFrom: '2020-01-01', validTo: null },
};
const state: State = {
  departments: [
    { ...period, departmentId: 1, name: '교통과', phone: null, succeededBy: null },
    {
      departmentId: 2,
      name: '옛길과',
      phone: null,
      succeededBy: 1,
      validFrom: '2000-01-01',
      validTo: '2012-01-01',
    },
  ],
  posts: [
    { ...period, postId: 1, departmentId: 1, duty: 'department-manager', title: '교통과장', phone: null },
  ],
  holdings: [],
  designations: [],
};
const person = (over: Partial<PersonView> = {}): PersonView => ({
  ...{ personId: 1, personNo: 'A1', name: '김가상', title: null, phone: null, departmentId: null },
  ...{ department: null, leftOn: null, holdings: [], account: null, demo: false, ...over },
});
const rows = (...cells: string[][]): ListRow[] =>
  cells.map((each, index) => ({ line: index + 2, cells: each, broken: false }));
const planned = (list: ListRow[], people: PersonView[] = [], over: Partial<State> = {}) =>
  planOfStaff(HEADER, list, people, { ...state, ...over }, TODAY);
const faultsOf = (list: ListRow[], people: PersonView[] = [], over: Partial<State> = {}) =>
  planned(list, people, over).faults.map(({ line, field, fault }) => [line, field, fault]);

describe('the heading of a staff list', () => {
  test('is known by the names that cities use, in any width and with any blanks', () => {
    expect(isHeaderOf(STAFF_LIST, ['행정번호', '성 명'])).toBe(true);
    expect(isHeaderOf(STAFF_LIST, ['\ufeff사번', '이름'])).toBe(true);
    expect(isHeaderOf(STAFF_LIST, ['사번', '소속'])).toBe(false);
    expect(columnsIn(STAFF_LIST, ['연락처', '직원명', '사원번호'])).toEqual({
      ...{ personNo: 2, name: 1, department: -1, title: -1, phone: 0, from: -1 },
    });
    expect(fieldsTwiceIn(STAFF_LIST, ['사번', '성명', '이름', '부서'])).toEqual(['name']);
  });
});

describe('a day in a staff list', () => {
  test('is read in the ways in which lists write one', () => {
    for (const text of ['2026-1-2', '2026.01.02', '2026. 1. 2.', '2026/01/02', '2026년 1월 2일', '20260102'])
      expect(dayIn(text), text).toBe('2026-01-02');
  });

  test('is none where there is no such day', () => {
    for (const text of ['', '어제', '2026-02-30', '2026-13-01', '26-01-02', '2026-01-02 09:00'])
      expect(dayIn(text), text).toBeNull();
  });

  test('reads back every day that is written', () => {
    const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom('-', '.', '/'), (date, mark) => {
        const iso = date.toISOString().slice(0, 10);
        expect(dayIn(iso.replaceAll('-', mark))).toBe(iso);
        expect(dayIn(iso.replaceAll('-', ''))).toBe(iso);
      }),
    );
  });
});

describe('Art. 5(1): who takes which post by a list', () => {
  test('a head is named in full, or by the rank beside the department, from the day given or today', () => {
    for (const title of ['교통과장', '과장', '교통 과장'])
      expect(planned(rows(['A1', '김가상', '교통과', title, '', ''])).appoint).toEqual([
        { line: 2, personNo: 'A1', postId: 1, kind: 'holder', fromDay: TODAY },
      ]);
    const [acting] = planned(rows(['A1', '김가상', '교통과', '과장(직무대리)', '', '2026.12.1'])).appoint;
    expect(acting).toMatchObject({ kind: 'acting', fromDay: '2026-12-01' });
  });

  test('any other rank is nobody’s post, and who holds the post already is not appointed again', () => {
    expect(planned(rows(['A1', '김가상', '교통과', '주무관', '', ''])).appoint).toEqual([]);
    const plan = planned(rows(['A1', '김가상', '교통과', '과장', '', '']), [person()], {
      holdings: [holding],
    });
    expect(plan.appoint).toEqual([]);
    expect(plan.faults).toEqual([]);
  });

  test('whoever stands in the post is told beside the new one', () => {
    const plan = planned(rows(['A2', '이가상', '교통과', '과장', '', '']), [], { holdings: [holding] });
    expect(plan.appointments).toEqual([
      {
        ...{ line: 2, personName: '이가상', post: '교통과장', kind: 'holder', fromDay: TODAY },
        ...{ instead: '김가상', actingEnded: null },
      },
    ]);
  });

  test('an acting one with no end goes where the list brings a holder, and stays where the list names both', () => {
    const holdings: Holding[] = [{ ...holding, kind: 'acting' }];
    const head = ['A2', '이가상', '교통과', '과장', '', ''];
    const alone = planned(rows(head), [person()], { holdings });
    expect(alone.appointments).toMatchObject([{ personName: '이가상', actingEnded: '김가상' }]);
    const acting = ['A1', '김가상', '교통과', '과장 직무대리', '', ''];
    const both = planned(rows(head, acting), [person()], { holdings });
    expect(both.appointments).toMatchObject([{ personName: '이가상', actingEnded: null }]);
    expect(both.appoint).toMatchObject([{ personNo: 'A2', keepsActing: true }]);
    const onLeave = [{ ...holdings[0]!, validTo: '2026-12-10' }];
    expect(planned(rows(head), [person()], { holdings: onLeave }).appointments).toMatchObject([
      { actingEnded: null },
    ]);
  });

  test('a post has one person, and nobody is put before one who comes later', () => {
    expect(
      faultsOf(rows(['A1', '김가상', '교통과', '과장', '', ''], ['A2', '이가상', '교통과', '과장', '', ''])),
    ).toEqual([[3, 'title', 'post-held-twice']]);
    const later = { ...holding, validFrom: '2027-01-01' };
    expect(faultsOf(rows(['A2', '이가상', '교통과', '과장', '', '']), [], { holdings: [later] })).toEqual([
      [2, 'from', 'holder-later'],
    ]);
    expect(faultsOf(rows(['A1', '김가상', '교통과', '과장', '', '2011-01-01']))).toEqual([
      [2, 'from', 'post-not-there'],
    ]);
  });
});

describe('a faulty row', () => {
  test('is told with its line and field, and does nothing', () => {
    const long = '가'.repeat(41);
    const plan = planned(
      rows(
        ['', '김가상', '', '', '', ''],
        ['A2', long, '옛길과', '', '', '내일'],
        ['A3', '박가상', '없는과', '', '', ''],
      ),
    );
    expect(plan.faults.map(({ line, field, fault }) => [line, field, fault])).toEqual([
      [2, 'personNo', 'missing-value'],
      [3, 'name', 'too-long'],
      [3, 'from', 'bad-day'],
      [3, 'department', 'department-ended'],
      [4, 'department', 'unknown-department'],
    ]);
    expect(plan.faults[3]!.message.ko).toContain('교통과(으)로');
    expect(plan).toMatchObject({ rows: 3, faulty: 3, created: 0, create: [], update: [], appoint: [] });
  });

  test('of other cells than the heading is blamed for that alone', () => {
    const broken = [{ line: 2, cells: ['A1'], broken: true }];
    expect(faultsOf(broken)).toEqual([[2, null, 'unreadable-row']]);
  });

  test('Art. 32: the number of somebody who left is not used again', () => {
    expect(faultsOf(rows(['A1', '김가상', '', '', '', '']), [person({ leftOn: '2026-10-01' })])).toEqual([
      [2, 'personNo', 'person-left'],
    ]);
  });
});

describe('what changes, row by row', () => {
  test('a new person is shown with the facts, a changed one with what was and what will be, in the order of the file', () => {
    const known = person({ title: '주무관', phone: '033-1', departmentId: 1, department: '교통과' });
    const plan = planned(
      rows(
        ['A2', '이가상', '교통과', '주무관', '', ''],
        ['A1', '김가상', '교통과', '팀장', '033-1', ''],
        ['A3', '박가상', '없는과', '', '', ''],
      ),
      [known],
    );
    expect(plan.changes).toEqual([
      {
        ...{ line: 2, personNo: 'A2', name: '이가상', isNew: true },
        facts: [
          { field: 'department', from: null, to: '교통과' },
          { field: 'title', from: null, to: '주무관' },
        ],
      },
      {
        ...{ line: 3, personNo: 'A1', name: '김가상', isNew: false },
        facts: [{ field: 'title', from: '주무관', to: '팀장' }],
      },
    ]);
  });

  test('only the first of a long list are shown, and all are counted', () => {
    const many = Array.from({ length: CHANGES_SHOWN + 5 }, (_, i) => [`N${i}`, '새사람', '', '', '', '']);
    const plan = planned(rows(...many));
    expect([plan.changes.length, plan.created]).toEqual([CHANGES_SHOWN, CHANGES_SHOWN + 5]);
  });
});

describe('what a list says nothing of', () => {
  test('stays: a column that is not in the file leaves the facts of the person', () => {
    const known = person({ title: '주무관', phone: '033-1', departmentId: 1 });
    const bare = planOfStaff(['사번', '성명'], rows(['A1', '김가상']), [known], state, TODAY);
    expect(bare).toMatchObject({ unchanged: 1, update: [] });
    expect(planned(rows(['A1', '김가상', '', '', '', '']), [known]).update).toEqual([
      { personNo: 'A1', name: '김가상', title: null, phone: null, departmentId: null, personId: 1 },
    ]);
  });

  test('Art. 32: who is not in the file is told, and nobody leaves by it', () => {
    const gone = person({ personId: 3, personNo: 'A3', leftOn: '2020-01-01' });
    const plan = planned(rows(['A1', '김가상', '', '', '', '']), [
      person({ personId: 2, personNo: 'A2' }),
      gone,
    ]);
    expect(plan.notInFile.map(({ personNo }) => personNo)).toEqual(['A2']);
  });
});

test('every row is new, changed, as it was, a duplicate or faulty: none is lost and none counted twice', () => {
  const cell = (...values: string[]) => fc.constantFrom('', ...values);
  const row = fc.tuple(
    cell('A1', 'A2', 'A3', ' '),
    cell('김가상', '이가상', '가\u202e나'),
    cell('교통과', '옛길과', '없는과'),
    cell('과장', '주무관', '과장 직무대리'),
    cell('033-1'),
    cell('2026-01-02', '2011-01-01', '어제'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.boolean()), { maxLength: 12 }), (list) => {
      const given = list.map(([cells, broken], index) => ({ line: index + 2, cells, broken }));
      const plan = planned(given, [person()], { holdings: [holding] });
      const { rows: n, created, updated, unchanged, duplicates, faulty } = plan;
      expect(created + updated + unchanged + duplicates + faulty).toBe(n);
      expect(n).toBe(given.length);
      const blamed = new Set(plan.faults.map(({ line }) => line));
      expect(blamed.size).toBe(faulty);
      expect(plan.appoint.filter(({ line }) => blamed.has(line))).toEqual([]);
      const numbers = [...plan.create, ...plan.update].map(({ personNo }) => personNo);
      expect(new Set(numbers).size).toBe(numbers.length);
      const posts = plan.appoint.map(({ postId, kind }) => `${postId} ${kind}`);
      expect(new Set(posts).size).toBe(posts.length);
    }),
    { numRuns: 500 },
  );
});
