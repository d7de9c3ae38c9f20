import { t } from './index.svelte.ts';

/** The sentence that asks for the fields still to be filled in, all of them at once; null where none is left. */
export function fillIn(fields: string | null | readonly string[]): string | null {
  const names = typeof fields === 'string' ? [fields] : (fields ?? []);
  return names.length === 0 ? null : t('edit.fill', { field: names.join(t('edit.fill.and')) });
}
