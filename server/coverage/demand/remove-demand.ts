import type { Actor } from '../../platform/access.ts';
import { act } from '../../platform/act.ts';
import type { Sql } from '../../platform/db.ts';
import { announce } from '../../platform/events.ts';
import { notFound } from '../../platform/http-errors.ts';
import { deleteDemand } from './demand.sql.ts';

/** Removes a demand with its places. Throws 404 where there is none. */
export async function removeDemand(sql: Sql, actor: Actor, demandId: number): Promise<void> {
  await act(sql, actor, 'demand.remove', { kind: 'demand-layer', id: demandId }, async (tx, note) => {
    const title = await deleteDemand(tx, demandId);
    if (title === undefined) throw notFound();
    await announce(tx, { kind: 'layer' });
    note({ removed: title });
  });
}
