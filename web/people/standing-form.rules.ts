import type { Role } from '../../server/platform/access.ts';

/** Which role a person has and of whom, as it stands in a form. */
export interface StandingDraft {
  role: Role;
  departmentId: string;
  agency: string;
  contractorId: string;
}

const numberOf = (text: string): number | null => (text === '' ? null : Number(text));

/** What is sent: only what belongs to the role. */
export const standingOf = ({ role, departmentId, agency, contractorId }: StandingDraft) => ({
  role,
  departmentId: role === 'liaison' ? null : numberOf(departmentId),
  agency: role === 'liaison' && agency !== '' ? agency : null,
  contractorId: role === 'maintainer' || role === 'operator' ? numberOf(contractorId) : null,
});

/** Whether somebody of this standing comes from outside the city. */
export const isFromOutside = (draft: StandingDraft): boolean =>
  draft.role === 'liaison' || standingOf(draft).contractorId !== null;

/** The field without which the role cannot be, or null. */
export function missingOf(draft: StandingDraft): 'agency' | 'departmentId' | null {
  if (draft.role === 'liaison' && draft.agency === '') return 'agency';
  return draft.role === 'department' && draft.departmentId === '' ? 'departmentId' : null;
}
