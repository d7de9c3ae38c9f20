import type { Sql, Tx } from '../platform/db.ts';
import type { MonthFigures } from './audit.schema.ts';

export interface SignedReview {
  readonly month: string;
  readonly signedAt: Date;
  readonly signedBy: string;
  readonly signedByAccount: number | null;
  readonly dueOn: string;
  readonly figures: MonthFigures;
  readonly findings: string;
  readonly headSeq: number;
  readonly headHash: Uint8Array;
  readonly statement: string;
  readonly signature: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly source: string;
}

export async function selectReview(sql: Sql | Tx, month: string): Promise<SignedReview | undefined> {
  const [row] = await sql<SignedReview[]>`
    select month, signed_at as "signedAt", signed_by as "signedBy", signed_by_account as "signedByAccount",
           due_on::text as "dueOn", figures, findings, head_seq::float8 as "headSeq", head_hash as "headHash", statement,
           signature, public_key as "publicKey", source
    from audit_review where month = ${month}`;
  return row;
}

/** False where the month was signed already. */
export async function insertReview(tx: Tx, review: SignedReview): Promise<boolean> {
  const { count } = await tx`
    insert into audit_review (month, signed_at, signed_by, signed_by_account, due_on, figures, findings, head_seq,
                              head_hash, statement, signature, public_key, source)
    values (${review.month}, ${review.signedAt}, ${review.signedBy}, ${review.signedByAccount}, ${review.dueOn},
            ${tx.json(review.figures as never)}, ${review.findings}, ${review.headSeq}, ${Buffer.from(review.headHash)},
            ${review.statement}, ${Buffer.from(review.signature)}, ${Buffer.from(review.publicKey)}, ${review.source})
    on conflict (month) do nothing`;
  return count === 1;
}

export async function selectSignedMonths(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ month: string }[]>`select month from audit_review`;
  return new Set(rows.map(({ month }) => month));
}

/** The day in Seoul of the first row; undefined while there is none. */
export async function selectFirstDay(sql: Sql | Tx): Promise<string | undefined> {
  const [row] = await sql<{ day: string }[]>`
    select to_char(at at time zone 'Asia/Seoul', 'YYYY-MM-DD') as day from audit order by at, seq limit 1`;
  return row?.day;
}

export async function selectHead(tx: Tx): Promise<{ seq: number; hash: Uint8Array }> {
  const [row] = await tx<
    { seq: number; hash: Uint8Array }[]
  >`select seq::float8 as seq, hash from audit_head`;
  return row!;
}
