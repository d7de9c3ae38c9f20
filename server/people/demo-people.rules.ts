import type { Role } from '../platform/access.ts';

/** A right of an invented person; days are the city's, `until` the last day. Names are of the demo city. */
export interface DemoRight {
  readonly districts?: readonly string[];
  readonly department?: string;
  readonly purposes?: readonly string[];
  readonly hours?: readonly [from: string, to: string];
  readonly since: string;
  readonly until?: string;
  readonly reason: string;
  readonly revoked?: { readonly on: string; readonly reason: string };
}

export interface DemoPerson {
  readonly account: string;
  readonly personName: string;
  readonly role: Role;
  readonly seat?: string;
  readonly agency?: string;
  readonly department?: string;
  /** Of the contractor whose contract is in force. */
  readonly ofContractor?: boolean;
  /** Whether somebody may come in by it: then its password is in the file of demo accounts. */
  readonly opens?: boolean;
  readonly rights: readonly DemoRight[];
  readonly closed?: { readonly on: string; readonly reason: string };
}

export const DEMO_OFFICER = '이주무';
/** The first of the invented accounts were made on this day. */
export const DEMO_SINCE = '2026-07-01';
/** The quarter whose review the invented officer has signed, and when. */
export const DEMO_REVIEW = { quarter: '2026-Q3', signedAt: '2026-10-12T10:20:00+09:00', dueOn: '2026-10-15' };

const duty: DemoRight = { since: DEMO_SINCE, reason: '맡은 업무' };
const outside: DemoRight = { since: DEMO_SINCE, until: '2027-06-30', reason: '업무 협약' };

/** Invented people: one an account to come in by for each role, and others who stand in the register alone. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { role: 'mayor', account: 'mayor', personName: '최시장', opens: true, rights: [duty] },
  { role: 'officer', account: 'officer', personName: DEMO_OFFICER, opens: true, rights: [duty] },
  {
    role: 'department',
    account: 'department',
    personName: '박교통',
    department: '교통과',
    opens: true,
    rights: [duty],
  },
  { role: 'operator', account: 'operator', personName: '김관제', seat: '3석', opens: true, rights: [duty] },
  { role: 'maintainer', account: 'maintainer', personName: '정보수', opens: true, rights: [duty] },
  { role: 'auditor', account: 'auditor', personName: '한감사', opens: true, rights: [duty] },
  {
    role: 'liaison',
    account: 'police',
    personName: '오경위',
    agency: 'police',
    opens: true,
    rights: [outside],
  },
  { role: 'liaison', account: 'fire', personName: '윤소방', agency: 'fire', opens: true, rights: [outside] },
  {
    role: 'operator',
    account: 'kim.nk',
    personName: '김남경',
    seat: '5석',
    rights: [
      {
        districts: ['교1동', '포남1동'],
        purposes: ['security'],
        hours: ['22:00', '06:00'],
        since: '2026-08-17',
        until: '2026-12-31',
        reason: '야간 방범 근무',
      },
      {
        ...duty,
        reason: '수습 근무',
        revoked: { on: '2026-08-17', reason: '야간 근무로 바꿈' },
      },
    ],
  },
  {
    role: 'operator',
    account: 'lee.sj',
    personName: '이수진',
    seat: '1석',
    rights: [{ ...duty, purposes: ['disaster', 'fire'], reason: '재난 관제 근무' }],
  },
  {
    role: 'department',
    account: 'jang.dr',
    personName: '장도로',
    department: '도로과',
    rights: [duty],
  },
  {
    role: 'maintainer',
    account: 'jo.jb',
    personName: '조정비',
    ofContractor: true,
    opens: true,
    rights: [{ since: DEMO_SINCE, until: '2027-06-30', reason: '유지보수 계약' }],
  },
  { role: 'liaison', account: 'coast', personName: '서해경', agency: 'coast-guard', rights: [outside] },
  {
    role: 'liaison',
    account: 'forest',
    personName: '임산림',
    agency: 'forest',
    rights: [{ since: '2026-10-01', until: '2026-12-15', reason: '가을 산불조심기간' }],
  },
  {
    role: 'operator',
    account: 'hong.tj',
    personName: '홍태준',
    rights: [{ ...duty, revoked: { on: '2026-09-30', reason: '퇴직' } }],
    closed: { on: '2026-09-30', reason: '퇴직' },
  },
];
