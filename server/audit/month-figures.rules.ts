import { AUDIT_ACTIONS, type AuditAction, type AuditGroup } from './audit-groups.rules.ts';
import type { MonthFigures } from './audit.schema.ts';

type Counts = {
  [Key in keyof MonthFigures]: MonthFigures[Key] extends number ? Key : never;
}[keyof MonthFigures];

/** A figure of a month, and what to ask for the very rows that it counts. */
export interface MonthFigure {
  readonly count: Counts;
  readonly group?: AuditGroup;
  readonly actions?: readonly AuditAction[];
  readonly outcome?: 'done' | 'refused';
  readonly outOfHours?: true;
}

/** The figures in the order in which they are shown. */
export const MONTH_FIGURES: readonly MonthFigure[] = [
  { count: 'viewings', actions: ['camera.watch'], outcome: 'done' },
  {
    count: 'refusals',
    actions: AUDIT_ACTIONS.filter((each) => each !== 'session.start'),
    outcome: 'refused',
  },
  { count: 'exportsDone', group: 'export', outcome: 'done' },
  { count: 'changes', group: 'change', outcome: 'done' },
  { count: 'actsOutOfHours', outOfHours: true },
  { count: 'rightsChanged', group: 'right', outcome: 'done' },
  { count: 'signInsRefused', actions: ['session.start'], outcome: 'refused' },
  { count: 'signIns', actions: ['session.start'], outcome: 'done' },
  { count: 'rows' },
];
