import type { Role } from '../../platform/access.ts';

/**
 * Who shows a second factor besides the password. 개인정보의 안전성 확보조치 기준 asks for safe authentication from outside
 * (제6조) and leaves the rest to the body: those who decide, oversee and audit show it everywhere.
 */
export const SECOND_FACTOR = {
  validFrom: '2025-10-31',
  basis: '개인정보의 안전성 확보조치 기준 제6조',
  rolesEverywhere: ['officer', 'mayor', 'auditor'] as readonly Role[],
  stepMinutes: 5,
  stepAttempts: 5,
} as const;

/** Whether a password alone is not enough. Accounts of the demo exist on loopback only and need no more. */
export function needsSecondFactor(
  { role, source }: { readonly role: Role; readonly source: string },
  insideCentre: boolean,
): boolean {
  if (source === 'demo') return false;
  return !insideCentre || SECOND_FACTOR.rolesEverywhere.includes(role);
}
