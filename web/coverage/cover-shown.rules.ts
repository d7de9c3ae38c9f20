/** What of the city's coverage is drawn: by how many cameras, what none sees, or how far 표준분석모델 is off. */
export const COVER_SHOWN = ['depth', 'gaps', 'standard'] as const;
export type CoverShown = (typeof COVER_SHOWN)[number];
