import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import type { Post } from '../signboards/posts.rules.ts';
import { inOrder } from './in-order.ts';
import type { AppointBody } from './organisation.schema.ts';
import { deleteHolding, endHolding, findHolding, insertHolding, selectState } from './organisation.sql.ts';
import { lockPerson } from './people.sql.ts';
import { spread } from './spread.ts';
import { openActing, standsOn, type Holding, type State } from './state.rules.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

/**
 * Puts a person in a post from a day on, as its holder or acting (직무대리); whoever was there in the same kind goes on that
 * day, and so does an acting one with no end where a holder comes (Art. 5(1)). With nobody, the post is vacant from then. Returns the post's number. A second press with the same `requestId`
 * answers as the first. Throws 400 and 409 naming the field.
 */
export async function appoint(sql: Sql, actor: Actor, body: AppointBody): Promise<number> {
  const { requestId, ...appointment } = body;
  const object = { kind: 'post', id: body.postId, detail: { ...appointment } };
  return inOrder(sql, actor, object, async (tx, note) => {
    const earlier = await findHolding(tx, requestId);
    if (earlier !== undefined) {
      note({ repeated: true });
      return earlier;
    }
    const { instead, actingEnded } = await putInPost(tx, await selectState(tx), appointment, {
      requestId,
      source: 'register',
    });
    note({ instead, ...(actingEnded === null ? {} : { actingEnded }) });
    await spread(tx);
    return body.postId;
  });
}

export interface PutInPost {
  /** Who was there in the same kind before. */
  readonly instead: string | null;
  /** The acting one who goes because a holder comes. */
  readonly actingEnded: string | null;
}

/**
 * The appointment itself, inside a transaction that holds the organisation's lock. `keepsActing`: an acting one with no
 * end stays beside the holder who comes, because both are named together.
 */
export async function putInPost(
  tx: Tx,
  state: State,
  { postId, personId, kind, fromDay, lastDay, orderNo }: Omit<AppointBody, 'requestId'>,
  by: { readonly requestId?: string; readonly source: string; readonly keepsActing?: boolean },
): Promise<PutInPost> {
  const post = state.posts.find((each) => each.postId === postId);
  if (post === undefined) throw notFound();
  if (!standsOn(fromDay, post))
    throw invalid(
      'fromDay',
      `${fromDay}에는 ${post.title} 자리가 없습니다(${post.validFrom}부터${post.validTo === null ? '' : ` ${dayAfter(post.validTo, -1)}까지`}).`,
      `The post of ${post.title} does not exist on ${fromDay}.`,
    );
  if (lastDay !== null && lastDay < fromDay)
    throw invalid('lastDay', '마지막 날은 시작하는 날 뒤입니다.', 'The last day lies after the first.');
  const same = state.holdings.filter((held) => held.postId === postId && held.kind === kind);
  const standing = same.find((held) => standsOn(fromDay, held));
  const next = same.find(({ validFrom }) => validFrom > fromDay);
  const ends = [lastDay === null ? null : dayAfter(lastDay), post.validTo, next?.validFrom ?? null];
  const validTo = ends.filter((day) => day !== null).sort()[0] ?? null;
  if (lastDay !== null && validTo !== null && validTo <= lastDay)
    throw invalid(
      'lastDay',
      `${validTo}부터 ${next?.personName ?? '다른 자리'}(으)로 바뀌기로 되어 있습니다. 그 앞날까지로 하십시오.`,
      `Something else begins on ${validTo}. Let it end before that day.`,
    );
  if (personId !== null) {
    const person = await lockPerson(tx, personId);
    if (person === undefined) throw invalid('personId', '그런 사람이 없습니다.', 'There is no such person.');
    const until = validTo === null ? null : dayAfter(validTo, -1);
    if (person.leftOn !== null && (until === null || person.leftOn < until))
      throw invalid(
        'personId',
        `${person.name}은(는) ${person.leftOn}에 떠났습니다. 다른 사람을 고르십시오.`,
        `${person.name} left on ${person.leftOn}. Choose somebody else.`,
      );
  }
  if (standing?.validFrom === fromDay && standing.personId === personId)
    throw new ApiError(
      409,
      'holder-already',
      {
        ko: `${standing.personName}이(가) ${fromDay}부터 이미 이 자리에 있습니다.`,
        en: `${standing.personName} is in this post from ${fromDay} on already.`,
      },
      'personId',
    );
  if (personId === null && standing === undefined) {
    // The second press of the same act finds what the first has done.
    if (same.some((held) => held.validTo === fromDay)) return { instead: null, actingEnded: null };
    throw invalid('personId', '그날은 이미 비어 있습니다.', 'Nobody is there on that day already.');
  }
  const source = { orderNo, source: by.source };
  if (standing !== undefined) {
    // Whoever was to begin on that very day never does; what was recorded stays readable by its recorded time.
    if (standing.validFrom === fromDay) await deleteHolding(tx, standing.holdingId);
    else await endHolding(tx, standing.holdingId, fromDay);
  }
  if (personId !== null) {
    const holding = { postId, personId, kind, validFrom: fromDay, validTo, ...source };
    await insertHolding(tx, by.requestId === undefined ? holding : { ...holding, requestId: by.requestId });
  }
  // An order to come carries on whoever is in the post by then, not whoever was there when it was recorded.
  const goesOn =
    validTo === post.validTo &&
    state.holdings.find(
      (held) => held.personId === standing?.personId && held.kind === kind && held.validFrom === post.validTo,
    );
  if (goesOn) {
    await deleteHolding(tx, goesOn.holdingId);
    if (personId !== null)
      await insertHolding(tx, {
        ...{ postId: goesOn.postId, personId, kind, validFrom: goesOn.validFrom, validTo: goesOn.validTo },
        ...{ orderNo: goesOn.orderNo, source: by.source },
      });
  }
  const acting =
    kind === 'holder' && personId !== null && by.keepsActing !== true
      ? openActing(state, post, fromDay)
      : undefined;
  if (acting !== undefined) {
    if (acting.validFrom === fromDay) await deleteHolding(tx, acting.holdingId);
    else await endHolding(tx, acting.holdingId, fromDay);
    await holderGoesOn(tx, state, post, acting, { personId: validTo === post.validTo ? personId : null, by });
  }
  return { instead: standing?.personName ?? null, actingEnded: acting?.personName ?? null };
}

/** An order to come that carries the acting one on carries the holder on instead, where it has no other. */
async function holderGoesOn(
  tx: Tx,
  { holdings }: State,
  post: Post,
  acting: Holding,
  { personId, by }: { readonly personId: number | null; readonly by: { readonly source: string } },
): Promise<void> {
  const goesOn =
    post.validTo !== null &&
    holdings.find(
      (held) =>
        held.personId === acting.personId && held.kind === 'acting' && held.validFrom === post.validTo,
    );
  if (!goesOn || personId === null) return;
  const { postId, validFrom, validTo, orderNo } = goesOn;
  await deleteHolding(tx, goesOn.holdingId);
  const next = holdings
    .filter(
      (held) =>
        held.postId === postId &&
        held.kind === 'holder' &&
        (held.validTo === null || held.validTo > validFrom),
    )
    .map((held) => held.validFrom)
    .sort()[0];
  if (next !== undefined && next <= validFrom) return;
  const until = [validTo, next ?? null].filter((day) => day !== null).sort()[0] ?? null;
  await insertHolding(tx, {
    ...{ postId, personId, kind: 'holder', validFrom, validTo: until, orderNo, source: by.source },
  });
}
