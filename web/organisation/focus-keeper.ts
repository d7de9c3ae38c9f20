import { tick } from 'svelte';

/** Remembers where the keyboard was when a strip opened, so that it is there again when the strip is left. */
export class FocusKeeper {
  #from: Element | null = null;

  keep(): void {
    this.#from = document.activeElement;
  }

  async giveBack(): Promise<void> {
    const from = this.#from;
    await tick();
    if (from instanceof HTMLElement && from.isConnected) from.focus();
  }
}
