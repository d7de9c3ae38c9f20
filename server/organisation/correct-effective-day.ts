import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { called } from '../platform/particle.rules.ts';
import { applyMoves } from './camera-moves.sql.ts';
import { inOrder, rehearseInOrder } from './in-order.ts';
import type { CorrectionBody, CorrectionForm, CorrectionPreview } from './organisation.schema.ts';
import {
  endHolding,
  findActingCutOn,
  findNameTwice,
  redateHolding,
  redateOrder,
  selectOrders,
  selectState,
  shiftEffects,
  type KnownOrder,
} from './organisation.sql.ts';
import { dayAfter } from '../platform/day-after.rules.ts';
import { lockPerson } from './people.sql.ts';
import { spread } from './spread.ts';
import type { Holding } from './state.rules.ts';

/**
 * Corrects the day on which an order, a designation or a holding really took effect. What was known before stays known
 * as it was (Art. 4, 5). Throws 404, 409 `part-of-order` for a designation that came with a reorganisation, 409
 * `changed-since` where its rows have been changed by another order.
 */
export async function correctEffectiveDay(
  sql: Sql,
  actor: Actor,
  { of, effectiveOn, reason }: CorrectionBody,
  today: string,
): Promise<void> {
  const detail = { ...of, effectiveOn, reason };
  await inOrder(sql, actor, { kind: 'organisation-correction', detail }, async (tx, note) => {
    if (of.kind === 'holding') {
      const { was, actingEnded } = await redate(tx, of.holdingId, effectiveOn);
      note({ was, ...(actingEnded === null ? {} : { actingEnded }) });
    } else note({ was: await shift(tx, await orderOf(tx, of), effectiveOn, actor, today) });
    await spread(tx);
  });
}

async function orderOf(tx: Tx, of: Exclude<CorrectionBody['of'], { kind: 'holding' }>): Promise<KnownOrder> {
  const orders = await selectOrders(tx);
  const found = orders.find((order) =>
    of.kind === 'reorganisation'
      ? order.kind === 'reorganisation' && order.orderId === of.reorganisationId
      : order.effects.designations.begun.includes(of.designationId),
  );
  if (found === undefined) throw notFound();
  if (of.kind === 'designation' && found.kind === 'reorganisation')
    throw new ApiError(409, 'part-of-order', {
      ko: `이 지정은 직제 개편(${found.orderNo})과 함께 시행됐습니다. 그 개편의 시행일을 바로잡으십시오.`,
      en: `This designation came with the reorganisation ${found.orderNo}. Correct the day of that order.`,
    });
  return found;
}

async function shift(
  tx: Tx,
  { orderId, effects, effectiveOn: was }: KnownOrder,
  effectiveOn: string,
  actor: Actor,
  today: string,
): Promise<string> {
  if (was === effectiveOn) return was;
  if (was <= today && effectiveOn > today)
    throw new ApiError(
      409,
      'in-effect',
      {
        ko: `${was}부터 시행된 명령입니다. 오늘(${today}) 뒤로는 바로잡을 수 없습니다. 되돌리려면 새 명령을 적으십시오.`,
        en: `This order has been in effect since ${was}. Its day cannot be put after today (${today}). Write a new order to undo it.`,
      },
      'effectiveOn',
    );
  if ((await shiftEffects(tx, effects, was, effectiveOn)) > 0)
    throw new ApiError(409, 'changed-since', {
      ko: '이 명령이 바꾼 것을 다른 명령이 다시 바꾸었습니다. 나중 것부터 바로잡으십시오. 바뀐 것은 없습니다.',
      en: 'Another order has changed since what this one changed. Correct the later one first. Nothing was changed.',
    });
  const { begun, ended } = effects.departments;
  const name = await findNameTwice(tx, [...begun, ...ended]);
  if (name !== undefined)
    throw new ApiError(
      409,
      'name-taken',
      {
        ko: `그날로 바로잡으면 ${called(name)} 부서가 둘인 날이 생깁니다. 다른 날을 적으십시오.`,
        en: `On some day two departments would be called '${name}'. Give another day.`,
      },
      'effectiveOn',
    );
  await redateOrder(tx, orderId, effectiveOn);
  if (effectiveOn <= today) await applyMoves(tx, orderId, actor);
  return was;
}

