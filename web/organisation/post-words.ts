import type { HoldingView, PostView } from '../../server/organisation/organisation.schema.ts';
import { t } from '../ui/words/index.svelte.ts';

const DAY_MS = 86_400_000;

/** How many days a post has stood empty on a day, or null where nobody knows since when. */
export const vacantDays = ({ vacantSince }: PostView, on: string): number | null =>
  vacantSince === null ? null : Math.max(0, Math.round((Date.parse(on) - Date.parse(vacantSince)) / DAY_MS));

/** The last day of a period whose end is the first day after it. */
export const lastDayOf = (validTo: string): string =>
  new Date(Date.parse(validTo) - DAY_MS).toISOString().slice(0, 10);

/** `2026-01-02부터`, or with its last day. */
export const periodWords = ({
  validFrom,
  validTo,
}: {
  readonly validFrom: string;
  readonly validTo: string | null;
}): string =>
  validTo === null
    ? t('organisation.since', { day: validFrom })
    : t('organisation.period', { from: validFrom, last: lastDayOf(validTo) });

/** Who answers in a post: `이주무`, `직무대리 한주무`. */
export const holderWords = (holding: HoldingView): string =>
  holding.kind === 'acting' ? t('organisation.acting', { name: holding.personName }) : holding.personName;
