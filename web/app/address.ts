import { plainOf, readUrl, writeUrl, type UrlState } from './url-state.rules.ts';

interface Place {
  /** How many screens lie behind this one in our own history. */
  readonly depth?: number;
}

const depth = (): number => ((history.state ?? {}) as Place).depth ?? 0;

/**
 * Writes the screen into the address. Another camera, list or mode is a step that Back undoes; a moved map or a
 * filter is not.
 */
export function writeAddress(state: UrlState): void {
  const query = writeUrl(state);
  if (query === location.search) return;
  const before = readUrl(location.search);
  const steps =
    before.cameraId !== state.cameraId || before.list !== state.list || before.mode !== state.mode;
  const address = query === '' ? location.pathname : query;
  if (steps) history.pushState({ depth: depth() + 1 }, '', address);
  else history.replaceState({ depth: depth() }, '', address);
}

/** One screen back; false where there is none of ours. */
export function backInHistory(): boolean {
  if (depth() === 0) return false;
  history.back();
  return true;
}

export function onHistory(listener: (state: UrlState) => void): () => void {
  const heard = (): void => listener(readUrl(location.search));
  window.addEventListener('popstate', heard);
  return () => window.removeEventListener('popstate', heard);
}

/** Leaves nothing in the address of what was on the screen. */
export const clearAddress = (): void =>
  history.replaceState({}, '', plainOf(location.search) || location.pathname);
