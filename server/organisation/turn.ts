import type { Tx } from '../platform/db.ts';
import type { Post } from '../signboards/posts.rules.ts';
import type { Duty } from './organisation.schema.ts';
import {
  deleteHolding,
  endDepartment,
  endDesignation,
  endHolding,
  endPost,
  insertDepartment,
  insertDesignation,
  insertHolding,
  insertPost,
  moveHolding,
} from './organisation.sql.ts';
import { dedicatedOn, headPostOf, noEffects, standsOn, type Effects, type State } from './state.rules.ts';

/** What is done to the organisation on one day by one order, and what of it a correction must move. */
export interface Turn {
  readonly tx: Tx;
  readonly state: State;
  readonly day: string;
  readonly orderNo: string;
  readonly source: string;
  readonly effects: Effects;
}

export const turnOn = (tx: Tx, state: State, day: string, orderNo: string, source: string): Turn => ({
  ...{ tx, state, day, orderNo, source },
  effects: noEffects(),
});

/** Founds a department on the day; returns its number. */
export async function begins(turn: Turn, name: string, phone: string | null): Promise<number> {
  const { tx, day, source } = turn;
  const departmentId = await insertDepartment(tx, { name, phone, validFrom: day, source });
  turn.effects.departments.begun.push(departmentId);
  return departmentId;
}

export async function ends(turn: Turn, departmentId: number, successor: number | null): Promise<void> {
  await endDepartment(turn.tx, departmentId, turn.day, successor);
  turn.effects.departments.ended.push(departmentId);
}

/** Ends a post on the day. What becomes of its people is for `movesHoldings`. */
export async function endsPost(turn: Turn, post: Post): Promise<void> {
  await endPost(turn.tx, post.postId, turn.day);
  turn.effects.posts.ended.push(post.postId);
}

export async function beginsPost(
  turn: Turn,
  post: { departmentId: number; duty: Duty; title: string; phone: string | null; validTo: string | null },
): Promise<number> {
  const { tx, day, source } = turn;
  const postId = await insertPost(tx, { ...post, validFrom: day, source });
  turn.effects.posts.begun.push(postId);
  return postId;
}

/** People of a post go on in another from the day, or end there where `into` is null. */
export async function movesHoldings(turn: Turn, postId: number, into: number | null): Promise<void> {
  const { tx, day, effects } = turn;
  for (const held of turn.state.holdings) {
    if (held.postId !== postId || (held.validTo !== null && held.validTo <= day)) continue;
    if (held.validFrom >= day) {
      await (into === null ? deleteHolding(tx, held.holdingId) : moveHolding(tx, held.holdingId, into));
      continue;
    }
    await endHolding(tx, held.holdingId, day);
    effects.holdings.ended.push(held.holdingId);
    if (into === null) continue;
    const { personId, kind, validTo } = held;
    const next = { postId: into, personId, kind, orderNo: turn.orderNo, validFrom: day, validTo };
    effects.holdings.begun.push(await insertHolding(tx, { ...next, source: turn.source }));
  }
}

/** A post goes on as another on the day, with its people: under another department, title or duty. */
export async function continuesPost(
  turn: Turn,
  post: Post,
  as: { departmentId?: number; duty?: Duty; title?: string; phone?: string | null },
): Promise<number> {
  await endsPost(turn, post);
  const { departmentId, duty, title, phone, validTo } = { ...post, ...as };
  const postId = await beginsPost(turn, { departmentId, duty, title, phone, validTo });
  await movesHoldings(turn, post.postId, postId);
  return postId;
}

/**
 * Makes a department the dedicated one (전담부서) from the day on: the designation that stood ends, and where `posts`
 * its head becomes the 운영책임자 while the former head, if his department goes on, is its 부서관리자 again (Art. 4(1), 5(1)).
 */
export async function designates(turn: Turn, departmentId: number, posts: boolean): Promise<number> {
  const { tx, state, day, orderNo, source, effects } = turn;
  const former = dedicatedOn(state, day);
  const next = state.designations.find(({ validFrom }) => validFrom > day);
  if (former !== null) {
    await endDesignation(tx, former.designationId, day);
    effects.designations.ended.push(former.designationId);
  }
  if (posts) {
    const heads = state.posts.filter((post) => post.duty === 'operations-head' && standsOn(day, post));
    for (const head of heads) {
      const managed = state.posts.some(
        (post) => post.departmentId === head.departmentId && post.duty !== head.duty && standsOn(day, post),
      );
      // A department that has a 부서관리자 beside the 운영책임자 keeps that one.
      if (managed) {
        await endsPost(turn, head);
        await movesHoldings(turn, head.postId, null);
      } else await continuesPost(turn, head, { duty: 'department-manager' });
    }
    const head = headPostOf(state, departmentId, day);
    if (head === null) {
      const { name, phone } = state.departments.find((each) => each.departmentId === departmentId)!;
      const title = `${name}장`;
      await beginsPost(turn, { departmentId, duty: 'operations-head', title, phone, validTo: null });
    } else await continuesPost(turn, head, { duty: 'operations-head' });
  }
  const validTo = former?.validTo ?? next?.validFrom ?? null;
  const designation = { departmentId, orderNo, validFrom: day, validTo, source };
  const designationId = await insertDesignation(tx, designation);
  effects.designations.begun.push(designationId);
  return designationId;
}
