import type { PlanAlternative } from '../../../server/coverage/siting/plan.schema.ts';
import type { Planner } from './planner.svelte.ts';

/** What an alternative is called: its own name, or that of the street that it sees most of. Null for neither. */
export const nameOf = (planner: Planner, alternative: PlanAlternative): string | null =>
  alternative.name === '' ? streetOf(planner, alternative) : alternative.name;

export const streetOf = (planner: Planner, alternative: PlanAlternative): string | null =>
  planner.weigh(alternative)?.street.names[0] ?? null;