/**
 * A holding begins on another day; whoever was there until then goes on that day too, and so does the acting one who goes
 * because this holder comes (Art. 5(1)). Throws 409 `acting-later` where that one would go before having come.
 */
async function redate(
  tx: Tx,
  holdingId: number,
  effectiveOn: string,
): Promise<{ readonly was: string; readonly actingEnded: string | null }> {
  const { holdings } = await selectState(tx);
  const held = holdings.find((each) => each.holdingId === holdingId);
  if (held === undefined) throw notFound();
  const before = holdings.find(
    ({ postId, kind, validTo }) => postId === held.postId && kind === held.kind && validTo === held.validFrom,
  );
  const actingId =
    held.kind === 'holder' ? await findActingCutOn(tx, held.postId, held.validFrom) : undefined;
  const acting = holdings.find((each) => each.holdingId === actingId);
  if (acting !== undefined && effectiveOn <= acting.validFrom) throw actingLater(acting);
  const going = [before, acting].filter((each) => each !== undefined);
  if (effectiveOn < held.validFrom) {
    for (const each of going) await endHolding(tx, each.holdingId, effectiveOn);
    await redateHolding(tx, holdingId, effectiveOn);
  } else {
    await redateHolding(tx, holdingId, effectiveOn);
    for (const each of going)
      await endHolding(tx, each.holdingId, await staysUntil(tx, holdings, each, effectiveOn));
  }
  return { was: held.validFrom, actingEnded: acting?.personName ?? null };
}

/** Whoever has left is not brought back, and nobody stands where another one has come: the post is vacant until the holder comes. */
async function staysUntil(
  tx: Tx,
  holdings: readonly Holding[],
  going: Holding,
  day: string,
): Promise<string> {
  const leftOn = (await lockPerson(tx, going.personId))?.leftOn ?? null;
  const next = holdings.filter(
    ({ postId, kind, validFrom }) =>
      kind === 'acting' && going.kind === 'acting' && postId === going.postId && validFrom >= going.validTo!,
  );
  const ends = [
    day,
    ...(leftOn === null ? [] : [dayAfter(leftOn)]),
    ...next.map(({ validFrom }) => validFrom),
  ];
  return ends.sort()[0]!;
}

const actingLater = ({ personName, validFrom }: Holding): ApiError =>
  new ApiError(
    409,
    'acting-later',
    {
      ko: `${personName}의 직무대리가 ${validFrom}에 시작합니다. ${dayAfter(validFrom)}이거나 그 뒤의 날을 적거나, 직무대리의 시작일을 먼저 바로잡으십시오. 바뀐 것은 없습니다.`,
      en: `${personName} begins to act on ${validFrom}. Give ${dayAfter(validFrom)} or a later day, or correct the first day of the acting one first. Nothing was changed.`,
    },
    'effectiveOn',
  );

/** Whose days else the correction of a holding's first day would move; tried and taken back. Throws as the correction. */
export function previewCorrection(
  sql: Sql,
  actor: Actor,
  { holdingId, effectiveOn }: CorrectionForm,
): Promise<CorrectionPreview> {
  return rehearseInOrder(sql, actor, async (tx) => {
    const before = new Map((await selectState(tx)).holdings.map((each) => [each.holdingId, each]));
    await redate(tx, holdingId, effectiveOn);
    const moved = (await selectState(tx)).holdings.filter(
      (each) => each.holdingId !== holdingId && before.get(each.holdingId)?.validTo !== each.validTo,
    );
    return {
      moves: moved.map(({ holdingId: id, personName, kind, validTo }) => ({
        ...{ holdingId: id, personName, kind },
        to: { was: before.get(id)?.validTo ?? null, is: validTo },
      })),
    };
  });
}
