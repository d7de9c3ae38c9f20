import { bindingOf, type KeyBinding } from './keyboard.rules.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type)));

/** Listens to the whole page. Enter and Space stay with a focused button. Returns the function that ends it. */
export function listenToKeys(bindings: () => readonly KeyBinding[], lettersOff: () => boolean): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const onControl = event.target instanceof Element && event.target.closest('button, a, summary') !== null;
    if (onControl && (event.code === 'Enter' || event.code === 'Space')) return;
    const binding = bindingOf(bindings(), event, {
      inField: isField(event.target),
      lettersOff: lettersOff(),
    });
    if (binding === null) return;
    event.preventDefault();
    binding.run();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
