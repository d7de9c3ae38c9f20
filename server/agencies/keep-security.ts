import { act } from '../platform/act.ts';
import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import type { EndBody, MeasureRow, SecurityBody } from './agencies.schema.ts';
import { lockAgency } from './agencies.sql.ts';
import { endMeasureRow, insertMeasure, selectMeasure } from './delegations.sql.ts';
import { notLater } from './keep-delegation.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

/** Records the security measures for the link with a body (보안대책, Art. 25). The same measure once more answers as the first. */
export async function recordSecurity(
  sql: Sql,
  actor: Actor,
  agency: string,
  { lastDay, ...body }: SecurityBody,
  today: string,
): Promise<void> {
  const object = { kind: 'link-security', id: body.measureId, agency, detail: { ...body, lastDay } };
  await act(sql, actor, 'agency.change', object, async (tx, note) => {
    if ((await lockAgency(tx, agency)) === undefined) throw notFound();
    notLater('decidedOn', body.decidedOn, today);
    const known = await selectMeasure(tx, body.measureId);
    if (known !== undefined && known.agency !== agency) throw notFound();
    if (known !== undefined) return note({ repeated: true });
    const validTo = lastDay === null ? null : dayAfter(lastDay);
    await insertMeasure(tx, agency, { ...body, validTo }, actor.personName);
    await announce(tx, { kind: 'agency' }, { kind: 'register' });
  });
}

/** Throws 409 for a measure that has ended or ends before that day by its own paper, 400 for a day before it was decided. */
export function measureMayEndOn(measure: MeasureRow, endedOn: string): void {
  if (measure.endedOn !== null)
    throw new ApiError(409, 'measure-over', {
      ko: '이미 끝난 보안대책입니다.',
      en: 'This measure has ended already.',
    });
  const { validTo } = measure;
  if (validTo !== null && endedOn > validTo)
    throw new ApiError(
      409,
      'measure-over',
      {
        ko: `이미 ${validTo}에 끝나는 것으로 적혀 있어 ${endedOn}로 미룰 수 없습니다. 그보다 이른 날만 적을 수 있습니다. 더 이어지면 새 보안대책을 적어 주십시오.`,
        en: `It is on record as ending on ${validTo} and cannot be put off to ${endedOn}; only an earlier day can be recorded. If it goes on, record a new measure.`,
      },
      'endedOn',
    );
  if (endedOn < measure.decidedOn)
    throw invalid(
      'endedOn',
      `${measure.decidedOn}보다 이른 날입니다.`,
      `This day is before ${measure.decidedOn}.`,
    );
}

/** Ends a security measure: without another one no camera of the body may be linked or watched from that day on (Art. 25). */
export async function endSecurity(sql: Sql, actor: Actor, measureId: string, body: EndBody): Promise<void> {
  const found = await selectMeasure(sql, measureId);
  if (found === undefined) throw notFound();
  const object = { kind: 'link-security', id: measureId, agency: found.agency, detail: body };
  await act(sql, actor, 'agency.change', object, async (tx, note) => {
    await lockAgency(tx, found.agency);
    const measure = await selectMeasure(tx, measureId);
    if (measure === undefined) throw notFound();
    if (measure.endedOn === body.endedOn) return note({ repeated: true });
    measureMayEndOn(measure, body.endedOn);
    await endMeasureRow(tx, measureId, body, actor.personName);
    await announce(tx, { kind: 'agency' }, { kind: 'register' });
  });
}
