import type { Purpose } from '../cameras/purposes.rules.ts';
import type { Kind } from '../cameras/snapshot.rules.ts';
import type { DepartmentName } from './organisation.rules.ts';
import type { SiteUse } from './spots.rules.ts';

type CameraKind = Exclude<Kind, 'unknown'>;
type Shares = readonly (readonly [Purpose, number])[];
/** What cameras of a kind of place are for, by weight. */
export const PURPOSES_OF: Readonly<Record<SiteUse, Shares>> = {
  crossing: [
    ['security', 40],
    ['traffic', 38],
    ['illegal-parking', 22],
    ['dumping', 4],
    ['facility', 3],
    ['parking', 2],
  ],
  street: [
    ['security', 70],
    ['illegal-parking', 12],
    ['dumping', 10],
    ['facility', 6],
    ['fire', 3],
    ['parking', 2],
  ],
  lane: [
    ['security', 70],
    ['dumping', 18],
    ['fire', 5],
    ['facility', 5],
  ],
  school: [
    ['security', 85],
    ['illegal-parking', 15],
  ],
  market: [
    ['security', 55],
    ['fire', 30],
    ['dumping', 15],
  ],
  public: [
    ['security', 45],
    ['facility', 38],
    ['parking', 17],
  ],
  park: [
    ['facility', 48],
    ['security', 42],
    ['fire', 10],
  ],
  harbour: [
    ['disaster', 45],
    ['security', 30],
    ['facility', 25],
  ],
  coast: [
    ['disaster', 70],
    ['security', 20],
    ['facility', 10],
  ],
  riverside: [
    ['disaster', 82],
    ['security', 18],
  ],
  interchange: [['traffic', 100]],
  country: [
    ['security', 50],
    ['disaster', 28],
    ['fire', 14],
    ['dumping', 8],
  ],
  protected: [['facility', 100]],
};
export const KINDS_OF = (use: SiteUse, purpose: Purpose): readonly (readonly [CameraKind, number])[] =>
  purpose === 'traffic' || purpose === 'illegal-parking' || purpose === 'disaster' || use === 'coast'
    ? [
        ['fixed', 46],
        ['ptz', 53],
        ['fisheye', 1],
      ]
    : [
        ['fixed', 78],
        ['ptz', 17],
        ['fisheye', 5],
      ];
export const DEPARTMENT_OF: Readonly<Record<Purpose, DepartmentName>> = {
  security: '정보통신과',
  dumping: '자원순환과',
  parking: '교통과',
  traffic: '교통과',
  'illegal-parking': '교통과',
  disaster: '재난안전과',
  fire: '산림과',
  facility: '공원녹지과',
  statute: '정보통신과',
};
export const STANDALONE_REASONS = [
  '폐쇄망 시설물 감시용으로 연계할 회선이 없음',
  '청사 내부 관리용',
  '통합 시기 2027년 상반기로 협의',
];
export const EXCLUDED_REASONS = [
  '시설물 관리용으로 관제 대상에서 제외하기로 협의 2025-03-11',
  '주차관리용으로 관리부서가 직접 봄 2024-09-02',
];

export const facilityDepartment = (use: SiteUse): DepartmentName =>
  use === 'harbour' || use === 'coast'
    ? '해양수산과'
    : use === 'public'
      ? '회계과'
      : use === 'park'
        ? '공원녹지과'
        : '도로과';

/** What is added later to a main purpose. */
export const ADDITIONS: Partial<Record<Purpose, readonly Purpose[]>> = {
  security: ['illegal-parking', 'dumping', 'fire', 'disaster'],
  'illegal-parking': ['security'],
  traffic: ['disaster'],
  disaster: ['security'],
  facility: ['security'],
  dumping: ['security'],
};
