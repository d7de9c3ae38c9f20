import { knows, scopeOf, type Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { PursuitDesk } from './open-pursuit.ts';
import type { WayHintView } from './pursuits.schema.ts';
import { waysWithoutPursuit } from './way-hints.rules.ts';
import { selectOpened } from './way-hints.sql.ts';

const HINT_DAYS = 30;
const MOST_PICTURES = 20_000;
const MOST_HINTS = 50;

/**
 * Where one person opened several cameras along one way without a pursuit, for whoever reads the audit: a hint to look, since nobody
 * but that person knows what was looked at (Art. 27, 30(3)). That it was read is on record as every reading of the audit.
 */
export function readWayHints({ sql }: PursuitDesk, actor: Actor): Promise<WayHintView[]> {
  const scope = scopeOf(actor);
  return act(sql, actor, 'audit.read', { kind: 'audit', detail: { what: 'ways' } }, async (tx, note) => {
    const rows = await selectOpened(tx, HINT_DAYS, MOST_PICTURES);
    const cameras = new Map(rows.map((row) => [row.cameraId, row]));
    const hints = waysWithoutPursuit(rows).slice(0, MOST_HINTS);
    note({ rows: hints.length });
    return hints.map(({ accountId, personName, fromMs, toMs, cameraIds }) => ({
      ...{ accountId, personName },
      ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
      cameras: cameraIds.map((cameraId) => {
        const camera = cameras.get(cameraId)!;
        return knows(scope, camera) ? { cameraId, called: camera.called } : null;
      }),
    }));
  });
}
