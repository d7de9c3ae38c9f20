const DAY_MS = 86_400_000;

/** A period of whole days [from, to), open where `to` is null. Days are ISO dates. */
export interface Period {
  readonly from: string;
  readonly to: string | null;
}

/** The days that a row of bars shows: [firstDay, lastDay], counted in days since 1970. */
export interface TimeAxis {
  readonly first: number;
  readonly last: number;
}

/** A bar as parts of the axis' width (0 to 1), and whether it runs on beyond either edge. */
export interface Bar {
  readonly start: number;
  readonly end: number;
  readonly runsOnBefore: boolean;
  readonly runsOnAfter: boolean;
}

const numberOf = (day: string): number => Math.round(Date.parse(day) / DAY_MS);
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The day before or after, by whole days. */
export const dayShifted = (day: string, byDays: number): string => dayOf(numberOf(day) + byDays);

/** Days after the latest order that the axis goes on, at least. */
const ROOM = 120;

/**
 * The axis around today: `years` back, or back to the earliest period where null, and on past the latest day that is
 * already ordered, with room for the line of today. A day further off than the past that is shown lies beyond the axis:
 * one order of 2099 leaves the years of today readable.
 */
export function axisAround(today: string, periods: readonly Period[], years: number | null): TimeAxis {
  const now = numberOf(today);
  const known = periods.flatMap(({ from, to }) => [numberOf(from), ...(to === null ? [] : [numberOf(to)])]);
  const first = years === null ? Math.min(now - 365, ...known) : now - Math.round(years * 365.25);
  const reach = now + Math.max(ROOM, now - first);
  const latest = Math.max(now, ...known.filter((day) => day <= reach));
  return { first, last: latest + Math.max(ROOM, Math.round((latest - first) * 0.1)) };
}

/** Where a day stands on the axis, 0 at its left edge and 1 at its right; outside of that where it is not shown. */
export const placeOf = ({ first, last }: TimeAxis, day: string): number =>
  (numberOf(day) - first) / (last - first);

/** The bar of a period, or null where the axis does not reach it. */
export function barOf(axis: TimeAxis, { from, to }: Period): Bar | null {
  const start = placeOf(axis, from);
  const end = to === null ? Infinity : placeOf(axis, to);
  if (start >= 1 || end <= 0) return null;
  return {
    start: Math.max(0, start),
    end: Math.min(1, end),
    runsOnBefore: start < 0,
    runsOnAfter: end > 1,
  };
}

/** The first days of years to write on the axis, at most `most` of them and never two at one place. */
export function yearsOn(axis: TimeAxis, most: number): readonly { year: number; place: number }[] {
  const from = Number(dayOf(axis.first).slice(0, 4)) + 1;
  const to = Number(dayOf(axis.last).slice(0, 4));
  const step = Math.max(1, Math.ceil((to - from + 1) / most));
  const years = [];
  for (let year = to; year >= from; year -= step) years.push({ year, place: placeOf(axis, `${year}-01-01`) });
  return years.reverse();
}
