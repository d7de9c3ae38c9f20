import type {
  BodyCounts,
  BodyState,
  BodyView,
  DelegationRow,
  DelegationState,
  DelegationView,
  Lack,
  MeasureRow,
  MeasureView,
} from './agencies.schema.ts';

/** [from, to) in ISO days of the city; null has no end. */
export interface Period {
  readonly from: string;
  readonly to: string | null;
}

/** What the rule asks of a camera: whose it is, when a delegation in force named it, when its body had a measure. */
export interface LinkFacts {
  readonly whose: 'city' | 'body' | 'unknown';
  /** Integrated or linked already. */
  readonly isLinked: boolean;
  readonly named: readonly Period[];
  readonly secured: readonly Period[];
}

const holdsOn = (day: string, { from, to }: Period): boolean => from <= day && (to === null || day < to);

/**
 * What a camera lacks on a day for being integrated, linked or connected to the centre: another body's needs a delegation
 * in force that names it (권한 수임, Art. 18(5), 23) and a security measure of that body (보안대책, Art. 25). The city's own
 * needs neither. Where nobody has said whose it is, that has to be said first: it may be another body's.
 */
export function lacksOn({ whose, named, secured }: Omit<LinkFacts, 'isLinked'>, day: string): Lack[] {
  if (whose === 'city') return [];
  if (whose === 'unknown') return ['owner'];
  const lacks: Lack[] = [];
  if (!named.some((period) => holdsOn(day, period))) lacks.push('delegation');
  if (!secured.some((period) => holdsOn(day, period))) lacks.push('security');
  return lacks;
}

/**
 * What a camera lacks on a day for being looked at, by a person or a probe: as for linking, but for one of an undecided
 * owner that is integrated already. That Art. 20 has transmitted pictures watched around the clock is certain, that this
 * camera is another body's is not: such a camera is seen on, and its owner stands among what is to be decided. None
 * becomes such anew, since nothing is linked while its owner is open.
 */
export const lacksToWatchOn = (facts: LinkFacts, day: string): Lack[] =>
  facts.whose === 'unknown' && facts.isLinked ? [] : lacksOn(facts, day);

const earlier = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null ? a : a < b ? a : b;
const daysFrom = (day: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(day)) / 86_400_000);

/** asked -> granted -> adjusted -> ended, from its dates; a request that was given up has ended too. */
export function delegationStateOn(row: DelegationRow, day: string): DelegationState {
  const end = earlier(row.validTo, row.endedOn);
  if (end !== null && end <= day) return 'ended';
  if (row.documentOn === null || row.documentOn > day) return 'asked';
  return row.adjustments.some(({ agreedOn }) => agreedOn <= day) ? 'adjusted' : 'granted';
}

export function delegationOn(row: DelegationRow, day: string): DelegationView {
  const end = earlier(row.validTo, row.endedOn);
  return {
    ...row,
    state: delegationStateOn(row, day),
    inForce: row.validFrom !== null && holdsOn(day, { from: row.validFrom, to: end }),
    daysLeft: end === null ? null : daysFrom(day, end),
  };
}

export function measureOn(row: MeasureRow, day: string): MeasureView {
  const end = earlier(row.validTo, row.endedOn);
  return {
    ...row,
    inForce: holdsOn(day, { from: row.decidedOn, to: end }),
    daysLeft: end === null ? null : daysFrom(day, end),
  };
}

/** Days until the last of these no longer holds; null where one has no end, or none holds. */
function lastDaysLeft(held: readonly { readonly daysLeft: number | null }[]): number | null {
  if (held.length === 0 || held.some(({ daysLeft }) => daysLeft === null)) return null;
  return Math.max(...held.map(({ daysLeft }) => daysLeft!));
}

/** The soonest of what is in force and ends within so many days; null where nothing does. */
export function endingIn(
  held: readonly { readonly inForce: boolean; readonly daysLeft: number | null }[],
  noticeDays: number,
): number | null {
  const soon = held.filter(({ inForce, daysLeft }) => inForce && daysLeft !== null && daysLeft <= noticeDays);
  return soon.length === 0 ? null : Math.min(...soon.map(({ daysLeft }) => daysLeft!));
}

/** How a body stands with the centre: what is missing before what will be, and a delegation before a measure. */
export function bodyStandsAs(
  counts: BodyCounts,
  delegations: readonly DelegationView[],
  measures: readonly MeasureView[],
  noticeDays: number,
): Pick<BodyView, 'state' | 'secured' | 'asked' | 'unlawful' | 'daysLeft'> {
  const heldMeasures = measures.filter(({ inForce }) => inForce);
  const secured = heldMeasures.length > 0;
  const unlawful = secured ? counts.unnamed : counts.linked;
  const asked = delegations.some(({ state }) => state === 'asked');
  // Of several measures the last to end counts; of the delegations each names cameras of its own.
  const security = lastDaysLeft(heldMeasures);
  const soon = [
    endingIn(delegations, noticeDays),
    security !== null && security <= noticeDays ? security : null,
  ];
  const daysLeft = soon.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
  const stateOf = (): BodyState => {
    if (counts.owned === 0) return 'no-cameras';
    if (counts.unnamed > 0 || counts.delegated === 0) return 'no-delegation';
    if (!secured) return 'no-security';
    return daysLeft === null ? 'normal' : 'ending';
  };
  return { state: stateOf(), secured, asked, unlawful, daysLeft };
}
