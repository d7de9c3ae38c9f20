import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import { inOrder } from './in-order.ts';
import type { PersonForm } from './person.schema.ts';
import { insertPerson, isDepartmentToday, isNumberTaken, lockPerson, updatePerson } from './people.sql.ts';

/** Writes a person into the register. Throws 409 `number-taken`, 400 for a department that is not there today. */
export function addPerson(sql: Sql, actor: Actor, row: PersonForm, today: string): Promise<number> {
  return inOrder(sql, actor, { kind: 'person', detail: { ...row } }, async (tx, note) => {
    await check(tx, row, null, today);
    const personId = await insertPerson(tx, row, 'register');
    note({ personId });
    return personId;
  });
}

/** Corrects what the register says of a person. Throws 404, 409 `number-taken`, 409 `has-left`. */
export async function editPerson(
  sql: Sql,
  actor: Actor,
  personId: number,
  row: PersonForm,
  today: string,
): Promise<void> {
  await inOrder(sql, actor, { kind: 'person', id: personId, detail: { ...row } }, async (tx) => {
    const person = await lockPerson(tx, personId);
    if (person === undefined) throw notFound();
    if (person.leftOn !== null) throw hasLeft(person.leftOn);
    await check(tx, row, personId, today);
    await updatePerson(tx, personId, row);
  });
}

export const hasLeft = (leftOn: string): ApiError =>
  new ApiError(409, 'has-left', {
    ko: `${leftOn}에 떠난 사람입니다. 떠난 사람의 기록은 바꾸지 않습니다.`,
    en: `This person left on ${leftOn}. The record of somebody who has left is not changed.`,
  });

async function check(tx: Tx, row: PersonForm, personId: number | null, today: string): Promise<void> {
  if (await isNumberTaken(tx, row.personNo, personId))
    throw new ApiError(
      409,
      'number-taken',
      {
        ko: `${row.personNo} 번호를 쓰는 사람이 이미 있습니다. 다른 번호를 적거나 그 사람을 고치십시오.`,
        en: `Somebody has the number ${row.personNo} already. Give another, or edit that person.`,
      },
      'personNo',
    );
  if (row.departmentId !== null && !(await isDepartmentToday(tx, row.departmentId, today)))
    throw invalid('departmentId', '오늘 있는 부서가 아닙니다.', 'There is no such department today.');
}
