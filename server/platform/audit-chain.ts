import type { Sql } from './db.ts';
import { walkAudit, type ChainBreak, type WalkOptions, type Walked } from './audit-walk.ts';

export interface ChainVerdict extends Walked {
  readonly headSeq: number;
}

/**
 * Walks the whole chain and holds its end against the head row (Art. 30(3)). A tail cut from both the rows and the head
 * leaves nothing here to see: that is what the anchors are for.
 */
export async function verifyChain(sql: Sql, options: WalkOptions = {}): Promise<ChainVerdict> {
  const [head] = await sql<{ seq: number; hash: Buffer }[]>`
    select seq::float8 as seq, hash from audit_head`;
  const walked = await walkAudit(sql, options);
  const headSeq = head?.seq ?? 0;
  if (walked.broken !== null || head === undefined) return { ...walked, headSeq };
  // Rows may have come between the two readings; fewer than the head says never.
  if (walked.lastSeq < headSeq)
    return { ...walked, headSeq, broken: { seq: walked.lastSeq + 1, why: 'tail-cut' } };
  const [now] = await sql<{ seq: number; hash: Buffer }[]>`
    select seq::float8 as seq, hash from audit_head`;
  if (now!.seq === walked.lastSeq && now!.hash.toString('hex') !== walked.lastHash)
    return { ...walked, headSeq, broken: { seq: walked.lastSeq, why: 'row-not-following' } };
  if (now!.seq < walked.lastSeq)
    return { ...walked, headSeq: now!.seq, broken: { seq: now!.seq + 1, why: 'row-not-following' } };
  return { ...walked, headSeq };
}

/** The first row that does not follow from the one before it, or null where the whole chain holds. */
export async function brokenAuditRow(sql: Sql): Promise<ChainBreak | null> {
  return (await verifyChain(sql)).broken;
}
