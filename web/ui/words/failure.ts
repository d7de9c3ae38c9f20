import { t } from './index.svelte.ts';

/** The sentence of anything that was thrown: the server's own words, or that it could not be reached. */
export function sentenceOf(failure: unknown): string {
  if (failure instanceof Error) {
    const code = 'code' in failure ? failure.code : undefined;
    if (code === 'unreachable') return t('failure.unreachable');
    if (code === 'unreadable') return t('failure.unreadable');
    if (typeof code === 'string') return failure.message;
  }
  return t('failure.unreadable');
}

/** The field an answer blames, when it blames one. */
export function fieldOf(failure: unknown): string | null {
  return failure instanceof Error && 'field' in failure && typeof failure.field === 'string'
    ? failure.field
    : null;
}
