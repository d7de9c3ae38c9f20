import type { RightsNow } from '../../server/people/people.schema.ts';

const MOST_MS = 3600_000;
/** A right may be given at any time; many who wait do not ask at once. */
const ASK_MS = 12_000;
const SPREAD_MS = 8_000;
/** The server's clock decides, and this machine's may run a little ahead. */
const AFTER_MS = 400;

/**
 * Asks anew when a right begins or ends, and for as long as none holds every now and then. Returns the function that
 * ends it.
 */
export function watchRights({ inForce, changesAt }: RightsNow, ask: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    const leftMs = changesAt === null ? Infinity : Date.parse(changesAt) - Date.now() + AFTER_MS;
    const slowMs = inForce ? MOST_MS : ASK_MS + Math.random() * SPREAD_MS;
    timer = setTimeout(
      () => {
        ask();
        wait();
      },
      leftMs > 0 ? Math.min(leftMs, slowMs) : slowMs,
    );
  };
  wait();
  return () => clearTimeout(timer);
}
