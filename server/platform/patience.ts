/** The database has not said anything for longer than anybody would wait; read by `databaseIsAway`. */
export class DatabaseSilent extends Error {
  override name = 'DatabaseSilent';
  readonly code = 'DATABASE_SILENT';
}

/** The answer, or DatabaseSilent after so many ms. What was asked goes on: it may still be done later. */
export function withPatience<T>(answer: PromiseLike<T>, ms: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new DatabaseSilent(`no answer in ${ms} ms`)), ms);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error as Error);
      },
    );
  });
}
