/** Something that was written down during a run: an answer, a log, a dump. Bytes are searched as Latin-1. */
export interface Evidence {
  readonly from: string;
  readonly text: string;
}

/** The forms in which a secret may turn up: as it is, in base64 at any offset, in hex, escaped for an address or JSON. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // What depends on the bytes beside it is cut off at both ends.
    const inner = whole.slice(Math.ceil((offset * 4) / 3), whole.length - (whole.endsWith('=') ? 4 : 1));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = bytes.toString('hex');
  const escaped = encodeURIComponent(secret);
  return [
    ...new Set([
      secret,
      ...base64,
      hex,
      hex.toUpperCase(),
      escaped,
      escaped.toLowerCase(),
      JSON.stringify(secret).slice(1, -1),
    ]),
  ];
}

/** Where any form of the secrets is found, each place once. */
export function findSecrets(
  secrets: Readonly<Record<string, string>>,
  evidence: readonly Evidence[],
): string[] {
  const found = new Set<string>();
  for (const [name, secret] of Object.entries(secrets))
    for (const form of formsOf(secret))
      for (const { from, text } of evidence) if (text.includes(form)) found.add(`${name} in ${from}`);
  return [...found].sort();
}
