import { can, scopeOf, WHOLE_CITY, type AccessGrant, type Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { forgetSessions } from '../platform/session.ts';
import { readSetting } from '../platform/settings.ts';
import { ownAccount, rightOver, secondPersonFirst } from './account-faults.ts';
import { dueDayOf, quartersOnRecord, reviewState, signableFrom, waits } from './access-review.rules.ts';
import type {
  DecisionBody,
  ReviewLine,
  ReviewSummary,
  ReviewView,
  SignBody,
} from './access-review.schema.ts';
import {
  firstAccountDay,
  insertReview,
  lockReview,
  otherOfficerDecides,
  selectCameraKinds,
  selectReviewLines,
  selectSignedReview,
  selectSignedReviews,
  upsertDecision,
  type CameraKind,
  type LineRow,
  type SignedReview,
} from './access-review.sql.ts';
import { endRights, lockRight } from './rights.sql.ts';
import { isOverseer } from './two-people.law.ts';

const undecided = (n: number): ApiError =>
  new ApiError(409, 'undecided', {
    ko: `아직 정하지 않은 권한이 ${n}건 있습니다. 모두 유지나 회수로 정한 뒤 서명해 주십시오.`,
    en: `${n} rights are not decided yet. Decide each, keep or revoke, and sign then.`,
  });

const listChanged = (): ApiError =>
  new ApiError(409, 'list-changed', {
    ko: '그 사이 목록이 바뀌었습니다. 새로 읽고 확인한 뒤 서명해 주십시오.',
    en: 'The list has changed meanwhile. Read it anew before signing.',
  });

const quarterNotOver = (day: string): ApiError =>
  new ApiError(409, 'quarter-not-over', {
    ko: `끝나지 않은 분기의 점검에는 서명할 수 없습니다. ${day}부터 서명할 수 있습니다. 그때까지 정한 것은 그대로 남습니다.`,
    en: `A quarter that is not over cannot be signed. Sign from ${day} on; what is decided until then stays.`,
  });

const reviewSigned = (): ApiError =>
  new ApiError(409, 'review-signed', {
    ko: '이미 서명한 점검입니다. 서명한 목록은 바꿀 수 없습니다.',
    en: 'This review is signed. A signed list cannot be changed.',
  });

/** How many cameras one right alone lets its holder watch: the same question that every viewing asks. */
function watchable(row: LineRow, kinds: readonly CameraKind[]): { ordinary: number; protected: number } {
  const { districtIds, departmentId, purposes } = row.right;
  const grant: AccessGrant = { ...WHOLE_CITY[0]!, grantId: row.grantId, districtIds, departmentId, purposes };
  const holder: Actor = {
    accountId: row.accountId,
    sessionId: null,
    account: row.account,
    personName: row.personName,
    seat: null,
    role: row.personRole,
    departmentId: row.personDepartmentId,
    agency: row.agency,
    contractorId: row.contractorId,
    grants: [grant],
    pledged: true,
    passwordDue: false,
    display: false,
    address: null,
  };
  const seen = { ordinary: 0, protected: 0 };
  for (const kind of kinds)
    if (can(holder, 'camera.watch', kind)) seen[kind.protected ? 'protected' : 'ordinary'] += kind.count;
  return seen;
}

/** The list as the registers give it now, protected sites counted apart. */
export async function linesNow(
  sql: Sql | Tx,
  quarter: string,
): Promise<(ReviewLine & { accountId: number })[]> {
  const [rows, kinds] = await Promise.all([selectReviewLines(sql, quarter), selectCameraKinds(sql)]);
  const lines = rows.map((row) => {
    const seen = watchable(row, kinds);
    const { accountId, grantId, account, personName, role, department, agencyName, contractor } = row;
    const { right, lastUsedAt, over, decision, endAsked } = row;
    const who = { accountId, grantId, account, personName, role, department, agencyName, contractor };
    return {
      ...who,
      right,
      cameras: seen.ordinary,
      protectedCameras: seen.protected,
      lastUsedAt,
      over,
      decision,
      endAsked,
    };
  });
  // Whoever may watch most is looked at first; what is over already, last.
  return lines.sort(
    (a, b) =>
      Number(a.over) - Number(b.over) ||
      b.cameras - a.cameras ||
      a.account.localeCompare(b.account) ||
      a.grantId - b.grantId,
  );
}

/** A line as it is signed: without the account's number, and whether it is the right of whoever reads or signs. */
const ownedBy =
  (actor: Actor) =>
  ({ accountId, ...line }: ReviewLine & { accountId: number }): ReviewLine => ({
    ...line,
    own: accountId === actor.accountId,
  });

/** A line without protected sites for who may not know of them (Art. 10(4)). */
const shownTo =
  (actor: Actor) =>
  (shown: ReviewLine): ReviewLine => {
    return scopeOf(actor).protectedOf === 'all' ? shown : { ...shown, protectedCameras: null };
  };

const summaryOf = (
  quarter: string,
  signed: SignedReview | undefined,
  today: string,
  reviewDays: number,
): ReviewSummary => ({
  quarter,
  state: reviewState(quarter, { today, reviewDays, signed: signed !== undefined }),
  dueOn: signed?.dueOn ?? dueDayOf(quarter, reviewDays),
  signableFrom: signableFrom(quarter),
  signedAt: signed?.signedAt ?? null,
  signedBy: signed?.signedBy ?? null,
  note: signed?.note ?? null,
  sha256: signed?.sha256 ?? null,
  demo: signed?.demo ?? false,
});

/** Every quarter's review and where it stands today, newest first. */
export async function listReviews(sql: Sql, today: string): Promise<ReviewSummary[]> {
  const [signed, first, reviewDays] = await Promise.all([
    selectSignedReviews(sql),
    firstAccountDay(sql),
    readSetting(sql, 'review.days'),
  ]);
  const byQuarter = new Map(signed.map((each) => [each.quarter, each]));
  const quarters = new Set([...quartersOnRecord(first ?? today, today), ...byQuarter.keys()]);
  return [...quarters]
    .sort((a, b) => b.localeCompare(a))
    .map((quarter) => summaryOf(quarter, byQuarter.get(quarter), today, reviewDays));
}

/** A quarter's list: as it was signed, or as the registers give it now. Throws 404 for a quarter that is none of ours. */
export async function readReview(
  sql: Sql,
  actor: Actor,
  quarter: string,
  today: string,
): Promise<ReviewView> {
  const summary = (await listReviews(sql, today)).find((each) => each.quarter === quarter);
  if (summary === undefined) throw notFound();
  const signed = summary.state === 'signed' ? await selectSignedReview(sql, quarter) : undefined;
  const now = signed !== undefined || summary.state === 'missed' ? [] : await linesNow(sql, quarter);
  const lines = signed?.list ?? now.map(ownedBy(actor));
  const othersDecide = await otherOfficerDecides(sql, actor.accountId);
  return { ...summary, lines: lines.map(shownTo(actor)), othersDecide };
}

async function mustBeOpen(tx: Tx, quarter: string, today: string): Promise<ReviewSummary> {
  await lockReview(tx, quarter);
  const summary = (await listReviews(tx as unknown as Sql, today)).find((each) => each.quarter === quarter);
  if (summary === undefined || summary.state === 'missed') throw notFound();
  return summary;
}

/**
 * Decides one right in the review of a quarter; to revoke it ends it in the same transaction. Nobody decides the own
 * right (최소한의 인원, Art. 30(1)). Throws 403 `own-account` for that, 409 where the review is signed or two people do it.
 */
export async function decideRight(
  sql: Sql,
  actor: Actor,
  quarter: string,
  grantId: number,
  body: DecisionBody,
  today: string,
): Promise<void> {
  const object = { kind: 'access-review', id: quarter, detail: { grantId, ...body } };
  await act(sql, actor, 'account.review', object, async (tx, note) => {
    if ((await mustBeOpen(tx, quarter, today)).state === 'signed') throw reviewSigned();
    const right = await lockRight(tx, grantId);
    const line = (await selectReviewLines(tx, quarter)).find((each) => each.grantId === grantId);
    if (right === undefined || line === undefined) throw notFound();
    note({ account: line.account });
    if (right.accountId === actor.accountId) throw ownAccount();
    if (body.decision === 'revoke' && isOverseer(line.personRole)) throw secondPersonFirst();
    if (body.decision === 'keep' && right.over) throw rightOver();
    if (body.decision === 'revoke')
      await endRights(tx, { grantId }, { personName: actor.personName, reason: body.reason });
    await upsertDecision(tx, quarter, grantId, actor, body);
  });
  forgetSessions();
}

/**
 * Signs the review of a quarter as a whole: the list is frozen word for word with its SHA-256 (Art. 30(1)). Throws 409
 * while the quarter runs or a line is undecided or when the list has changed; a second press answers as the first. The
 * signer's own right is decided by another officer; where there is none, the list names it as not decided.
 */
export async function signReview(
  sql: Sql,
  actor: Actor,
  quarter: string,
  body: SignBody,
  today: string,
): Promise<void> {
  await act(sql, actor, 'account.review', { kind: 'access-review', id: quarter }, async (tx, note) => {
    const summary = await mustBeOpen(tx, quarter, today);
    if (summary.state === 'signed') {
      const signed = await selectSignedReview(tx, quarter);
      if (signed?.signedByAccount !== actor.accountId) throw reviewSigned();
      note({ repeated: true });
      return;
    }
    if (summary.state === 'open') throw quarterNotOver(summary.signableFrom);
    const lines = (await linesNow(tx, quarter)).map(ownedBy(actor));
    if (lines.length !== body.lines) throw listChanged();
    const othersDecide = await otherOfficerDecides(tx, actor.accountId);
    const open = lines.filter((line) => waits(line, othersDecide)).length;
    if (open > 0) throw undecided(open);
    await insertReview(tx, {
      quarter,
      signedBy: actor.personName,
      accountId: actor.accountId,
      dueOn: summary.dueOn,
      lines,
      note: body.note,
      source: 'console',
    });
    const signed = await selectSignedReview(tx, quarter);
    const revoked = lines.filter(({ decision }) => decision?.decision === 'revoke').length;
    note({ signed: true, lines: lines.length, revoked, sha256: signed!.sha256 });
  });
}
