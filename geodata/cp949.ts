import iconv from 'iconv-lite';

const UNMAPPED = 0xfffd;

/**
 * Code unit of every two-byte sequence, indexed by `lead << 8 | trail`. Node's own `euc-kr` decoder is wrong for
 * 8,822 of the 11,172 syllables, so the table is taken from iconv-lite once, when it is first needed.
 */
const pairs = lazily(() => {
  const found = new Uint16Array(65536).fill(UNMAPPED);
  const all = Buffer.alloc(126 * 190 * 3, 0x0a);
  const at = (lead: number, trail: number): number => (lead - 0x81) * 190 + (trail - 0x41);
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x41; trail <= 0xfe; trail += 1) all.set([lead, trail], at(lead, trail) * 3);
  const texts = iconv.decode(all, 'cp949').split('\n');
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x41; trail <= 0xfe; trail += 1) {
      const text = texts[at(lead, trail)]!;
      if (text.length === 1) found[(lead << 8) | trail] = text.charCodeAt(0);
    }
  return found;
});

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const UNITS = new Uint16Array(32768);

/** Text of the CP949 bytes from `start` to `end`; a byte pair that CP949 does not know becomes U+FFFD. */
export function decodeCp949(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start > UNITS.length) {
    let cut = start;
    while (cut < start + UNITS.length - 1) cut += bytes[cut]! < 0x80 ? 1 : 2;
    return decodeCp949(bytes, start, cut) + decodeCp949(bytes, cut, end);
  }
  const known = pairs();
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte < 0x80) UNITS[length++] = byte;
    else if (at + 1 < end) UNITS[length++] = known[(byte << 8) | bytes[++at]!]!;
    else UNITS[length++] = UNMAPPED;
  }
  return String.fromCharCode.apply(null, UNITS.subarray(0, length) as unknown as number[]);
}

/** Whether every byte from `start` to `end` is ASCII or part of a pair that CP949 knows. */
export function isCp949(bytes: Uint8Array, start: number, end: number): boolean {
  const known = pairs();
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte < 0x80) continue;
    at += 1;
    if (at >= end || known[(byte << 8) | bytes[at]!] === UNMAPPED) return false;
  }
  return true;
}

/** A character of the text that CP949 cannot hold, or null. */
export function firstOutsideCp949(text: string): string | null {
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f\uac00-\ud7a3]*$/.test(text)) return null;
  for (const character of text) {
    if (character === '?') continue;
    const bytes = iconv.encode(character, 'cp949');
    if (bytes.length === 1 && bytes[0] === 0x3f) return character;
  }
  return null;
}

/** CP949 bytes of a text that {@link firstOutsideCp949} has passed. */
export function encodeCp949(text: string): Buffer {
  return iconv.encode(text, 'cp949');
}
