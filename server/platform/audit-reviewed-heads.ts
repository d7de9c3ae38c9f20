import { signatureHolds } from './audit-keys.ts';
import type { Sql } from './db.ts';

export interface ReviewedHeads {
  /** The hash that a row had when a month was signed over it, in hex, by the row's number. */
  readonly heads: ReadonlyMap<number, string>;
  readonly trouble: { readonly why: 'review-changed' | 'review-missing'; readonly anchorNo: null } | null;
}

/** The line of a signed review that names the head of the chain; nothing before it is the signer's to write. */
const HEAD = /^기록의 머리: (\d{1,15}) ([0-9a-f]{64})$/m;

/**
 * The heads of the chain that lie in the signed reviews of months (접속기록의 점검): anchors of their own, when those at the
 * second place are gone. What stands beside the signed text proves nothing and is not read. `key`: the installation's own,
 * null where nobody has it any more.
 */
export async function readReviewedHeads(sql: Sql, key: Uint8Array | null): Promise<ReviewedHeads> {
  const reviews = await sql<{ statement: string; signature: Buffer; publicKey: Buffer }[]>`
    select statement, signature, public_key as "publicKey" from audit_review order by month`;
  const heads = new Map<number, string>();
  let changed = false;
  for (const { statement, signature, publicKey } of reviews) {
    const [, seq, hash] = HEAD.exec(statement) ?? [];
    if (hash === undefined || !signatureHolds(key ?? publicKey, 'review', statement, signature))
      changed = true;
    else if (Number(seq) > 0) heads.set(Number(seq), hash);
  }
  if (changed) return { heads, trouble: { why: 'review-changed', anchorNo: null } };
  const [missing] = await sql`
    select from audit
    where action = 'audit.review' and outcome = 'done' and role <> 'system' and detail ? 'sha256' and not exists (
      select from audit_review
      where month = object_id and encode(sha256(convert_to(statement, 'UTF8')), 'hex') = detail ->> 'sha256')
    limit 1`;
  return { heads, trouble: missing ? { why: 'review-missing', anchorNo: null } : null };
}
