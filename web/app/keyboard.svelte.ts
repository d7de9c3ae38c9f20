import { bindingOf, type KeyBinding } from './keyboard.rules.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type)));

/** Listens to the whole page. Enter and Space stay with a focused button. Returns the function that ends it. */
export function listenToKeys(bindings: () => readonly KeyBinding[], lettersOff: () => boolean): () => void {
  const held = new Map<string, () => void>();
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    if (held.has(event.code)) return event.preventDefault();
    const onControl = event.target instanceof Element && event.target.closest('button, a, summary') !== null;
    if (onControl && (event.code === 'Enter' || event.code === 'Space')) return;
    const binding = bindingOf(bindings(), event, {
      inField: isField(event.target),
      lettersOff: lettersOff(),
    });
    if (binding === null) return;
    event.preventDefault();
    if (binding.release !== undefined) held.set(event.code, binding.release);
    binding.run();
  };
  const letGo = (code: string): void => {
    const release = held.get(code);
    held.delete(code);
    release?.();
  };
  const onUp = ({ code }: KeyboardEvent): void => letGo(code);
  const onLeave = (): void => [...held.keys()].forEach(letGo);
  window.addEventListener('keydown', onKey);
  window.addEventListener('keyup', onUp);
  window.addEventListener('blur', onLeave);
  return () => {
    window.removeEventListener('keydown', onKey);
    window.removeEventListener('keyup', onUp);
    window.removeEventListener('blur', onLeave);
  };
}
