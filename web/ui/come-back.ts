import { slowMs, spreadMs } from './come-back.rules.ts';

const waiting = new Set<() => void>();
const hurrying = new Set<() => void>();

/** The server has answered somebody again, such as a picture: whatever waits for its own turn to try is told at once. */
export function tellAnswer(): void {
  for (const each of hurrying) each();
}

/** Calls `hurry` with each such answer. Returns the function that ends it. */
export function onAnswer(hurry: () => void): () => void {
  hurrying.add(hurry);
  return () => hurrying.delete(hurry);
}

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
