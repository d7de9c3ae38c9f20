import type { Arrow, Planner, Row } from '../coverage/planner/planner.svelte.ts';
import { t } from '../ui/words/index.svelte.ts';
import type { KeyBinding } from './keyboard.rules.ts';
import type { Situation } from './situation.svelte.ts';

const ROW_KEYS: readonly { row: Row; code: string; cap: string }[] = [
  { row: 'height', code: 'KeyH', cap: 'H' },
  { row: 'aim', code: 'KeyQ', cap: 'Q' },
  { row: 'lens', code: 'KeyE', cap: 'E' },
  { row: 'site', code: 'KeyS', cap: 'S' },
];
const ARROWS: readonly { arrow: Arrow; code: string; cap: string }[] = [
  { arrow: 'left', code: 'ArrowLeft', cap: '←' },
  { arrow: 'right', code: 'ArrowRight', cap: '→' },
  { arrow: 'up', code: 'ArrowUp', cap: '↑' },
  { arrow: 'down', code: 'ArrowDown', cap: '↓' },
];
const FAST = 10;

/**
 * A row of the planner is in hand while its key is held; a key that was only tapped leaves it there until it is tapped
 * again, for whoever cannot hold two keys.
 */
export class HeldRow {
  readonly #planner: Planner;
  #wasInHand = false;
  #used = false;

  constructor(planner: Planner) {
    this.#planner = planner;
  }

  press(row: Row): void {
    this.#used = false;
    this.#wasInHand = this.#planner.row === row;
    this.#planner.row = row;
  }

  use(): void {
    this.#used = true;
  }

  release(): void {
    if (this.#used || this.#wasInHand) this.#planner.row = null;
  }
}

/** Keys of the planner's own side; none of them while a camera's card or a register is open. */
export function planKeys(planner: Planner, held: HeldRow, situation: Situation): readonly KeyBinding[] {
  const isFree = (): boolean => situation.selectedId === null && situation.aside === null;
  const hasChosen = (): boolean => isFree() && planner.chosen !== null && !planner.placing;
  const key = (
    code: string,
    cap: string,
    words: string,
    run: () => void,
    more: Partial<KeyBinding> = {},
  ): KeyBinding => ({ code, cap, words, run, when: isFree, place: 'plan', ...more });
  const centre = () => situation.map?.window().center;
  const rows = ROW_KEYS.map(({ row, code, cap }) =>
    key(code, cap, t(`planner.key.${row}`), () => held.press(row), {
      when: hasChosen,
      release: () => held.release(),
    }),
  );
  const turn = (shift: boolean) =>
    ARROWS.map(({ arrow, code, cap }) =>
      key(
        code,
        shift ? `Shift+${cap}` : cap,
        t(shift ? 'planner.key.turn.fast' : 'planner.key.turn'),
        () => {
          held.use();
          planner.arrow(arrow, shift ? FAST : 1);
        },
        { when: () => hasChosen() && planner.row !== null, shift },
      ),
    );
  const step = (code: string, cap: string, by: 1 | -1): KeyBinding =>
    key(code, cap, t('planner.key.step'), () => planner.step(by), {
      when: () => isFree() && planner.alternatives.length > 1,
    });
  return [
    key('KeyA', 'A', t('planner.key.add'), () => planner.startPlacing()),
    key(
      'Enter',
      'Enter',
      t('planner.key.put'),
      () => {
        const place = centre();
        if (place !== undefined) planner.put(place);
      },
      { when: () => planner.placing },
    ),
    ...rows,
    ...turn(false),
    ...turn(true),
    key('KeyB', 'B', t('planner.compare'), () => (planner.comparing = !planner.comparing), {
      when: () => isFree() && planner.alternatives.length > 1,
    }),
    step('BracketLeft', '[', -1),
    step('BracketRight', ']', 1),
    key('Delete', 'Delete', t('planner.remove'), () => planner.remove(), { when: hasChosen }),
    key('KeyZ', 'Ctrl+Z', t('planner.undo'), () => planner.undo(), { ctrl: true }),
    key('KeyZ', 'Ctrl+Shift+Z', t('planner.redo'), () => planner.redo(), { ctrl: true, shift: true }),
    key('Escape', 'Esc', t('planner.key.leave'), () => planner.escape(), {
      when: () => isFree() && (planner.placing || planner.row !== null || planner.comparing),
    }),
  ];
}
