import { selectOperationsHead } from '../people/index.ts';
import { readFaults } from '../platform/audit-faults.ts';
import type { Sql } from '../platform/db.ts';
import type { AuditFaults } from './audit.schema.ts';

/** What of the audit does not hold now, and whom to call about it (Art. 5(1), 30(3)). */
export async function readAuditFaults(sql: Sql): Promise<AuditFaults> {
  const faults = await readFaults(sql);
  return {
    faults: faults.map((each) => ({ ...each, since: each.since.toISOString() })),
    ask: faults.length === 0 ? null : await selectOperationsHead(sql),
  };
}
