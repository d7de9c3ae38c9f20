import { anchorAudit, AnchorRefused, PlaceUnwritable, type AnchorPlace } from './audit-anchors.ts';
import {
  faultOfFences,
  faultsOf,
  keepFaults,
  readFaults,
  type AuditFault,
  type FaultPart,
} from './audit-faults.ts';
import { fencesThatAreDown } from './audit-fences.ts';
import { verifyAudit } from './audit-verdict.ts';
import type { Sql } from './db.ts';
import type { Jobs, Queue } from './jobs.ts';

export const ANCHOR: Queue = { name: 'audit-anchor', retryLimit: 2 };

interface Look {
  readonly found: readonly AuditFault[];
  readonly looked: readonly FaultPart[];
}

/** Signs the head, and says what of the audit kept it from being signed. */
async function signHead(sql: Sql, place: AnchorPlace): Promise<Look> {
  try {
    await anchorAudit(sql, place);
    return { found: [], looked: ['place'] };
  } catch (error) {
    if (error instanceof AnchorRefused) {
      const { seq, why } = error.broken;
      return { found: [{ part: 'chain', why, seq, names: [] }], looked: [] };
    }
    if (error instanceof PlaceUnwritable)
      return { found: [{ part: 'place', why: error.why, seq: null, names: [] }], looked: ['place'] };
    throw error;
  }
}

/**
 * Signs the head of the chain at the second place, looks whether the fences stand, and keeps what is wrong where the screens
 * find it (Art. 30(3)). While the chain or its heads do not hold, the whole is verified each time: only that says that it is over.
 * Rejects where the database cannot be asked.
 */
export async function watchAudit(sql: Sql, place: AnchorPlace): Promise<void> {
  const signed = await signHead(sql, place);
  const standing = await readFaults(sql);
  const doubted = [...signed.found, ...standing].some(({ part }) => part === 'chain' || part === 'heads');
  const whole: Look = doubted
    ? { found: faultsOf(await verifyAudit(sql, place)), looked: ['chain', 'heads', 'fences'] }
    : { found: faultOfFences(await fencesThatAreDown(sql)), looked: ['fences'] };
  const found = [
    ...whole.found,
    ...signed.found.filter((each) => !whole.found.some(({ part }) => part === each.part)),
  ];
  await keepFaults(sql, found, [...signed.looked, ...whole.looked]);
}

/** Watches every ten minutes, once for the whole installation however many processes run. */
export async function startWatchingAudit(jobs: Jobs, sql: Sql, place: AnchorPlace): Promise<void> {
  await jobs.work(ANCHOR, () => watchAudit(sql, place));
  await jobs.schedule(ANCHOR, '*/10 * * * *');
}

/** Signs once more at a clean stop; what hinders it is kept for the next start, and stops nothing. */
export async function signAtStop(sql: Sql, place: AnchorPlace): Promise<void> {
  await signHead(sql, place)
    .then(({ found, looked }) => keepFaults(sql, found, looked))
    .catch((error: unknown) => console.error('audit: not anchored,', (error as Error).message));
}
