export const KEY_PLACES = [
  'turning',
  'pursuit',
  'plan',
  'everywhere',
  'list',
  'card',
  'map',
  'measure',
] as const;
export type KeyWhere = (typeof KEY_PLACES)[number];

/** One key of the console. `code` is the place on the keyboard, so that a Korean input method does not matter. */
export interface KeyBinding {
  readonly code: string;
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  /** Printed on the key in the list and in hints. */
  readonly cap: string;
  readonly words: string;
  readonly run: () => void;
  /** Called when the key comes up again, or the window is left; `run` is then called once for as long as it is held. */
  readonly release?: () => void;
  /** Absent: always. A key whose condition is false does nothing now. */
  readonly when?: () => boolean;
  /** Absent: this person may. A key that never does anything for somebody is not in the list. */
  readonly ever?: () => boolean;
  /** Where it works, as a heading of the list; absent: everywhere. */
  readonly place?: KeyWhere;
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

export interface ListedKeys {
  readonly place: KeyWhere;
  readonly keys: readonly { readonly words: string; readonly caps: readonly string[] }[];
}

/** The keys as the list shows them: by where they work, what does the same on one line, without what never does anything. */
export function listedKeys(bindings: readonly KeyBinding[]): ListedKeys[] {
  const own = bindings.filter(({ ever }) => ever?.() ?? true);
  const byPlace = Map.groupBy(own, ({ place }) => place ?? 'everywhere');
  return KEY_PLACES.flatMap((place) => {
    const byWords = Map.groupBy(byPlace.get(place) ?? [], ({ words }) => words);
    const keys = [...byWords].map(([words, each]) => ({
      words,
      caps: [...new Set(each.map(({ cap }) => cap))],
    }));
    return keys.length === 0 ? [] : [{ place, keys }];
  });
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
