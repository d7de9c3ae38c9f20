import { t } from './index.svelte.ts';

/** The sentence that asks for a field still to be filled in; null where none is left. */
export const fillIn = (field: string | null): string | null =>
  field === null ? null : t('edit.fill', { field });
