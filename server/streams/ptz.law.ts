/** 다른 법령의 특별한 규정 that a move of a camera may rest on beside the camera's own purposes, from its first day in force. */
export interface MoveStatute {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly since: string;
  readonly article: string;
}

/** Art. 11(1), proviso: the city's closed list, to which a citation is always added. 'other' is named by its citation alone. */
export const MOVE_STATUTES = [
  {
    code: 'disaster-rescue',
    ko: '재난 및 안전관리 기본법 제74조의3',
    en: 'Disaster and Safety Act, Art. 74-3',
    since: '2016-01-07',
    article: '제11조제1항 단서',
  },
  {
    code: 'report-112',
    ko: '112신고의 운영 및 처리에 관한 법률',
    en: 'Act on 112 reports',
    since: '2024-07-03',
    article: '제11조제1항 단서',
  },
  {
    code: 'other',
    ko: '그 밖의 법령',
    en: 'Another statute',
    since: '2020-01-17',
    article: '제11조제1항 단서',
  },
] as const satisfies readonly MoveStatute[];

export type MoveStatuteCode = (typeof MOVE_STATUTES)[number]['code'];
export const MOVE_STATUTE_CODES = MOVE_STATUTES.map(({ code }) => code);
