import { t } from './index.svelte.ts';

/** The sentence that asks for the fields still to be filled in, all of them at once; null where none is left. */
export function fillIn(fields: string | null | readonly string[]): string | null {
  const names = typeof fields === 'string' ? [fields] : (fields ?? []);
  return names.length === 0 ? null : t('edit.fill', { field: names.join(t('edit.fill.and')) });
}

/** The sentence about a field that is filled in with fewer letters than it takes; null where it is empty or long enough. */
export function tooShort(field: string, typed: string, least: number): string | null {
  const n = [...typed.trim()].length;
  return n === 0 || n >= least ? null : t('edit.short', { field, least, n });
}

/** What is to be said of a reason: to fill it in, or how many letters it still wants; null where it is well. */
export const fillReason = (field: string, typed: string, least: number): string | null =>
  fillIn(typed.trim() === '' ? field : null) ?? tooShort(field, typed, least);
