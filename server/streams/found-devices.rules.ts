/** By which a device is known again: its own name in announcements, or its maker's number. Null where it did not say. */
export interface Identity {
  readonly endpoint: string | null;
  readonly manufacturer: string | null;
  readonly serialNo: string | null;
}

/** A device on record, where it answered last. */
export interface KnownDevice extends Identity {
  readonly foundDeviceId: number;
  readonly host: string;
  readonly port: number;
  readonly isGone: boolean;
}

export interface SeenDevice extends Identity {
  readonly host: string;
  readonly port: number;
}

/** Whether two answers are of one device. Numbers that makers print alike on many devices say nothing. */
export function sameness(one: Identity, other: Identity): 'same' | 'other' | 'unknown' {
  if (one.endpoint !== null && other.endpoint !== null)
    return one.endpoint === other.endpoint ? 'same' : 'other';
  const [a, b] = [numberOf(one), numberOf(other)];
  if (a === null || b === null) return 'unknown';
  return a === b ? 'same' : 'other';
}

function numberOf({ manufacturer, serialNo }: Identity): string | null {
  if (serialNo === null || /^[\W0]*$/.test(serialNo) || /^(?:unknown|none|n\/a|default)$/i.test(serialNo))
    return null;
  return `${manufacturer ?? ''}\n${serialNo}`.toLowerCase();
}

/** What an answer means for the record: a device on record, seen again or elsewhere; another one in its place; a new one. */
export type Placed =
  { readonly as: 'seen' | 'moved' | 'replaced'; readonly foundDeviceId: number } | { readonly as: 'new' };

/**
 * One device is one row. It is known again at its door, unless it says it is another; behind a second door of the same
 * host; and at another address, where the former one answers no more and only one on record can be meant. A device that
 * calls itself what another one is that still answers is a new one: it may be copied, and is not hidden.
 */
export function placeOf(known: readonly KnownDevice[], seen: SeenDevice): Placed {
  const there = known.find(({ host, port }) => host === seen.host && port === seen.port);
  if (there !== undefined)
    return {
      as: sameness(there, seen) === 'other' ? 'replaced' : 'seen',
      foundDeviceId: there.foundDeviceId,
    };
  const alike = known.filter((each) => sameness(each, seen) === 'same');
  const sameHost = alike.find(({ host }) => host === seen.host);
  if (sameHost !== undefined)
    return { as: sameHost.isGone ? 'moved' : 'seen', foundDeviceId: sameHost.foundDeviceId };
  const [gone, ...more] = alike.filter(({ isGone }) => isGone);
  return gone === undefined || more.length > 0
    ? { as: 'new' }
    : { as: 'moved', foundDeviceId: gone.foundDeviceId };
}

/** Devices that a search took for new before it knew that the former door answers no more: from the old row to the new. */
export function movedSince(
  known: readonly (KnownDevice & { readonly isNew: boolean })[],
): { readonly fromId: number; readonly toId: number }[] {
  const gone = known.filter(({ isGone, isNew }) => isGone && !isNew);
  const fresh = known.filter(({ isGone, isNew }) => !isGone && isNew);
  return fresh.flatMap((to) => {
    const from = gone.filter((each) => sameness(each, to) === 'same');
    const rivals = fresh.filter((each) => sameness(each, to) === 'same');
    return from.length === 1 && rivals.length === 1
      ? [{ fromId: from[0]!.foundDeviceId, toId: to.foundDeviceId }]
      : [];
  });
}

export const FOUND_STATES = ['open', 'known', 'gone', 'ignored'] as const;
/** How a found device stands: to be decided; in the register; asked and silent; set aside with a reason. */
export type FoundState = (typeof FOUND_STATES)[number];

export function foundState(device: {
  readonly ignored: unknown;
  readonly goneSince: string | null;
  readonly isRegistered: boolean;
}): FoundState {
  if (device.ignored !== null) return 'ignored';
  if (device.goneSince !== null) return 'gone';
  return device.isRegistered ? 'known' : 'open';
}
