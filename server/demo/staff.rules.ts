import type { Registers } from '../signboards/posts.rules.ts';
import { DEMO, type Cell, type Rows } from './land-rows.rules.ts';
import { CENTRE_DEPARTMENT, FORMER_DEPARTMENT, REORGANISED_ON } from './organisation.rules.ts';

export interface FirstStaffNumbers {
  readonly personId: number;
  readonly holdingId: number;
  readonly designationId: number;
}

/** The day on which a head follows another whom the order has named already. */
const NEXT_HEAD_FROM = '2027-01-04';
const ORDER_NO = '가상 훈령 제12호';
const FIRST_ORDER_NO = '가상 훈령 제1호';
const ORDER_ID = '00000000-0000-4000-8000-000000000012';

type Place = readonly [department: string | null, title: string];
/** Invented people: name, where they work and as what, and since when in the post that answers for cameras. */
const PEOPLE: readonly (readonly [name: string, ...Place, head?: string])[] = [
  ['강정보', CENTRE_DEPARTMENT, '정보통신과장', '2024-07-01'],
  ['박교통', '교통과', '교통과장', '2025-01-06'],
  ['민재난', '재난안전과', '재난안전과장', '2025-07-01'],
  ['장도로', '도로과', '도로과장', '2024-01-08'],
  ['공원식', '공원녹지과', '공원녹지과장', '2023-07-03'],
  ['전회계', '회계과', '회계과장', '2026-01-02'],
  ['어수산', '해양수산과', '해양수산과장', '2025-01-06'],
  ['임수림', '산림과', '산림과장', '2024-07-01'],
  ['문유산', '문화유산과', '문화유산과장', '2026-07-01'],
  ['차순환', '자원순환과', '자원관리팀장'],
  ['신녹지', '공원녹지과', '녹지팀장'],
  ['최시장', null, '시장'],
  ['이주무', CENTRE_DEPARTMENT, '주무관'],
  ['김관제', CENTRE_DEPARTMENT, '관제요원'],
  ['김남경', CENTRE_DEPARTMENT, '관제요원'],
  ['이수진', CENTRE_DEPARTMENT, '관제요원'],
  ['정보수', CENTRE_DEPARTMENT, '장비 담당'],
  ['한감사', '회계과', '감사 담당'],
];

/**
 * The demo's 전담부서 by two orders, its people, and who holds which post: one head acting for a vacant post, one who follows
 * on a day to come (Art. 4(1), 5(1)). All invented.
 */
export function staffRows({ departments, posts }: Registers, first: FirstStaffNumbers): Rows[] {
  const departmentId = (name: string): number => departments.find((each) => each.name === name)!.departmentId;
  const postId = (title: string): number => posts.find((each) => each.title === title)!.postId;
  const [former, centre] = [departmentId(FORMER_DEPARTMENT), departmentId(CENTRE_DEPARTMENT)];
  const numbered = new Map(PEOPLE.map(([name], i) => [name, first.personId + i]));
  const holdings: Cell[][] = [];
  const holds = (name: string, title: string, from: string, to: string | null, kind = 'holder'): number => {
    const id = first.holdingId + holdings.length;
    holdings.push([id, postId(title), numbered.get(name)!, kind, null, from, to, DEMO]);
    return id;
  };
  const ended = holds('강정보', `${FORMER_DEPARTMENT}장`, '2024-07-01', REORGANISED_ON);
  const begun = holds('강정보', `${CENTRE_DEPARTMENT}장`, REORGANISED_ON, null);
  for (const [name, , title, from] of PEOPLE)
    if (from !== undefined && name !== '강정보')
      holds(name, title, from, title === '공원녹지과장' ? NEXT_HEAD_FROM : null);
  holds('신녹지', '공원녹지과장', NEXT_HEAD_FROM, null);
  holds('차순환', '자원순환과장', '2026-09-01', null, 'acting');
  const effects = {
    departments: { begun: [centre], ended: [former] },
    posts: { begun: [postId(`${CENTRE_DEPARTMENT}장`)], ended: [postId(`${FORMER_DEPARTMENT}장`)] },
    holdings: { begun: [begun], ended: [ended] },
    designations: { begun: [first.designationId + 1], ended: [first.designationId] },
  };
  const steps = [{ kind: 'rename', from: [former], to: [centre] }];
  return [
    {
      table: 'dedicated_department',
      columns: ['designation_id', 'department_id', 'order_no', 'valid_from', 'valid_to', 'source'],
      rows: [
        [first.designationId, former, FIRST_ORDER_NO, '2012-01-01', REORGANISED_ON, DEMO],
        [first.designationId + 1, centre, ORDER_NO, REORGANISED_ON, null, DEMO],
      ],
    },
    {
      table: 'organisation_order',
      columns: ['order_id', 'kind', 'order_no', 'effective_on', 'steps', 'effects', 'recorded_by', 'source'],
      rows: [
        [
          ...[ORDER_ID, 'reorganisation', ORDER_NO, REORGANISED_ON],
          ...[JSON.stringify(steps), JSON.stringify(effects), '이주무', DEMO],
        ],
      ],
    },
    {
      table: 'person',
      columns: ['person_id', 'person_no', 'name', 'title', 'phone', 'department_id', 'source'],
      rows: PEOPLE.map(([name, department, title], i) => [
        ...[first.personId + i, `G${String(1001 + i)}`, name, title, null],
        ...[department === null ? null : departmentId(department), DEMO],
      ]),
    },
    {
      table: 'post_holding',
      columns: ['holding_id', 'post_id', 'person_id', 'kind', 'order_no', 'valid_from', 'valid_to', 'source'],
      rows: holdings,
    },
  ];
}
