import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { ApiError, invalid } from '../platform/http-errors.ts';
import type { DesignateBody } from './organisation.schema.ts';
import { inOrder, laterOrder } from './in-order.ts';
import { insertOrder, selectOrders, selectState } from './organisation.sql.ts';
import { dedicatedOn, headPostOf, nameOf, standsOn } from './state.rules.ts';
import { spread } from './spread.ts';
import { designates, turnOn } from './turn.ts';

/**
 * Designates the dedicated department (전담부서) from a day on, by an order; its head becomes the 운영책임자 on that day
 * (Art. 4(1), 5(1)). The same `requestId` answers as the first. Throws 400 where there is no such department on the day,
 * 409 `later-order` where an order already stands for a later day, 409 `dedicated-already`.
 */
export async function designateDepartment(sql: Sql, actor: Actor, body: DesignateBody): Promise<void> {
  const { requestId, departmentId, orderNo, fromDay } = body;
  const detail = { departmentId, orderNo, fromDay };
  await inOrder(sql, actor, { kind: 'designation', detail }, async (tx, note) => {
    const orders = await selectOrders(tx);
    if (orders.some(({ orderId }) => orderId === requestId)) return note({ repeated: true });
    const state = await selectState(tx);
    const department = state.departments.find((each) => each.departmentId === departmentId);
    if (department === undefined || !standsOn(fromDay, department))
      throw invalid(
        'departmentId',
        `${fromDay}에 그런 부서가 없습니다. 그날 있는 부서를 고르십시오.`,
        `There is no such department on ${fromDay}. Choose one that exists then.`,
      );
    note({ department: department.name });
    if (department.validTo !== null)
      throw laterOrder(
        `${department.name}은(는) ${department.validTo}에 끝나기로 되어 있습니다. 뒤를 잇는 부서를 그날부터 지정하십시오.`,
        `${department.name} ends on ${department.validTo} by another order. Designate its successor from that day.`,
        'departmentId',
      );
    const later = state.designations.find(({ validFrom }) => validFrom > fromDay);
    const laterHead = state.posts.find(
      ({ duty, validFrom }) => duty === 'operations-head' && validFrom > fromDay,
    );
    if (later !== undefined || laterHead !== undefined)
      throw laterOrder(
        `${later?.validFrom ?? laterHead!.validFrom}부터의 지정이 이미 있습니다. 그 지정의 시행일을 바로잡거나 그 뒤의 날을 고르십시오.`,
        `There is a designation from ${later?.validFrom ?? laterHead!.validFrom} already. Correct its day, or choose a later one.`,
        'fromDay',
      );
    const standing = dedicatedOn(state, fromDay);
    if (standing?.departmentId === departmentId)
      throw new ApiError(
        409,
        'dedicated-already',
        { ko: '이미 전담부서입니다.', en: 'It is the dedicated department already.' },
        'departmentId',
      );
    const turning = [standing, headPostOf(state, departmentId, fromDay), department];
    if (turning.some((each) => each !== null && each.validFrom === fromDay))
      throw laterOrder(
        `${fromDay}에는 이미 다른 변경이 있습니다. 다른 날을 고르거나 그 변경을 바로잡으십시오.`,
        `Something else changes on ${fromDay} already. Choose another day, or correct that change.`,
        'fromDay',
      );
    const turn = turnOn(tx, state, fromDay, orderNo, 'register');
    await designates(turn, departmentId, true);
    await insertOrder(tx, {
      ...{ orderId: requestId, kind: 'designation', orderNo, effectiveOn: fromDay, steps: [] },
      ...{ effects: turn.effects, by: actor.personName, source: 'register' },
    });
    note({ former: standing === null ? null : nameOf(state, standing.departmentId) });
    await spread(tx);
  });
}
