import { isInForceAt, type AccessGrant } from './access.ts';

const DAY_MS = 24 * 3600 * 1000;
/** The city's clock knows no summer time. */
const CITY_OFFSET_MS = 9 * 3600 * 1000;
/** Rights that join without a gap through more changes than this do not end in anybody's sight. */
const MOST_JOINED = 40;

const msOf = (hhmm: string): number =>
  Number(hhmm.slice(0, 2)) * 3600_000 + Number(hhmm.slice(3, 5)) * 60_000;

/** The next time, at or after `ms`, at which the city's clock shows `hhmm`. */
function nextOnTheClock(hhmm: string, ms: number): number {
  const ofDay = (ms + CITY_OFFSET_MS) % DAY_MS;
  return ms + ((msOf(hhmm) - ofDay + DAY_MS) % DAY_MS);
}

const endsMs = ({ validTo }: AccessGrant): number => (validTo === null ? Infinity : Date.parse(validTo));

function beginsAfter(grant: AccessGrant, ms: number): number {
  const from = Math.max(ms, Date.parse(grant.validFrom));
  if (isInForceAt(grant, new Date(from))) return from;
  if (grant.hours === null) return Infinity;
  const begins = nextOnTheClock(grant.hours.from, from);
  return isInForceAt(grant, new Date(begins)) ? begins : Infinity;
}

function endOf(grant: AccessGrant, ms: number): number {
  const atNight = grant.hours === null ? Infinity : nextOnTheClock(grant.hours.to, ms);
  return Math.min(atNight, endsMs(grant));
}

/**
 * Where somebody's rights stand at a moment (Art. 30(1)): whether any holds, and when that changes: the end of what
 * holds without a gap, or the next beginning; null for never. `hours` of the day are those of the right that ends or
 * begins then.
 */
export function rightTimes(
  grants: readonly AccessGrant[],
  at: Date,
): { inForce: boolean; changesAt: Date | null; hours: AccessGrant['hours'] } {
  const now = at.getTime();
  let ms = now;
  let last: AccessGrant | null = null;
  for (let joined = 0; joined < MOST_JOINED; joined++) {
    const holding = grants.filter((grant) => isInForceAt(grant, new Date(ms)));
    if (holding.length === 0) break;
    last = holding.reduce((best, grant) => (endOf(grant, ms) > endOf(best, ms) ? grant : best));
    ms = endOf(last, ms);
    if (ms === Infinity) return { inForce: true, changesAt: null, hours: last.hours };
  }
  if (last !== null) {
    const goesOn = grants.some((grant) => isInForceAt(grant, new Date(ms)));
    return { inForce: true, changesAt: goesOn ? null : new Date(ms), hours: last.hours };
  }
  const next = grants
    .map((grant) => ({ grant, begins: beginsAfter(grant, now) }))
    .filter(({ begins }) => begins < Infinity)
    .sort((a, b) => a.begins - b.begins)[0];
  if (next === undefined) return { inForce: false, changesAt: null, hours: null };
  return { inForce: false, changesAt: new Date(next.begins), hours: next.grant.hours };
}
