import type { Demand } from '../../../server/coverage/demand/demand.rules.ts';
import { RECOGNISABLE, type WhatIf } from '../../../server/coverage/siting/what-if.rules.ts';

type CompareWords =
  | 'planner.adds.new'
  | 'planner.adds.overlap'
  | 'planner.compare.area'
  | 'planner.compare.hidden'
  | 'planner.compare.recognise'
  | 'planner.compare.street'
  | 'planner.compare.walls';

/** One line of the comparison. A value of null is not known, NaN is none; neither is ever the best. */
export interface ComparedRow {
  readonly key: string;
  readonly words: CompareWords;
  /** In the place of the words: what a demand is called. */
  readonly title: string | null;
  readonly unit: string;
  /** Null where more is neither better nor worse. */
  readonly better: 'more' | 'less' | null;
  readonly value: (result: WhatIf) => number | null;
}

const nearer = ({ bands }: WhatIf): number | null =>
  bands.length === 0
    ? null
    : bands.reduce((sum, band) => (band.pixelsPerM >= RECOGNISABLE ? sum + band.areaM2 : sum), 0);

/** What alternatives are compared by, the most important first. */
export function comparedRows(demands: readonly Demand[]): readonly ComparedRow[] {
  const row = (
    words: CompareWords,
    unit: string,
    better: ComparedRow['better'],
    value: ComparedRow['value'],
  ): ComparedRow => ({ key: words, words, title: null, unit, better, value });
  return [
    row('planner.adds.new', 'm²', 'more', ({ newM2 }) => newM2),
    ...demands.map((demand): ComparedRow => ({
      ...row('planner.adds.new', demand.unit, 'more', ({ gains }) => weightOf(demand, gains)),
      ...{ key: `demand-${demand.demandId}`, title: demand.title },
    })),
    row('planner.adds.overlap', 'm²', null, ({ overlapM2 }) => overlapM2),
    row('planner.compare.area', 'm²', 'more', ({ areaM2 }) => areaM2),
    row('planner.compare.hidden', '%', 'less', ({ bareM2, hiddenM2 }) =>
      bareM2 === 0 ? NaN : (100 * hiddenM2) / bareM2,
    ),
    row('planner.compare.recognise', 'm²', 'more', nearer),
    row('planner.compare.street', 'px/m', 'more', ({ street }) =>
      street.seenM === 0 ? NaN : street.worstPixels,
    ),
    row('planner.compare.walls', 'm', 'less', ({ recognisable }) => recognisable?.wallM ?? null),
  ];
}

const weightOf = (demand: Demand, gains: WhatIf['gains']): number | null =>
  gains.find((gain) => gain.demand === demand)?.weight ?? null;

/** The places of the best values; none where all are alike or nothing is better. */
export function bestOf(
  values: readonly (number | null)[],
  better: ComparedRow['better'],
): ReadonlySet<number> {
  const known = values
    .filter((value) => value !== null && !Number.isNaN(value))
    .map((value) => Math.round(value!));
  if (better === null || known.length < 2) return new Set();
  const best = better === 'more' ? Math.max(...known) : Math.min(...known);
  if (known.every((value) => value === best)) return new Set();
  return new Set(values.flatMap((value, at) => (value !== null && Math.round(value) === best ? [at] : [])));
}
