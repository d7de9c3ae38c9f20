import { slowMs, spreadMs } from './come-back.rules.ts';

const waiting = new Set<() => void>();

/** The line to the server is back: whatever waits asks anew, each after a moment of its own. */
export function tellBack(): void {
  for (const each of waiting) each();
}

/** Calls `ask` a moment after each return of the server. Returns the function that ends it. */
export function onBack(ask: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const told = (): void => {
    clearTimeout(timer);
    timer = setTimeout(ask, spreadMs());
  };
  waiting.add(told);
  return () => {
    waiting.delete(told);
    clearTimeout(timer);
  };
}

/** As `onBack`, and now and then also without any word, for what failed alone. */
export function untilBack(ask: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(askAndWait, slowMs());
  };
  const askAndWait = (): void => {
    wait();
    ask();
  };
  wait();
  const unlisten = onBack(askAndWait);
  return () => {
    unlisten();
    clearTimeout(timer);
  };
}
