import { monthBefore, monthOf } from '../audit/audit-review.rules.ts';
import type { MonthFigures } from '../audit/audit.schema.ts';

export const DEMO_AUDITOR = '한감사';

const of = (personName: string, role: string) => ({ accountId: null, personName, role });

/** Invented figures of a month before the demo began, for the review that the invented auditor has signed. */
export const DEMO_MONTH: MonthFigures = {
  rows: 6412,
  signIns: 388,
  signInsRefused: 11,
  refusals: 4,
  viewings: 3127,
  exportsDone: 1,
  changes: 46,
  rightsChanged: 3,
  actsOutOfHours: 2,
  viewers: [
    { ...of('김관제', 'operator'), count: 1284, cameras: 402, seconds: 172_800 },
    { ...of('정교대', 'operator'), count: 1120, cameras: 377, seconds: 151_200 },
  ],
  exports: [],
  changesOfRights: [{ action: 'account.grant', count: 3 }],
  outOfHours: [{ ...of('이주무', 'officer'), count: 2 }],
  manyCameras: [],
};

export const DEMO_FINDINGS =
  '시연용 합성 점검입니다. 실패한 로그인 11건은 비밀번호를 잘못 적은 것으로, 이상한 점을 찾지 못했습니다.';

/** The month that is signed in the demo, and when: the last but one before its day, so that the last one waits. */
export function demoMonthOf(today: string): { month: string; at: Date } {
  const last = monthBefore(monthOf(today));
  return { month: monthBefore(last), at: new Date(`${last}-05T10:20:00+09:00`) };
}
