import { createHash } from 'node:crypto';
import { cityDay } from '../cameras/city-day.rules.ts';
import { SYSTEM, type Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import { auditKey, fingerprintOf, signatureHolds } from '../platform/audit-keys.ts';
import type { Config } from '../platform/config.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import {
  dueDayOf,
  figuresOf,
  monthOf,
  monthsOnRecord,
  reviewState,
  statementText,
} from './audit-review.rules.ts';
import type { MonthFigures, MonthReview, ReviewSummary } from './audit.schema.ts';
import { selectMonthFigures } from './month-figures.sql.ts';
import { noteReading } from './read-audit.ts';
import {
  insertReview,
  selectFirstDay,
  selectHead,
  selectReview,
  selectSignedMonths,
  type SignedReview,
} from './review-month.sql.ts';

/** The months on record, newest first, with whether each was looked through and signed. */
export async function listReviews({ sql, now }: Deps): Promise<ReviewSummary[]> {
  const today = cityDay(now());
  const [first, signed] = [await selectFirstDay(sql), await selectSignedMonths(sql)];
  return monthsOnRecord(first ?? today, today, signed).map((month) => ({
    month,
    state: reviewState(month, today, signed.has(month)),
    dueOn: dueDayOf(month),
  }));
}

/** Throws 404 for a month that has not begun, or lies before the first row. */
async function refuseUnknownMonth(sql: Sql, month: string, today: string): Promise<void> {
  const first = await selectFirstDay(sql);
  if (month > monthOf(today) || month < monthOf(first ?? today)) throw notFound();
}

/** A month as it was signed, or as its figures stand now. Reading it is on record. */
export async function readReview(
  { sql, now, config }: Deps,
  actor: Actor,
  month: string,
): Promise<MonthReview> {
  const today = cityDay(now());
  const signed = await selectReview(sql, month);
  if (signed === undefined) await refuseUnknownMonth(sql, month, today);
  await noteReading(sql, actor, 'review', { month });
  const about = {
    month,
    state: reviewState(month, today, signed !== undefined),
    dueOn: signed?.dueOn ?? dueDayOf(month),
  };
  return signed === undefined
    ? { ...about, ...UNSIGNED, figures: await selectMonthFigures(sql, month) }
    : { ...about, ...asSigned(signed, auditKey(config.secretsDir).publicKey) };
}

const UNSIGNED = {
  findings: null,
  signedAt: null,
  signedBy: null,
  headSeq: null,
  headHash: null,
  sha256: null,
  signatureHolds: null,
  keyFingerprint: null,
  demo: false,
} as const;

/** The review as its signed text tells it: what stands beside that text proves nothing. */
function asSigned(signed: SignedReview, ownKey: Uint8Array): Omit<MonthReview, keyof ReviewSummary> {
  const { month, findings, signedAt, signedBy, headSeq, statement, signature, publicKey, source } = signed;
  const headHash = Buffer.from(signed.headHash).toString('hex');
  const figures = figuresOf(statement);
  const told =
    figures === null
      ? null
      : statementText({
          month,
          figures,
          findings,
          headSeq,
          headHash,
          signedBy,
          signedAt: signedAt.toISOString(),
        });
  return {
    figures: figures ?? signed.figures,
    findings,
    signedAt: signedAt.toISOString(),
    signedBy,
    headSeq,
    headHash,
    sha256: sha256Of(statement),
    signatureHolds:
      told === statement &&
      Buffer.from(ownKey).equals(publicKey) &&
      signatureHolds(publicKey, 'review', statement, signature),
    keyFingerprint: fingerprintOf(publicKey),
    demo: source === 'demo',
  };
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const beforeTheAudit = (first: string): ApiError =>
  new ApiError(409, 'before-audit', {
    ko: `감사 기록은 ${first}에 시작했습니다. 그 전의 달은 점검할 기록이 없어 서명할 수 없습니다.`,
    en: `The audit began on ${first}. A month before that has no records and cannot be signed.`,
  });

const signedAlready = (): ApiError =>
  new ApiError(409, 'signed-already', {
    ko: '이 달의 점검은 이미 서명되어 바꿀 수 없습니다.',
    en: 'The review of this month is signed already and stays as it is.',
  });

/**
 * The auditor's findings on a month, signed with the head of the chain (접속기록의 점검). Throws 409 while the month runs,
 * for one before the audit began, and where it was signed before; the same findings sent twice are one review.
 */
export async function signReview(
  { sql, now, config }: Deps,
  actor: Actor,
  month: string,
  findings: string,
): Promise<void> {
  const object = { kind: 'audit-review', id: month };
  await act(sql, actor, 'audit.review', object, async (tx, note) => {
    if (month >= monthOf(cityDay(now())))
      throw new ApiError(409, 'month-not-over', {
        ko: '아직 끝나지 않은 달은 점검에 서명할 수 없습니다.',
        en: 'A month that is not over cannot be signed.',
      });
    const before = await selectReview(tx, month);
    if (before?.findings === findings && before.signedByAccount === actor.accountId)
      return note({ repeated: true });
    if (before !== undefined) throw signedAlready();
    const began = (await selectFirstDay(tx)) ?? cityDay(now());
    if (month < monthOf(began)) throw beforeTheAudit(began);
    const figures = await selectMonthFigures(tx, month);
    const by = { name: actor.personName, accountId: actor.accountId };
    const { first, facts } = await insertSigned(
      tx,
      config,
      { month, figures, findings, by, at: now() },
      'console',
    );
    // Somebody else signed meanwhile.
    if (!first) throw signedAlready();
    note({ findings, ...facts });
  });
}

interface Signing {
  readonly month: string;
  readonly figures: MonthFigures;
  readonly findings: string;
  readonly by: { readonly name: string; readonly accountId: number | null };
  readonly at: Date;
}

/** Signs over the head of the chain as it is now. `first` is false where the month was signed already. */
async function insertSigned(
  tx: Tx,
  { secretsDir }: Pick<Config, 'secretsDir'>,
  { month, figures, findings, by, at }: Signing,
  source: string,
): Promise<{ first: boolean; facts: { headSeq: number; sha256: string } }> {
  const head = await selectHead(tx);
  const statement = statementText({
    month,
    figures,
    findings,
    headSeq: head.seq,
    headHash: Buffer.from(head.hash).toString('hex'),
    signedBy: by.name,
    signedAt: at.toISOString(),
  });
  const key = auditKey(secretsDir);
  const first = await insertReview(tx, {
    month,
    signedAt: at,
    signedBy: by.name,
    signedByAccount: by.accountId,
    dueOn: dueDayOf(month),
    figures,
    findings,
    headSeq: head.seq,
    headHash: head.hash,
    statement,
    signature: key.sign('review', statement),
    publicKey: key.publicKey,
    source,
  });
  return { first, facts: { headSeq: head.seq, sha256: sha256Of(statement) } };
}

/** The invented review of the demo city; it says that it is one. */
export async function signDemoMonth(
  sql: Sql,
  config: Pick<Config, 'secretsDir'>,
  signing: Omit<Signing, 'by'> & { readonly signedBy: string },
): Promise<void> {
  const { month, findings, signedBy } = signing;
  await act(sql, SYSTEM, 'audit.review', { kind: 'audit-review', id: month }, async (tx, note) => {
    const by = { name: signedBy, accountId: null };
    note({ findings, ...(await insertSigned(tx, config, { ...signing, by }, 'demo')).facts });
  });
}
