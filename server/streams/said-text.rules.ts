const MOST_LETTERS = 120;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** A device's own word about itself as one line that can be shown and kept: no letter that nobody sees; null where none is left. */
export function saidText(word: string | null): string | null {
  const plain = (word ?? '')
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, MOST_LETTERS)
    .trim();
  return plain === '' || !plain.isWellFormed() ? null : plain;
}

/** The name that a device says it has, among its scopes; null where it says none. */
export function nameInScopes(scopes: readonly string[]): string | null {
  const start = 'onvif://www.onvif.org/name/';
  const scope = scopes.find((each) => each.toLowerCase().startsWith(start));
  if (scope === undefined) return null;
  try {
    return saidText(decodeURIComponent(scope.slice(start.length)));
  } catch {
    return null;
  }
}
