import { speakTo } from '../api/client.ts';
import { THEMES, type Theme } from '../ui/tokens.ts';
import { language, LANGUAGES, speak, type Language } from '../ui/words/index.svelte.ts';

const KEPT = 'gwanje.settings';

interface Kept {
  theme?: unknown;
  lang?: unknown;
  large?: unknown;
  lettersOff?: unknown;
}

function kept(): Kept {
  try {
    return (JSON.parse(localStorage.getItem(KEPT) ?? '{}') ?? {}) as Kept;
  } catch {
    return {};
  }
}

/** What a person likes on this screen: kept in the browser; theme and language also in the address. */
export class Settings {
  theme = $state<Theme>('dark');
  large = $state(false);
  /** Single-letter keys do nothing. */
  lettersOff = $state(false);

  constructor(fromAddress: { theme: Theme | null; lang: Language | null }) {
    const { theme, lang, large, lettersOff } = kept();
    this.large = large === true;
    this.lettersOff = lettersOff === true;
    this.setLanguage(fromAddress.lang ?? LANGUAGES.find((each) => each === lang) ?? 'ko');
    this.setTheme(fromAddress.theme ?? THEMES.find((each) => each === theme) ?? 'dark');
    this.setLarge(this.large);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    document.documentElement.dataset['theme'] = theme;
    this.#keep();
  }

  setLanguage(next: Language): void {
    speak(next);
    speakTo(next);
    this.#keep();
  }

  setLarge(large: boolean): void {
    this.large = large;
    document.documentElement.dataset['large'] = large ? 'on' : 'off';
    this.#keep();
  }

  setLettersOff(off: boolean): void {
    this.lettersOff = off;
    this.#keep();
  }

  #keep(): void {
    const { theme, large, lettersOff } = this;
    try {
      localStorage.setItem(KEPT, JSON.stringify({ theme, large, lettersOff, lang: language() }));
    } catch {
      // A browser that keeps nothing still shows the screen.
    }
  }
}
