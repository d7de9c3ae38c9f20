import { Hono } from 'hono';
import type { FaultPart } from './audit-faults.ts';
import { auditStore } from './audit-store.ts';
import type { Deps } from './deps.ts';
import { ownLag } from './own-lag.ts';
import { withPatience } from './patience.ts';
import { policed, type Env } from './policed.ts';

const PATIENCE_MS = 3000;

/** How the server stands. `since` (ISO): from when on only live watching goes on, each viewing kept aside (Art. 18(1)). */
export interface Health {
  /** 'degraded': everything goes on, and the audit does not hold. */
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly part?: 'database' | 'audit';
  readonly since?: string;
  /** Whether there is room for the record of more viewings on this server. */
  readonly spool?: { readonly state: 'fine' | 'full-soon' | 'full' | 'unwritable' };
  /** What of the audit does not hold (Art. 30(3)). */
  readonly faults?: readonly FaultPart[];
}

/**
 * `GET /api/health`: 200 `{"status":"ok"}` or `degraded`, or 503 naming the part that does not answer. Where this program
 * was late itself and so did not judge cameras, the header `Probes-Held-Back` says how often in the last minute.
 */
export const healthRoutes = (deps: Deps) =>
  new Hono<Env>().get('/health', policed('anyone'), async (c) => {
    c.header('Cache-Control', 'no-store');
    const late = ownLag.heldBack();
    if (late) c.header('Probes-Held-Back', `${late.looks}; late-ms=${late.worstMs}`);
    const asked = deps.sql<{ faults: FaultPart[] }[]>`
      select postgis_lib_version(), array(select part from audit_fault order by part) as faults`;
    const answer = await withPatience(asked, PATIENCE_MS).then(
      ([row]) => row,
      () => undefined,
    );
    const answers = answer !== undefined;
    const faults = answer?.faults ?? [];
    const { away, spool } = auditStore;
    const health: Health = {
      status: !answers || away !== null ? 'failing' : faults.length > 0 ? 'degraded' : 'ok',
      ...(answers ? away && { part: 'audit' } : { part: 'database' }),
      ...(away && { since: away.since.toISOString() }),
      ...(spool &&
        (away !== null || spool.waiting > 0 || spool.state !== 'fine') && {
          spool: { state: spool.state },
        }),
      ...(faults.length > 0 && { faults }),
    };
    return c.json(health, health.status === 'failing' ? 503 : 200);
  });
