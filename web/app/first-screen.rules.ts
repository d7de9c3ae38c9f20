import type { Office } from './url-state.rules.ts';

/** What a role sees first, and what stands on the right while nothing else is open there. */
export interface FirstScreen {
  /** The register of the role's own work: the one that O opens. Null: the first of its tabs. */
  readonly office: Office | null;
  /** Whether that register is open at once. */
  readonly opens: boolean;
  readonly right: 'work' | 'overview';
}

const WORK: FirstScreen = { office: null, opens: false, right: 'work' };

const BY_ROLE: Readonly<Record<string, FirstScreen>> = {
  auditor: { office: 'audit', opens: true, right: 'overview' },
  mayor: { office: null, opens: false, right: 'overview' },
  department: { office: 'agencies', opens: false, right: 'work' },
  liaison: { office: 'agencies', opens: false, right: 'work' },
};

/** Each role begins with its own things; an office that it may not open is none. */
export function firstScreenOf(role: string, offices: readonly Office[]): FirstScreen {
  const first = BY_ROLE[role] ?? WORK;
  if (first.office === null || offices.includes(first.office)) return first;
  return { ...first, office: null, opens: false };
}
