import type { Role } from '../../server/platform/access.ts';

/** Which role a person has and of whom, as it stands in a form; '' where no role is chosen yet. */
export interface StandingDraft {
  role: Role | '';
  departmentId: string;
  agency: string;
  contractorId: string;
}

export const emptyStanding = (): StandingDraft => ({
  role: '',
  departmentId: '',
  agency: '',
  contractorId: '',
});

const numberOf = (text: string): number | null => (text === '' ? null : Number(text));

/** What is sent: only what belongs to the role, which is chosen. */
export const standingOf = ({ role, departmentId, agency, contractorId }: StandingDraft) => ({
  role: role as Role,
  departmentId: role === 'liaison' ? null : numberOf(departmentId),
  agency: role === 'liaison' && agency !== '' ? agency : null,
  contractorId: role === 'maintainer' || role === 'operator' ? numberOf(contractorId) : null,
});

/** Whether somebody of this standing comes from outside the city. */
export const isFromOutside = (draft: StandingDraft): boolean =>
  draft.role === 'liaison' || standingOf(draft).contractorId !== null;

/** The field without which the role cannot be, or null. */
export function missingOf(draft: StandingDraft): 'role' | 'agency' | 'departmentId' | null {
  if (draft.role === '') return 'role';
  if (draft.role === 'liaison' && draft.agency === '') return 'agency';
  return draft.role === 'department' && draft.departmentId === '' ? 'departmentId' : null;
}

/** The same as the fields of a form are asked for. */
export function standingBlanks(draft: StandingDraft): Record<'role' | 'agency' | 'departmentId', boolean> {
  const missing = missingOf(draft);
  return {
    role: missing === 'role',
    agency: missing === 'agency',
    departmentId: missing === 'departmentId',
  };
}
