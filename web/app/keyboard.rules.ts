/** One key of the console. `code` is the place on the keyboard, so that a Korean input method does not matter. */
export interface KeyBinding {
  readonly code: string;
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  /** Printed on the key in the list and in hints. */
  readonly cap: string;
  readonly words: string;
  readonly run: () => void;
  /** Absent: always. A key whose condition is false does nothing and is not in the list. */
  readonly when?: () => boolean;
  /** Works in a text field too (Escape). */
  readonly inFields?: boolean;
}

export interface PressedKey {
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
}

/** Where the key was pressed. */
export interface KeyPlace {
  readonly inField: boolean;
  /** The person switched single letters off (a speech input may type them). */
  readonly lettersOff: boolean;
}

const isSingleSign = ({ code, ctrl }: KeyBinding): boolean =>
  ctrl !== true && (/^Key[A-Z]$/.test(code) || /^Digit\d$/.test(code) || /^(Slash|Bracket\w+)$/.test(code));

/** The binding that a pressed key runs, or null: typing stays typing, and a key in composition belongs to the word. */
export function bindingOf(
  bindings: readonly KeyBinding[],
  pressed: PressedKey,
  { inField, lettersOff }: KeyPlace,
): KeyBinding | null {
  if (pressed.isComposing || pressed.altKey || pressed.metaKey) return null;
  return (
    bindings.find(
      (binding) =>
        binding.code === pressed.code &&
        (binding.shift ?? false) === pressed.shiftKey &&
        (binding.ctrl ?? false) === pressed.ctrlKey &&
        (!inField || binding.inFields === true) &&
        !(lettersOff && isSingleSign(binding)) &&
        (binding.when?.() ?? true),
    ) ?? null
  );
}
