import { act } from '../platform/act.ts';
import type { Actor } from '../platform/access.ts';
import { announce } from '../platform/events.ts';
import { notFound } from '../platform/http-errors.ts';
import type { PursuitDesk } from './open-pursuit.ts';
import { noConsent } from './pursuit-faults.ts';
import { selectPursuit, updateEnd } from './pursuits.sql.ts';

/**
 * Ends a pursuit, the own one or, as the officer, anybody's: whatever was opened in it closes (Art. 27). One that is over stays so.
 * `withdrawn`: because its consent was taken back, on which none can be opened any more. Throws 400 `no-consent`, and 404 where
 * it does not exist for this person.
 */
export async function endPursuit(
  { sql }: PursuitDesk,
  actor: Actor,
  pursuitId: string,
  withdrawn = false,
): Promise<void> {
  const pursuit = await selectPursuit(sql, pursuitId);
  if (pursuit === undefined) throw notFound();
  const own = pursuit.accountId === actor.accountId;
  if (!own && actor.role !== 'officer') throw notFound();
  if (withdrawn && pursuit.basis.kind !== 'consent') throw noConsent();
  const object = { kind: 'pursuit', id: pursuitId, detail: { pursuit: pursuit.pursuitNo } };
  await act(sql, actor, 'pursuit.end', object, async (tx, note) => {
    const why = withdrawn ? 'withdrawn' : own ? 'hand' : 'officer';
    const ended = await updateEnd(tx, pursuitId, { by: actor.personName, why });
    note(ended ? { why } : { repeated: true });
    if (ended) await announce(tx, { kind: 'pursuit' });
  });
}
