import { dayAfter } from '../../server/platform/day-after.rules.ts';
import type { ContractView } from '../../server/contracts/contracts.schema.ts';

/** The last day on which a contract holds, or on which a draft that was withdrawn would have held. */
export const lastDayOf = ({
  state,
  endedOn,
  validTo,
}: Pick<ContractView, 'state' | 'endedOn' | 'validTo'>): string =>
  dayAfter(state === 'withdrawn' || endedOn === null || endedOn > validTo ? validTo : endedOn, -1);
