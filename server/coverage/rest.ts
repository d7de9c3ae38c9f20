/** Lets others run, once enough was worked without a pause. */
export type Rest = () => Promise<void>;

/** Goes through a piece of work, resting between its steps. */
export async function worked<T>(steps: Generator<undefined, T>, rest: Rest): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await rest();
  }
}

/** Long work on the one thread of the server, cut into slices of so many milliseconds. */
export function restEvery(sliceMs: number): Rest {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await new Promise((rested) => setImmediate(rested));
    since = performance.now();
  };
}
