import {
  DUTY_NAMES,
  PARTS_OF,
  SUPERVISIONS,
  type ContractRow,
  type ContractView,
  type GuardedDuty,
  type Part,
  type SupervisionDue,
} from './contracts.schema.ts';

/** What the rule asks of a contract: its parts over [from, to), ISO days of the city. */
export interface Outsourcing {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly parts: readonly Part[];
}

export interface Whole {
  readonly duty: GuardedDuty;
  /** The first day on which the whole would be outsourced. */
  readonly on: string;
  /** The contracts that make it together, by name. */
  readonly by: readonly string[];
}

const GUARDED = Object.keys(DUTY_NAMES) as GuardedDuty[];

/**
 * The first day on which the contracts together hold a whole that may never be outsourced, or null (Art. 12(1)).
 * "통합관제센터의 운영 및 영상정보자원의 관리 전체 업무" is read strictly: 전체 belongs to each of the two, so the whole
 * operation alone is refused, and the whole resource management alone too. The proviso limits an exception from the
 * city's own duty, Art. 4(2) names the two as duties of their own, and the loose reading would let the city give away
 * its whole control room as long as it kept one ledger.
 */
export function firstWhole(contracts: readonly Outsourcing[]): Whole | null {
  // A union can only become whole on a day on which some contract begins.
  const days = [...new Set(contracts.filter(({ from, to }) => from < to).map(({ from }) => from))].sort();
  for (const on of days) {
    const held = contracts.filter(({ from, to }) => from <= on && on < to);
    for (const duty of GUARDED) {
      const parts: readonly Part[] = PARTS_OF[duty];
      if (!parts.every((part) => held.some((each) => each.parts.includes(part)))) continue;
      const by = held.filter((each) => each.parts.some((part) => parts.includes(part)));
      return { duty, on, by: by.map(({ name }) => name) };
    }
  }
  return null;
}

/** The day that many months later, the last of its month where there is no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

const endOf = ({ validTo, endedOn }: ContractRow): string =>
  endedOn !== null && endedOn < validTo ? endedOn : validTo;

/** How a contract stands on a day of the city. */
export function stateOn(contract: ContractRow, today: string): ContractView['state'] {
  if (contract.signedAt === null) return contract.endedOn === null ? 'draft' : 'withdrawn';
  if (endOf(contract) <= today) return 'over';
  return contract.validFrom > today ? 'coming' : 'in-force';
}

/** When the contractor is to be trained and checked next (수탁자 교육, 관리·감독, Art. 12(3)); from the beginning where never. */
export function supervisionOn(contract: ContractRow, today: string): SupervisionDue[] {
  if (stateOn(contract, today) !== 'in-force') return [];
  return SUPERVISIONS.map((kind) => {
    const lastOn = kind === 'training' ? contract.lastTraining : contract.lastCheck;
    const months = kind === 'training' ? contract.trainingMonths : contract.checkMonths;
    const dueOn = monthsAfter(lastOn ?? contract.validFrom, months);
    return { kind, lastOn, dueOn, overdue: dueOn < today };
  });
}

/** The contract as the rule sees it. */
export const outsourcingOf = (contract: ContractRow): Outsourcing => ({
  name: `${contract.contractor} ${contract.documentNo}`,
  from: contract.validFrom,
  to: endOf(contract),
  parts: contract.parts,
});
