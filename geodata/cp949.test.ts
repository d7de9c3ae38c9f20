import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeCp949, encodeCp949, firstOutsideCp949, isCp949 } from './cp949.ts';

const SYLLABLES = Array.from({ length: 11_172 }, (_, i) => String.fromCharCode(0xac00 + i));

describe('CP949', () => {
  it('reads each of the 11,172 syllables alone and in a row', () => {
    const wrong = SYLLABLES.filter((syllable) => decodeCp949(encodeCp949(syllable)) !== syllable);
    expect(wrong).toEqual([]);
    const all = SYLLABLES.join('');
    expect(decodeCp949(encodeCp949(all))).toBe(all);
  });

  it('knows syllables that the euc-kr decoder of the runtime does not', () => {
    const bytes = encodeCp949('뷁똠믜');
    expect(decodeCp949(bytes)).toBe('뷁똠믜');
    expect(new TextDecoder('euc-kr').decode(bytes)).not.toBe('뷁똠믜');
  });

  it('agrees with iconv-lite on any mix of text, at any offset', () => {
    const text = fc.array(fc.constantFrom(...SYLLABLES, 'a', ' ', ',', '㎡', '漢', '°', 'Ω'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 9 }), (parts, offset) => {
        const bytes = iconv.encode(parts.join(''), 'cp949');
        const placed = Buffer.concat([Buffer.alloc(offset, 0xb0), bytes, Buffer.from([0xb0])]);
        expect(decodeCp949(placed, offset, offset + bytes.length)).toBe(parts.join(''));
        expect(isCp949(placed, offset, offset + bytes.length)).toBe(true);
      }),
    );
  });

  it('splits a text longer than one pass between characters', () => {
    const long = 'a' + '강릉'.repeat(30_000);
    expect(decodeCp949(encodeCp949(long))).toBe(long);
  });

  it('marks what is not CP949', () => {
    expect(isCp949(Buffer.from([0x41, 0xff, 0xff]), 0, 3)).toBe(false);
    expect(isCp949(Buffer.from([0x41, 0xb0]), 0, 2)).toBe(false);
    expect(decodeCp949(Buffer.from([0x41, 0xb0]))).toBe('A\ufffd');
  });

  it('names the first character it cannot hold', () => {
    expect(firstOutsideCp949('강릉시 교동 뷁 ㎡ 漢?')).toBeNull();
    expect(firstOutsideCp949('강릉 😀 시')).toBe('😀');
    expect(firstOutsideCp949('é')).toBe('é');
  });
});
