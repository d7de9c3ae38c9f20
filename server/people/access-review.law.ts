/**
 * How often the rights to see video are looked through. The regulation asks for as few people as possible (최소한의
 * 인원, 제30조제1항) and names no interval: the quarter is the city's own, and so are the days (setting `review.days`).
 */
export const ACCESS_REVIEW = {
  article: '제30조제1항',
  everyMonths: 3,
  basis: 'city',
  /** Signed reviews stay on record for at least so long. */
  keptYears: 3,
} as const;
