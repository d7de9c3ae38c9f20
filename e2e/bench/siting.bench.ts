import {
  coverOf,
  valueOf,
  type Cover,
  type Limits,
} from '../../server/coverage/siting/best-sites-cover.rules.ts';
import { prove } from '../../server/coverage/siting/best-sites-proof.ts';
import { greedy } from '../../server/coverage/siting/best-sites-search.rules.ts';
import { solve, within } from '../../server/coverage/siting/best-sites-solve.rules.ts';
import { row, type Row } from './row.ts';
import { even, spentMs } from './spent.ts';

const PROOF_S = 300;
const CELLS_WIDE = 100_000;

interface Instance {
  readonly name: string;
  readonly demand: number;
  /** Null puts the candidates where the demand is. */
  readonly candidates: number | null;
  readonly sideM: number;
  readonly radiusM: number;
  readonly towns: number;
  readonly spreadM: number;
  readonly most: number;
}

/**
 * Made anew after the published ones, whose licences forbid shipping them: so many points with weights of 1 to 50 around
 * town centres, and circles of a radius. The first five are as large as the SJC instances of 324 and 708 points, the last two
 * have 5,000 candidates, 20,000 points and about as many pairs as the published one.
 */
const INSTANCES: readonly Instance[] = [
  ...[2, 3, 5].map((most) => ({
    ...{ name: `324 points, ${most} sites`, demand: 324, candidates: null, sideM: 4000, radiusM: 800 },
    ...{ towns: 5, spreadM: 600, most },
  })),
  ...[5, 10].map((most) => ({
    ...{ name: `708 points, ${most} sites`, demand: 708, candidates: null, sideM: 6000, radiusM: 800 },
    ...{ towns: 8, spreadM: 800, most },
  })),
  ...[20, 40].map((most) => ({
    ...{
      name: `5,000 x 20,000, ${most} sites`,
      demand: 20_000,
      candidates: 5000,
      sideM: 10_000,
      radiusM: 250,
    },
    ...{ towns: 25, spreadM: 300, most },
  })),
];

type Point = readonly [x: number, y: number];

function aCover({ demand, candidates, sideM, radiusM, towns, spreadM }: Instance): Cover {
  const random = even(demand);
  const anywhere = (): Point => [random() * sideM, random() * sideM];
  const centres = Array.from({ length: towns }, anywhere);
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const inTown = (): Point => {
    const [x, y] = centres[Math.floor(random() * towns)]!;
    return [x + gauss() * spreadM, y + gauss() * spreadM];
  };
  const points = Array.from({ length: demand }, () => (random() < 0.6 ? inTown() : anywhere()));
  const weight = Float64Array.from(points, () => 1 + Math.floor(random() * 50));
  const sites = candidates === null ? points : Array.from({ length: candidates }, anywhere);
  const cells = new Map<number, number[]>();
  const cellOf = (x: number, y: number): number =>
    Math.floor(y / radiusM) * CELLS_WIDE + Math.floor(x / radiusM);
  points.forEach(([x, y], at) => cells.set(cellOf(x, y), [...(cells.get(cellOf(x, y)) ?? []), at]));
  const first = [0];
  const node: number[] = [];
  for (const [x, y] of sites) {
    for (const up of [-1, 0, 1])
      for (const right of [-1, 0, 1])
        for (const at of cells.get(cellOf(x + right * radiusM, y + up * radiusM)) ?? [])
          if (Math.hypot(points[at]![0] - x, points[at]![1] - y) <= radiusM) node.push(at);
    first.push(node.length);
  }
  return coverOf({
    ...{ first: Int32Array.from(first), node: Int32Array.from(node), weight },
    ...{ site: Int32Array.from(sites, (_, at) => at), cost: new Float64Array(sites.length) },
  });
}

const untilDone = { goOn: () => () => true, found: () => undefined };

/**
 * The search for best sites beside the solver alone on the same instance: what is found of the proved optimum, the CPU of
 * each, and the first answer beside 100 ms. The gap is that which a person is shown when the search ends, before the solver.
 */
export async function benchSiting(): Promise<Row[]> {
  for (const each of INSTANCES.slice(0, 5))
    solve(aCover(each), { most: each.most, budget: Infinity }, untilDone);
  await prove(aCover(INSTANCES[0]!), { most: 2, budget: Infinity }, [], PROOF_S, () => undefined);
  const rows: Row[] = [];
  for (const instance of INSTANCES) {
    const cover = aCover(instance);
    const limits: Limits = { most: instance.most, budget: Infinity };
    let before = process.cpuUsage();
    const first = greedy(cover, limits);
    const firstMs = spentMs(before);
    before = process.cpuUsage();
    const { best, bound, core, kept } = solve(cover, limits, untilDone);
    const ownMs = spentMs(before);
    const value = valueOf(cover, best);
    before = process.cpuUsage();
    const inCore =
      bound === value ? null : await prove(core, limits, within(kept, best), PROOF_S, () => undefined);
    const wholeMs = ownMs + spentMs(before);
    before = process.cpuUsage();
    const alone = await prove(cover, limits, [], PROOF_S, () => undefined);
    const solverMs = spentMs(before);
    const aloneIsBest = alone.bound === valueOf(cover, alone.set);
    const optimum = aloneIsBest ? alone.bound : (inCore?.bound ?? bound);
    const name = `siting: ${instance.name}`;
    rows.push(
      row(`${name}, first answer`, valueOf(cover, first), optimum, 'weight'),
      row(`${name}, found`, value, optimum, 'weight'),
      row(`${name}, bound that is shown`, bound, optimum, 'weight'),
      row(`${name}, CPU to the first answer`, firstMs, 100, 'ms'),
      row(`${name}, CPU to the end of the search`, ownMs, solverMs, 'ms'),
      row(
        `${name}, CPU to the proof${aloneIsBest ? '' : `, solver alone unproved in ${PROOF_S} s`}`,
        ...([wholeMs, solverMs, 'ms'] as const),
      ),
    );
  }
  return rows;
}
