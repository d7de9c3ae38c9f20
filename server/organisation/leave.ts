import { closeAccountsOfPerson } from '../people/index.ts';
import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import { inOrder } from './in-order.ts';
import { hasLeft } from './keep-person.ts';
import type { LeaveBody, LeaveView } from './person.schema.ts';
import { endHoldingsOf, isAccountOf, lockPerson, setLeft } from './people.sql.ts';
import { spread } from './spread.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

/**
 * A person leaves the city's service: accounts, rights and sessions end at once, posts are vacant from the day after the
 * last (Art. 30(1), 32). Throws 404, 400 for a day to come, 403 `own-account` for oneself, 409 `has-left`, 409 for the
 * last open officer: then nothing has happened.
 */
export function leave(
  sql: Sql,
  actor: Actor,
  personId: number,
  { leftOn, reason }: LeaveBody,
  today: string,
): Promise<LeaveView> {
  return inOrder(
    sql,
    actor,
    { kind: 'person', id: personId, detail: { leftOn, reason } },
    async (tx, note) => {
      const person = await lockPerson(tx, personId);
      if (person === undefined) throw notFound();
      if (person.leftOn !== null) throw hasLeft(person.leftOn);
      if (leftOn > today)
        throw invalid(
          'leftOn',
          '마지막 날은 오늘까지입니다. 떠난 뒤에 적어 주십시오.',
          'The last day is today or earlier. Record it once the person has left.',
        );
      if (actor.accountId !== null && (await isAccountOf(tx, actor.accountId, personId)))
        throw new ApiError(403, 'own-account', {
          ko: '자기 계정을 닫는 일이므로 스스로 적을 수 없습니다. 다른 담당자에게 맡겨 주십시오(제30조제1항).',
          en: 'It closes the own account. Ask another officer to record it (Art. 30(1)).',
        });
      const posts = await endHoldingsOf(tx, personId, dayAfter(leftOn));
      const accounts = await closeAccountsOfPerson(tx, personId, { by: actor.personName, reason, leftOn });
      await setLeft(tx, personId, leftOn);
      note({ name: person.name, posts, accounts });
      await spread(tx);
      return { accounts, posts };
    },
  );
}
