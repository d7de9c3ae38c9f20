import { act } from './act.ts';
import type { Sql } from './db.ts';
import { actorsOfSessions, remembered } from './session.ts';

/** What the database says now of everybody who is remembered: a right that was taken is forgotten as one that is held. */
export async function proveRemembered(sql: Sql): Promise<void> {
  const sessionIds = remembered.ids();
  if (sessionIds.length > 0) await actorsOfSessions(sql, sessionIds);
}

/** Takes the sessions away that were left while that could not be done, with their rows in the audit. Rejects while it still cannot. */
export async function endDropped(sql: Sql): Promise<void> {
  for (const sessionId of remembered.dropped()) {
    const actor = (await actorsOfSessions(sql, [sessionId])).get(sessionId);
    if (actor !== undefined)
      await act(sql, actor, 'session.end', { kind: 'session', detail: { late: true } }, async (tx) => {
        await tx`delete from session where session_id = ${sessionId}`;
      });
    remembered.ended(sessionId);
  }
}
