import { t } from '../ui/words/index.svelte.ts';
import type { KeyBinding } from './keyboard.rules.ts';

/** What of turning a camera decides about keys: whether it is in hand, or only what it serves is being chosen. */
export interface InHand {
  readonly cameraId: number | null;
  readonly steering: boolean;
  /** The arrows are its own; not so before its person takes note that it came back. */
  readonly handy: boolean;
}

const STEERS: ReadonlySet<string> = new Set([
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home'],
  ...['Equal', 'NumpadAdd', 'Minus', 'NumpadSubtract'],
]);

/** For the list: the strip of the camera takes these itself, before every other key. */
const told = (code: string, cap: string, words: string): KeyBinding => ({
  ...{ code, cap, words, run: () => undefined, when: () => false, place: 'turning' },
});

/** The keys as they are while a camera is about to be turned or in hand: its own first, none of those that they stand before. */
export function whileTurning(
  bindings: readonly KeyBinding[],
  { cameraId, steering, handy }: InHand,
): readonly KeyBinding[] {
  if (cameraId === null) return bindings;
  const left = bindings.filter(
    ({ code }) => code !== 'Escape' && code !== 'KeyP' && !(handy && STEERS.has(code)),
  );
  const ends = told('KeyP', 'P', t(steering ? 'ptz.key.release' : 'ptz.key.shut'));
  if (!steering)
    return [
      told('Digit1', '1–9', t('ptz.key.purpose')),
      told('Escape', 'Esc', t('ptz.key.shut')),
      ends,
      ...left,
    ];
  if (!handy)
    return [
      told('Enter', 'Enter', t('ptz.back.go')),
      told('Escape', 'Esc', t('ptz.key.release')),
      ends,
      ...left,
    ];
  const arrows = ['←', '→', '↑', '↓'].map((cap) => told('Arrow', cap, t('ptz.key.aim')));
  return [
    ...arrows,
    told('Equal', '+', t('ptz.key.closer')),
    told('Minus', '−', t('ptz.key.closer')),
    told('Shift', 'Shift', t('ptz.key.fast')),
    told('Home', 'Home', t('ptz.key.home')),
    told('Escape', 'Esc', t('ptz.key.release')),
    ends,
    ...left,
  ];
}
