import { act } from '../platform/act.ts';
import { can, SYSTEM, type Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { actorsOfSessions } from '../platform/session.ts';
import type { PursuitEnd } from './pursuits.schema.ts';
import { selectUnended, updateEnd, type UnendedPursuit } from './pursuits.sql.ts';

const SWEEP_MS = 1000;

/** Why a pursuit is over without anybody's word; null while it goes on. */
function overBecause({ open, accountId }: UnendedPursuit, actor: Actor | undefined): PursuitEnd | null {
  if (!open) return 'time';
  if (actor?.accountId !== accountId) return 'session-ended';
  return can(actor, 'pursuit.open') && can(actor, 'camera.watch') ? null : 'right-removed';
}

/** Ends what is over by its time, its session or its right, each with its row in the audit (Art. 27). */
export async function endWhatIsOver(sql: Deps['sql']): Promise<void> {
  const unended = await selectUnended(sql);
  if (unended.length === 0) return;
  const actors = await actorsOfSessions(sql, [...new Set(unended.map(({ sessionId }) => sessionId))]);
  for (const pursuit of unended) {
    const { pursuitId, pursuitNo } = pursuit;
    const why = overBecause(pursuit, actors.get(pursuit.sessionId));
    if (why === null) continue;
    const object = { kind: 'pursuit', id: pursuitId, detail: { pursuit: pursuitNo, why } };
    await act(sql, SYSTEM, 'pursuit.end', object, async (tx, note) => {
      const ended = await updateEnd(tx, pursuitId, { by: SYSTEM.personName, why });
      if (!ended) note({ repeated: true });
      await announce(tx, { kind: 'pursuit' });
    });
  }
}

/** Looks each second, and whenever a right changed, whether a pursuit is over. */
export function mindPursuits({ sql, events }: Pick<Deps, 'sql' | 'events'>): { stop: () => Promise<void> } {
  let running: Promise<void> | null = null;
  const sweep = (): void => {
    running ??= endWhatIsOver(sql)
      .catch((error: unknown) => console.error('pursuits:', (error as Error).message))
      .finally(() => (running = null));
  };
  const timer = setInterval(sweep, SWEEP_MS);
  timer.unref();
  const unlisten = events.onRights(sweep);
  return {
    stop: async () => {
      clearInterval(timer);
      unlisten();
      await running;
    },
  };
}
