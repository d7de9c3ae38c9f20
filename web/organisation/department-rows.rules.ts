import type { TimelineView } from '../../server/organisation/organisation.schema.ts';

export type DepartmentSpan = TimelineView['departments'][number];

/** A department in the order of the table: what it took over stands beneath it, one step in. */
export interface DepartmentRow {
  readonly span: DepartmentSpan;
  readonly depth: number;
  /** On the day that is looked at. */
  readonly standing: 'in-force' | 'ended' | 'coming';
}

const standingOn = (day: string, { validFrom, validTo }: DepartmentSpan): DepartmentRow['standing'] =>
  validFrom > day ? 'coming' : validTo !== null && validTo <= day ? 'ended' : 'in-force';

/** A department that has ended belongs beneath the one that does its work; one that goes on stands for itself. */
function heirOf(span: DepartmentSpan, spans: readonly DepartmentSpan[]): number | null {
  if (span.validTo === null) return null;
  if (span.succeededBy !== null) return span.succeededBy;
  return spans.find(({ succeeds }) => succeeds === span.departmentId)?.departmentId ?? null;
}

/**
 * Every department once, followed by those whose work it took over. `first` stands at the top; then what is in force on
 * the day, what is to come and what ended without an heir, each by name.
 */
export function departmentRows(
  spans: readonly DepartmentSpan[],
  day: string,
  first: number | null,
): readonly DepartmentRow[] {
  const known = new Set(spans.map(({ departmentId }) => departmentId));
  const heirs = new Map(
    spans.map((span) => {
      const heir = heirOf(span, spans);
      return [span.departmentId, heir !== null && known.has(heir) ? heir : null];
    }),
  );
  const rows: DepartmentRow[] = [];
  const placed = new Set<number>();
  const put = (span: DepartmentSpan, depth: number): void => {
    if (placed.has(span.departmentId)) return;
    placed.add(span.departmentId);
    rows.push({ span, depth, standing: standingOn(day, span) });
    for (const each of sorted(
      spans.filter(({ departmentId }) => heirs.get(departmentId) === span.departmentId),
    ))
      put(each, depth + 1);
  };
  const holds = (span: DepartmentSpan): boolean =>
    span.departmentId === first ||
    spans.some((each) => heirs.get(each.departmentId) === span.departmentId && holds(each));
  const ranks = { 'in-force': 1, coming: 2, ended: 3 } as const;
  const rank = (span: DepartmentSpan): number => (holds(span) ? 0 : ranks[standingOn(day, span)]);
  const sorted = (some: readonly DepartmentSpan[]): DepartmentSpan[] =>
    some.toSorted((a, b) => b.validFrom.localeCompare(a.validFrom) || a.name.localeCompare(b.name, 'ko'));
  const roots = spans.filter(({ departmentId }) => heirs.get(departmentId) === null);
  for (const root of roots.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'ko')))
    put(root, 0);
  return rows;
}
