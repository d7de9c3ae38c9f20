import type { SearchForm } from './best-sites.svelte.ts';

/** Bounds of the numbers of the form; the server's are the same. */
export const BOUNDS = {
  everyM: [10, 200],
  most: [1, 50],
  budget: [1, 1_000_000],
  heightM: [2, 20],
  hfovDeg: [10, 150],
  rangeM: [5, 200],
  cost: [0, 100_000],
} as const;
export type Bounded = keyof typeof BOUNDS;

/** What of the form must be put right: a number with its bounds, or the choice of no camera; null is nothing. */
export type Fault = { readonly field: Bounded; readonly model: number | null } | 'models' | null;

const isWithin = (field: Bounded, value: number): boolean =>
  value >= BOUNDS[field][0] && value <= BOUNDS[field][1] && (field !== 'most' || Number.isInteger(value));

/** The first fault from the top of the form; only what is searched with counts. */
export function faultOf(form: SearchForm): Fault {
  const asked: Bounded[] = [
    ...(form.candidates === 'streets' ? ['everyM' as const] : []),
    form.by === 'number' ? 'most' : 'budget',
    'heightM',
  ];
  for (const field of asked)
    if (!isWithin(field, form[field as 'everyM' | 'most' | 'budget' | 'heightM']))
      return { field, model: null };
  for (const [model, each] of form.models.entries()) {
    if (!each.taken) continue;
    const numbers: Bounded[] = [...(each.kind === 'fixed' ? ['hfovDeg' as const] : []), 'rangeM', 'cost'];
    for (const field of numbers)
      if (!isWithin(field, each[field as 'hfovDeg' | 'rangeM' | 'cost'])) return { field, model };
  }
  return form.models.some(({ taken }) => taken) ? null : 'models';
}
