import type { Deps } from '../platform/deps.ts';
import type { OpenPursuit } from './pursuit.rules.ts';
import { selectOpenPursuits } from './pursuits.sql.ts';

/** The open pursuits by their session, as the database last told them: for pictures that open while it is away (Art. 18(1), 27). */
export type KnownPursuits = Map<string, OpenPursuit>;

/** Reads them now and whenever one begins or ends. Returns what stops it. */
export function keepPursuitsKnown(
  { sql, events }: Pick<Deps, 'sql' | 'events'>,
  known: KnownPursuits,
): () => void {
  const read = async (): Promise<void> => {
    const open = await selectOpenPursuits(sql);
    known.clear();
    for (const { sessionId, ...pursuit } of open) known.set(sessionId, pursuit);
  };
  const readOrSay = (): void =>
    void read().catch((error: unknown) => console.error('pursuits:', (error as Error).message));
  readOrSay();
  return events.subscribe(({ kind }) => {
    if (kind === 'pursuit') readOrSay();
  });
}
