import type { Actor } from '../platform/access.ts';
import { act, permit, rehearse, type ActObject, type Note } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError } from '../platform/http-errors.ts';
import { findMisplaced, lockOrganisation } from './organisation.sql.ts';

const REFUSALS: ReadonlySet<unknown> = new Set(['23514', '23P01']);

/**
 * Changes the organisation, one writer at a time. What the database refuses, because a period would be empty or lie over
 * another, or a day would be without its 전담부서 or 운영책임자 (Art. 4(1), 5(1)), is 409 `organisation-conflict`, as is
 * somebody in a post that is not there; nothing is changed then.
 */
export async function inOrder<T>(
  sql: Sql,
  actor: Actor,
  object: ActObject,
  fn: (tx: Tx, note: Note) => Promise<T>,
): Promise<T> {
  return refusedInWords(
    act(sql, actor, 'organisation.change', object, (tx, note) => inOrderWithin(tx, () => fn(tx, note))),
  );
}

/** Tries such a change and takes it back: what it would find. Throws as `inOrder`; leaves no row. */
export function rehearseInOrder<T>(sql: Sql, actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T> {
  permit(actor, 'organisation.change', {});
  return refusedInWords(rehearse(sql, (tx) => inOrderWithin(tx, () => fn(tx))));
}

async function inOrderWithin<T>(tx: Tx, fn: () => Promise<T>): Promise<T> {
  await lockOrganisation(tx);
  const result = await fn();
  const misplaced = await findMisplaced(tx);
  if (misplaced !== undefined) throw misplacedHolding(misplaced);
  return result;
}

async function refusedInWords<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
    if (error instanceof ApiError || !REFUSALS.has(code)) throw error;
    const gap = typeof constraint === 'string' && constraint.endsWith('has_no_gap');
    throw new ApiError(
      409,
      'organisation-conflict',
      gap
        ? {
            ko: '전담부서나 운영책임자가 없는 날이 생기므로 바꾸지 않았습니다(제4조제1항, 제5조제1항). 잇는 부서를 먼저 정하십시오.',
            en: 'A day would be without a dedicated department or its operations head, so nothing was changed (Art. 4(1), 5(1)). Settle who follows first.',
          }
        : {
            ko: '같은 날이나 뒤의 다른 변경과 겹쳐 바꾸지 않았습니다. 그 변경을 먼저 바로잡거나 다른 날을 고르십시오.',
            en: 'It overlaps another change of that day or later, so nothing was changed. Correct that one first, or choose another day.',
          },
    );
  }
}

const misplacedHolding = ({ personName, title }: { personName: string; title: string }): ApiError =>
  new ApiError(409, 'organisation-conflict', {
    ko: `${personName}의 ${title} 보직이 그 자리가 없는 날이나 떠난 뒤에 걸치게 되어 바꾸지 않았습니다. 그 보직의 날을 먼저 바로잡으십시오.`,
    en: `${personName} would hold the post of ${title} on a day when there is no such post, or after leaving, so nothing was changed. Correct that holding first.`,
  });

export const laterOrder = (ko: string, en: string, field: string): ApiError =>
  new ApiError(409, 'later-order', { ko, en }, field);
