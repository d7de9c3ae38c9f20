export type LevelName =
  | 'monitor'
  | 'detect'
  | 'observe'
  | 'recognise'
  | 'identify'
  | 'inspect'
  | 'overview'
  | 'outline'
  | 'discern'
  | 'perceive'
  | 'characterize'
  | 'validate'
  | 'scrutinize';

/** One quality of picture of a standard's edition: at least so many pixels for a metre across the target. */
export interface DensityLevel {
  readonly level: LevelName;
  readonly pixelsPerM: number;
  /** False where the number was not read in the standard itself. */
  readonly verified: boolean;
}

export interface DensityEdition {
  readonly edition: string;
  /** Null for the oldest that is kept: it holds for every day before the next. */
  readonly inForceFrom: string | null;
  /** From the coarsest to the finest. */
  readonly levels: readonly DensityLevel[];
}

const level = (name: LevelName, pixelsPerM: number, verified: boolean): DensityLevel => ({
  level: name,
  pixelsPerM,
  verified,
});

/**
 * IEC 62676-4, what a picture is good for by its pixel density. The edition of 2014 is known as DORI; that of 2025, in
 * force since 9 October 2025, names seven levels and moves identifying to 500. Of its densities only that one was found
 * in more than one maker's account; none was read in the text, and they are marked so.
 */
export const DENSITY_EDITIONS: readonly DensityEdition[] = [
  {
    edition: 'IEC 62676-4:2014',
    inForceFrom: null,
    levels: [
      level('monitor', 12.5, true),
      level('detect', 25, true),
      level('observe', 62.5, true),
      level('recognise', 125, true),
      level('identify', 250, true),
      level('inspect', 1000, true),
    ],
  },
  {
    edition: 'IEC 62676-4:2025',
    inForceFrom: '2025-10-09',
    levels: [
      level('overview', 20, false),
      level('outline', 40, false),
      level('discern', 80, false),
      level('perceive', 125, false),
      level('characterize', 250, false),
      level('validate', 500, false),
      level('scrutinize', 1500, false),
    ],
  },
];

/** The edition in force on a day of the form 2026-01-31. */
export const densityEditionOn = (day: string): DensityEdition =>
  DENSITY_EDITIONS.findLast(({ inForceFrom }) => inForceFrom === null || inForceFrom <= day) ??
  DENSITY_EDITIONS[0]!;
