/** A statute that allows following one person (다른 법령의 특별한 규정), from the first day on which the product takes it as a basis. */
export interface PursuitStatute {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  /** What it is about, in the city's words; the article that is meant is always cited beside it. */
  readonly about: { readonly ko: string; readonly en: string };
  readonly since: string;
  readonly article: string;
  /** Whether it orders what no installation purpose holds (Art. 26(3), proviso); else a purpose is named beside it. */
  readonly beyondPurpose: boolean;
}

/** Art. 27: the city's closed list, to which a citation is always added. 'other' is named by its citation alone. */
export const PURSUIT_STATUTES = [
  {
    code: 'missing-person',
    ko: '실종아동등의 보호 및 지원에 관한 법률 제9조',
    en: 'Missing Children Act, Art. 9',
    about: { ko: '실종아동등의 수색 또는 수사', en: 'Search for a missing child or person' },
    since: '2005-12-01',
    article: '제27조',
    beyondPurpose: false,
  },
  {
    code: 'disaster-rescue',
    ko: '재난 및 안전관리 기본법 제74조의3',
    en: 'Disaster and Safety Act, Art. 74-3',
    about: { ko: '재난 때 수색과 구조', en: 'Search and rescue in a disaster' },
    since: '2016-01-07',
    article: '제27조',
    beyondPurpose: true,
  },
  {
    code: 'report-112',
    ko: '112신고의 운영 및 처리에 관한 법률',
    en: 'Act on 112 reports',
    about: { ko: '112신고의 처리', en: 'Handling of a 112 report' },
    since: '2024-07-03',
    article: '제27조',
    beyondPurpose: false,
  },
  {
    code: 'other',
    ko: '그 밖의 법령',
    en: 'Another statute',
    about: { ko: '조문과 문서 번호로 밝힘', en: 'Named by its article and document' },
    since: '2020-01-17',
    article: '제27조',
    beyondPurpose: false,
  },
] as const satisfies readonly PursuitStatute[];

export type PursuitStatuteCode = (typeof PURSUIT_STATUTES)[number]['code'];
export const PURSUIT_STATUTE_CODES = PURSUIT_STATUTES.map(({ code }) => code);

/** Who may consent (Art. 27): the person (정보주체), or the legal representative (법정대리인). */
export const CONSENT_BY = ['subject', 'representative'] as const;
