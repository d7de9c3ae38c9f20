/** A password of 16 letters and digits that are not taken for one another. */
export function madePassword(random: (bytes: Uint8Array) => Uint8Array): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  let made = '';
  while (made.length < 16)
    for (const byte of random(new Uint8Array(32)))
      // Bytes beyond the last whole turn would favour the first letters.
      if (byte < 248 && made.length < 16) made += letters[byte % letters.length]!;
  return made.replace(/(.{4})(?=.)/g, '$1-');
}
