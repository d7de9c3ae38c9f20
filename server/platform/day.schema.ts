import { z } from 'zod';

const NO_REAL_DAY = 'lies outside 1900 to 2199';

/** A day of the city's calendar, ISO, in years that a register can mean: what lies outside is a slip of the finger. */
export const isoDay = z.iso.date().refine((day) => day >= '1900-01-01' && day < '2200-01-01', NO_REAL_DAY);

/** An instant with its offset, ISO, in the same years. */
export const isoInstant = z.iso
  .datetime({ offset: true })
  .refine((instant) => instant >= '1900' && instant < '2200', NO_REAL_DAY);
