/** What an audit row may hold beside its own columns. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const SECRET = /passw|secret|token|cookie|credential|otp|private_?key|api_?key/i;
export const HIDDEN = '(가림)';

/** The same facts with whatever a name calls a secret taken out: no audit row holds one (Art. 30(3)). */
export function withoutSecrets(facts: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [
      key,
      SECRET.test(key) && typeof value !== 'boolean' && value !== null ? HIDDEN : cleaned(value),
    ]),
  );
}

function cleaned(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(cleaned);
  if (typeof value === 'object' && value !== null)
    return withoutSecrets(value as { readonly [key: string]: Json });
  // An address with a login in it is the one secret that hides in a plain text.
  return typeof value === 'string' ? value.replace(/(\w+:\/\/)[^/\s@]*@/g, `$1${HIDDEN}@`) : value;
}
