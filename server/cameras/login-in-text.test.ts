import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsLogin, withoutLogin } from './login-in-text.rules.ts';

test('Art. 30: a login in an address is found, with or without its scheme, and leaves nothing behind', () => {
  const letter = fc.constantFrom(...'abcXYZ019!#$%^&*()_-+=/@:,.;~');
  const word = fc.string({ unit: letter, minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom('rtsp://', 'http://', ''), word, (scheme, password) => {
      const text = `카메라 ${scheme}admin:${password}@10.20.3.4:554/stream`;
      expect(holdsLogin(text)).toBe(true);
      expect(withoutLogin(text)).toBe(`카메라 ${scheme}***@10.20.3.4:554/stream`);
    }),
  );
});

test('what is none stays as it is written', () => {
  for (const text of [
    'rtsp://10.20.3.4:554/stream',
    'hong@gangneung.example',
    '담당:hong@gangneung.example',
    '09:00~18:00',
    '@경포',
    '비율 16:9 @ 30',
  ]) {
    expect(holdsLogin(text)).toBe(false);
    expect(withoutLogin(text)).toBe(text);
  }
});

test('Art. 30: a blank in a password hides no part of it', () => {
  expect(withoutLogin('rtsp://admin:CANARY kX7 zR@10.20.3.4/1')).toBe('rtsp://***@10.20.3.4/1');
});
