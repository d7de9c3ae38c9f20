import highsLoader, { type Highs } from 'highs';
import type { Cover, Limits } from './best-sites-cover.rules.ts';
import { programOf } from './best-sites-model.rules.ts';

/** What the solver found: its best set, and what no set exceeds, in grains. Equal they are a proof. */
export interface Proof {
  readonly set: readonly number[];
  readonly bound: number;
}

/** Grains within which the solver's bound may lie below the truth. */
const SLACK = 1e-3;
const TOLD_EVERY_S = 0.5;

// The types are those of the package's other form, where the loader is a member.
const load = highsLoader as unknown as typeof highsLoader.default;
let loaded: Promise<Highs> | undefined;

/**
 * Solves the choice to the end or until its time is over, from a known set on. It holds the thread that calls it; `told` hears the
 * bound meanwhile.
 */
export async function prove(
  cover: Cover,
  limits: Limits,
  known: readonly number[],
  seconds: number,
  told: (bound: number) => void,
): Promise<Proof> {
  const highs = await (loaded ??= load());
  const { unit, ...program } = programOf(cover, limits);
  const boundOf = (dual: number): number => Math.floor(dual * unit * (1 + 1e-12) + SLACK);
  const { numCols, numRows, colCost, colUpper, rowUpper, starts, indices, values } = program;
  return highs.withModel(
    {
      ...{ numCols, numRows, colCost, colUpper, rowUpper, sense: highs.constants.objectiveSense.maximize },
      colLower: new Float64Array(numCols),
      rowLower: new Float64Array(numRows).fill(-highs.infinity),
      matrix: { format: 'csr', numRows, numCols, starts, indices, values },
      // 1 is a whole number, 0 is not.
      integrality: Int32Array.from({ length: numCols }, (_, column) => Number(column < cover.choices)),
    },
    (model) => {
      model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 1e-9 });
      const isIn = new Set(known);
      const choices = Int32Array.from({ length: cover.choices }, (_, choice) => choice);
      model.setSolution({
        indices: choices,
        values: Float64Array.from(choices, (each) => Number(isIn.has(each))),
      });
      let last = 0;
      model.run({
        [highs.constants.callbackType.mipInterrupt]({ data }) {
          if (data.mip_dual_bound === undefined || (data.running_time ?? 0) - last < TOLD_EVERY_S)
            return undefined;
          last = data.running_time ?? 0;
          told(boundOf(data.mip_dual_bound));
          return undefined;
        },
      });
      const { colValue } = model.getSolution();
      return {
        set: [...choices].filter((choice) => colValue[choice]! > 0.5),
        bound: boundOf(Number(model.info.get('mip_dual_bound'))),
      };
    },
  );
}
