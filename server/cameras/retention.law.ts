interface DatedDays {
  readonly article: string;
  readonly validFrom: string;
  readonly days: number;
}

/** 보관기간의 상한 (Art. 31(1)): a ceiling in days, never a target. Newest last. */
export const RETENTION_CEILING: readonly DatedDays[] = [
  {
    article: '훈령 제365호 제31조제1항',
    validFrom: '2020-01-17',
    days: 30,
  },
];

/** The ceiling in force on an ISO day; the first known one for days before it. */
export function retentionCeilingOn(day: string): DatedDays {
  const inForce = RETENTION_CEILING.findLast(({ validFrom }) => validFrom <= day) ?? RETENTION_CEILING[0];
  if (inForce === undefined) throw new RangeError('no retention ceiling is recorded');
  return inForce;
}
