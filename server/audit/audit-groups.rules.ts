import { ACTIONS, type Action } from '../platform/access.ts';
import type { RecordedFact } from '../platform/act.ts';

const FACTS = Object.keys({
  'camera.watch.end': true,
  'camera.turn.end': true,
  'audit.spool-broken': true,
} satisfies Record<RecordedFact, true>) as RecordedFact[];

/** Everything that an audit row can be about. Each has its own words in the catalogue. */
export type AuditAction = Action | RecordedFact;
export const AUDIT_ACTIONS: readonly AuditAction[] = [...ACTIONS, ...FACTS];

/** What an auditor looks for first, in the order in which it is offered. */
export const AUDIT_GROUPS = [
  'viewing',
  'export',
  'right',
  'change',
  'sign-in',
  'reading',
  'audit',
  'device',
] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

const BY_PREFIX: readonly (readonly [prefix: string, group: AuditGroup])[] = [
  ['camera.watch', 'viewing'],
  ['camera.turn', 'viewing'],
  ['pursuit.open', 'viewing'],
  ['pursuit.e', 'viewing'],
  ['camera.probe', 'device'],
  ['audit.export', 'export'],
  ['still.', 'export'],
  ['audit.', 'audit'],
  ['session.', 'sign-in'],
  ['pledge.', 'sign-in'],
];

/** The group of an action: what nothing else claims is a change, so that a new act is looked at and not overlooked. */
export function groupOf(action: AuditAction): AuditGroup {
  const claimed = BY_PREFIX.find(([prefix]) => action.startsWith(prefix));
  if (claimed !== undefined) return claimed[1];
  if (/\.(read|search)$/.test(action)) return 'reading';
  if (action.endsWith('.export')) return 'export';
  return /^(account|display|login)\./.test(action) ? 'right' : 'change';
}

/** The actions of a group, in the order of the table of rights. */
export const actionsOfGroup = (group: AuditGroup): AuditAction[] =>
  AUDIT_ACTIONS.filter((action) => groupOf(action) === group);
