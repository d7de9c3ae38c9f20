import type { TimelineView } from '../../server/organisation/organisation.schema.ts';

type Reorganisation = TimelineView['reorganisations'][number];
type Designation = TimelineView['designations'][number];

/** What took effect on one day: a mark on the axis. */
export interface OrderDay {
  readonly day: string;
  readonly reorganisations: readonly Reorganisation[];
  /** Designations of the 전담부서; `own` ones came by themselves and not with a reorganisation. */
  readonly designations: readonly { readonly designation: Designation; readonly own: boolean }[];
}

/** The days on which anything was ordered, oldest first. */
export function orderDays({ reorganisations, designations }: TimelineView): readonly OrderDay[] {
  const days = new Set([
    ...reorganisations.map(({ effectiveOn }) => effectiveOn),
    ...designations.map(({ validFrom }) => validFrom),
  ]);
  return [...days].sort().map((day) => {
    const ordered = reorganisations.filter(({ effectiveOn }) => effectiveOn === day);
    return {
      day,
      reorganisations: ordered,
      designations: designations
        .filter(({ validFrom }) => validFrom === day)
        .map((designation) => ({
          designation,
          own: !ordered.some(({ steps }) =>
            steps.some(({ to }) => to.some(({ departmentId }) => departmentId === designation.departmentId)),
          ),
        })),
    };
  });
}
