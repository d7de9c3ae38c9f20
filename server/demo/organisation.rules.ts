import type { Contractor, Department, Post, Registers } from '../signboards/posts.rules.ts';

/** The day the order took effect by which 정보산업과 became 정보통신과 (직제 개편). */
export const REORGANISED_ON = '2026-01-02';
/** The demo is drawn as things stand on this day. */
export const REFERENCE_DAY = '2026-11-22';

const SINCE = '2012-01-01';
export const CENTRE_DEPARTMENT = '정보통신과';
export const FORMER_DEPARTMENT = '정보산업과';

/** Departments that answer for cameras of their own, with the last digits of an invented telephone number. */
const DEPARTMENTS = [
  ['교통과', '20'],
  ['재난안전과', '21'],
  ['도로과', '22'],
  ['자원순환과', '23'],
  ['공원녹지과', '24'],
  ['회계과', '25'],
  ['해양수산과', '26'],
  ['산림과', '27'],
  ['문화유산과', '28'],
] as const;
export type DepartmentName = typeof CENTRE_DEPARTMENT | (typeof DEPARTMENTS)[number][0];

const phone = (digits: string): string => `033-000-01${digits}`;

export const CONTRACTOR = '가상관제유지보수';
export const FORMER_CONTRACTOR = '가상영상기술';

/**
 * The centre's 전담부서 before and after the order, the departments that run cameras, the 운영책임자 and 부서관리자
 * (Art. 5(1)) and two contractors (수탁자). All invented. Identities count from the given first numbers.
 */
export function organisation(first = { departmentId: 1, postId: 1, contractorId: 1 }): Registers {
  const department = (i: number, name: string, digits: string, from = SINCE): Department => ({
    departmentId: first.departmentId + i,
    name,
    phone: phone(digits),
    succeededBy: null,
    validFrom: from,
    validTo: null,
  });
  const departments: Department[] = [
    {
      ...department(0, FORMER_DEPARTMENT, '12'),
      validTo: REORGANISED_ON,
      succeededBy: first.departmentId + 1,
    },
    department(1, CENTRE_DEPARTMENT, '12', REORGANISED_ON),
    ...DEPARTMENTS.map(([name, digits], i) => department(i + 2, name, digits)),
  ];
  const posts = departments.map((each, i): Post => {
    const period = { validFrom: each.validFrom, validTo: each.validTo };
    const duty = i < 2 ? 'operations-head' : 'department-manager';
    return {
      postId: first.postId + i,
      departmentId: each.departmentId,
      duty,
      title: `${each.name}장`,
      phone: each.phone,
      ...period,
    };
  });
  const contractors: Contractor[] = [
    {
      contractorId: first.contractorId,
      name: FORMER_CONTRACTOR,
      phone: phone('91'),
      validFrom: '2022-07-01',
      validTo: '2026-07-01',
    },
    {
      contractorId: first.contractorId + 1,
      name: CONTRACTOR,
      phone: phone('90'),
      validFrom: '2026-07-01',
      validTo: null,
    },
  ];
  return { departments, posts, contractors };
}

/** The number of a department by its name today. */
export function departmentIdOf(registers: Registers, name: DepartmentName): number {
  const found = registers.departments.find((each) => each.name === name);
  if (!found) throw new RangeError(`no department ${name}`);
  return found.departmentId;
}
