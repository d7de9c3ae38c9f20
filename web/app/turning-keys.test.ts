import { expect, test } from 'vitest';
import { bindingOf, listedKeys, type KeyBinding } from './keyboard.rules.ts';
import { whileTurning } from './turning-keys.ts';

const key = (code: string, cap: string, more: Partial<KeyBinding> = {}): KeyBinding => ({
  ...{ code, cap, words: code, run: () => undefined },
  ...more,
});
const console = [
  key('ArrowLeft', '←', { place: 'map' }),
  key('Home', 'Home', { place: 'map' }),
  key('Equal', '+', { place: 'map', shift: true }),
  key('NumpadSubtract', '−', { place: 'map' }),
  key('Escape', 'Esc', { inFields: true }),
  key('KeyP', 'P', { place: 'card' }),
  key('KeyM', 'M', { place: 'map' }),
  key('Digit4', 'Shift+4', { shift: true }),
];
const capsIn = (bindings: readonly KeyBinding[], place: string): string[] =>
  listedKeys(bindings).flatMap((group) =>
    group.place === place ? group.keys.flatMap(({ caps }) => caps) : [],
  );

test('with a camera in hand the list tells what its keys do, once, and names no other use of them', () => {
  const keys = whileTurning(console, { cameraId: 1, steering: true, handy: true });
  expect(listedKeys(keys)[0]!.place).toBe('turning');
  expect(capsIn(keys, 'turning')).toEqual(['←', '→', '↑', '↓', '+', '−', 'Shift', 'Home', 'Esc', 'P']);
  expect(capsIn(keys, 'map')).toEqual(['M']);
  expect(capsIn(keys, 'everywhere')).toEqual(['Shift+4']);
});

test("while its purpose is chosen the digits choose it, and the arrows are still the map's", () => {
  const keys = whileTurning(console, { cameraId: 1, steering: false, handy: false });
  expect(capsIn(keys, 'turning')).toEqual(['1–9', 'Esc', 'P']);
  expect(capsIn(keys, 'map')).toEqual(['←', 'Home', '+', '−', 'M']);
});

test('what is told of the strip runs nothing by itself, and without a strip every key is as it was', () => {
  const keys = whileTurning(console, { cameraId: 1, steering: true, handy: true });
  const pressed = {
    ...{ code: 'Home', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false },
  };
  expect(bindingOf(keys, pressed, { inField: false, lettersOff: false })).toBeNull();
  expect(whileTurning(console, { cameraId: null, steering: false, handy: false })).toBe(console);
});

test('a camera that came back into the hand leaves the arrows to the console until that is taken note of', () => {
  const keys = whileTurning(console, { cameraId: 1, steering: true, handy: false });
  expect(keys.filter(({ place }) => place === 'turning').map(({ cap }) => cap)).toEqual([
    'Enter',
    'Esc',
    'P',
  ]);
  expect(keys.some(({ code, place }) => code === 'ArrowLeft' && place !== 'turning')).toBe(true);
});
