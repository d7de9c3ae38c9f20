import { Hono } from 'hono';
import { auditStore } from './audit-store.ts';
import type { Deps } from './deps.ts';
import { withPatience } from './patience.ts';
import { policed, type Env } from './policed.ts';

const PATIENCE_MS = 3000;

/** How the server stands. `since` (ISO): from when on only live watching goes on, each viewing kept aside (Art. 18(1)). */
export interface Health {
  readonly status: 'ok' | 'failing';
  readonly part?: 'database' | 'audit';
  readonly since?: string;
  /** Whether there is room for the record of more viewings on this server. */
  readonly spool?: { readonly state: 'fine' | 'full-soon' | 'full' | 'unwritable' };
}

/** `GET /api/health`: 200 `{"status":"ok"}`, or 503 naming the part that does not answer. */
export const healthRoutes = (deps: Deps) =>
  new Hono<Env>().get('/health', policed('anyone'), async (c) => {
    c.header('Cache-Control', 'no-store');
    const answers = await withPatience(deps.sql`select postgis_lib_version()`, PATIENCE_MS).then(
      () => true,
      () => false,
    );
    const { away, spool } = auditStore;
    const health: Health = {
      status: answers && away === null ? 'ok' : 'failing',
      ...(answers ? away && { part: 'audit' } : { part: 'database' }),
      ...(away && { since: away.since.toISOString() }),
      ...(spool &&
        (away !== null || spool.waiting > 0 || spool.state !== 'fine') && {
          spool: { state: spool.state },
        }),
    };
    return c.json(health, health.status === 'ok' ? 200 : 503);
  });
