import type {
  Age,
  EquipmentPart,
  EquipmentRow,
  EquipmentView,
  FaultMeans,
  FaultView,
} from './equipment.schema.ts';

/** Whole months from one ISO day to another; never below zero. */
export function monthsBetween(from: string, to: string): number {
  const [y0, m0, d0] = from.split('-').map(Number) as [number, number, number];
  const [y1, m1, d1] = to.split('-').map(Number) as [number, number, number];
  return Math.max(0, (y1 - y0) * 12 + (m1 - m0) - (d1 < d0 ? 1 : 0));
}

/** How old a piece is against the life the city expects of its part (노후장비, Art. 12(2)). Unknown is never new. */
export function ageOn(installedOn: string | null, lifeMonths: number, today: string): Age {
  if (installedOn === null) return 'unknown';
  return monthsBetween(installedOn, today) >= lifeMonths ? 'over' : 'within';
}

/** A piece with its age on a day. */
export function aged<R extends EquipmentRow>(
  row: R,
  life: Readonly<Record<EquipmentPart, number>>,
  today: string,
): R & EquipmentView {
  const lifeMonths = life[row.part];
  const ageMonths = row.installedOn === null ? null : monthsBetween(row.installedOn, today);
  return { ...row, ageMonths, lifeMonths, age: ageOn(row.installedOn, lifeMonths, today) };
}

const HOUR_MS = 3_600_000;
const mean = (spans: readonly number[]): number | null =>
  spans.length === 0 ? null : spans.reduce((sum, each) => sum + each, 0) / spans.length / HOUR_MS;

/** Mean time between the beginnings of faults and mean time to repair, in hours; open faults count for neither end. */
export function meansOf(faults: readonly Pick<FaultView, 'foundAt' | 'repairedAt'>[]): FaultMeans {
  const found = faults.map(({ foundAt }) => Date.parse(foundAt)).sort((a, b) => a - b);
  const between = found.slice(1).map((at, i) => at - found[i]!);
  const repairs = faults
    .filter(({ repairedAt }) => repairedAt !== null)
    .map(({ foundAt, repairedAt }) => Date.parse(repairedAt!) - Date.parse(foundAt));
  return { betweenHours: mean(between), repairHours: mean(repairs) };
}
