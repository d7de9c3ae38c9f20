import { ROLES } from '../../server/people/accounts.schema.ts';
import type { Role } from '../../server/platform/access.ts';
import type { SettingView } from '../../server/people/city-settings.schema.ts';

/** A setting as it stands in a form. An empty number by role is never. */
export type SettingDraft =
  | { kind: 'yes-no'; yes: boolean }
  | { kind: 'number'; text: string }
  | { kind: 'by-role'; text: Record<Role, string> };

export function draftOf(value: SettingView['value']): SettingDraft {
  if (typeof value === 'boolean') return { kind: 'yes-no', yes: value };
  if (typeof value === 'object' && value !== null) {
    const by = value as Partial<Record<Role, number | null>>;
    const text = Object.fromEntries(ROLES.map((role) => [role, by[role] == null ? '' : String(by[role])]));
    return { kind: 'by-role', text: text as Record<Role, string> };
  }
  return { kind: 'number', text: String(value) };
}

const isCount = (text: string): boolean => /^\d{1,4}$/.test(text.trim());

/** What is sent, or undefined where a number is none. */
export function valueOf(draft: SettingDraft): unknown {
  if (draft.kind === 'yes-no') return draft.yes;
  if (draft.kind === 'number') return isCount(draft.text) ? Number(draft.text) : undefined;
  if (ROLES.some((role) => draft.text[role].trim() !== '' && !isCount(draft.text[role]))) return undefined;
  return Object.fromEntries(
    ROLES.map((role) => [role, draft.text[role].trim() === '' ? null : Number(draft.text[role])]),
  );
}
