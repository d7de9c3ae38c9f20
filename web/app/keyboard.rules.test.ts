import { expect, test } from 'vitest';
import { bindingOf, listedKeys, type KeyBinding, type PressedKey } from './keyboard.rules.ts';

const binding = (code: string, more: Partial<KeyBinding> = {}): KeyBinding => ({
  code,
  cap: code,
  words: code,
  run: () => undefined,
  ...more,
});
const pressed = (code: string, more: Partial<PressedKey> = {}): PressedKey => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});
const onMap = { inField: false, lettersOff: false };

const keys = [
  binding('KeyJ'),
  binding('Slash'),
  binding('Slash', { shift: true, cap: '?' }),
  binding('Escape', { inFields: true }),
  binding('KeyC', { when: () => false }),
];

test('a key is found by its place on the keyboard, with and without shift', () => {
  expect(bindingOf(keys, pressed('KeyJ'), onMap)?.cap).toBe('KeyJ');
  expect(bindingOf(keys, pressed('Slash', { shiftKey: true }), onMap)?.cap).toBe('?');
});

test('in a field only Escape works', () => {
  const inField = { ...onMap, inField: true };
  expect(bindingOf(keys, pressed('KeyJ'), inField)).toBeNull();
  expect(bindingOf(keys, pressed('Escape'), inField)?.cap).toBe('Escape');
});

test('a key that is part of a syllable or of a browser command is left alone', () => {
  expect(bindingOf(keys, pressed('KeyJ', { isComposing: true }), onMap)).toBeNull();
  expect(bindingOf(keys, pressed('KeyJ', { metaKey: true }), onMap)).toBeNull();
  expect(bindingOf(keys, pressed('KeyJ', { ctrlKey: true }), onMap)).toBeNull();
});

test('single letters can be switched off, Escape cannot', () => {
  const off = { ...onMap, lettersOff: true };
  expect(bindingOf(keys, pressed('KeyJ'), off)).toBeNull();
  expect(bindingOf(keys, pressed('Slash'), off)).toBeNull();
  expect(bindingOf(keys, pressed('Escape'), off)?.cap).toBe('Escape');
});

test('a key whose condition does not hold does nothing', () => {
  expect(bindingOf(keys, pressed('KeyC'), onMap)).toBeNull();
});

test('the list names what does the same once, by where it works, and nothing that this person never may', () => {
  const listed = listedKeys([
    binding('Slash', { words: '찾기' }),
    binding('Equal', { words: '크게', cap: '+', place: 'map' }),
    binding('NumpadAdd', { words: '크게', cap: '+', place: 'map' }),
    binding('KeyE', { words: '고치기', place: 'card', ever: () => false }),
    binding('KeyC', { words: '여기를 보는 카메라', place: 'card', when: () => false, ever: () => true }),
  ]);
  expect(listed).toEqual([
    { place: 'everywhere', keys: [{ words: '찾기', caps: ['Slash'] }] },
    { place: 'card', keys: [{ words: '여기를 보는 카메라', caps: ['KeyC'] }] },
    { place: 'map', keys: [{ words: '크게', caps: ['+'] }] },
  ]);
});
