import { act, type Json, type Note } from '../platform/act.ts';
import { scopeOf, type Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import type {
  AdjustmentBody,
  AskBody,
  DelegationView,
  EndBody,
  GrantBody,
  NamedBody,
} from './agencies.schema.ts';
import { lockAgency, selectOwnedCameras } from './agencies.sql.ts';
import { delegationOn } from './delegations.rules.ts';
import {
  endDelegationRow,
  grantDelegationRow,
  insertAdjustment,
  insertDelegation,
  nameCameras,
  selectDelegation,
  selectNamedCameras,
  unnameCameras,
} from './delegations.sql.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

/** Beyond so many cameras a screen reads the register anew. */
const MOST_ANNOUNCED = 100;

export const notLater = (field: string, day: string, today: string): void => {
  if (day > today)
    throw invalid(field, '오늘이거나 그 전의 날을 적어 주십시오.', 'Give a day that is today or earlier.');
};

const conflict = (code: string, ko: string, en: string): ApiError => new ApiError(409, code, { ko, en });
/** `end`: the first day on which it no longer holds, past or to come. */
const isOver = (end: string | null) =>
  conflict(
    'delegation-over',
    `${end ?? ''}에 끝나는 것으로 적힌 수임입니다. 새 수임을 요청해 주십시오.`,
    `This delegation is on record as ending on ${end ?? ''}. Ask for a new one.`,
  );
const endOf = ({ validTo, endedOn }: DelegationView): string | null =>
  validTo !== null && (endedOn === null || validTo < endedOn) ? validTo : endedOn;

const endsBefore = (recorded: string, given: string) =>
  new ApiError(
    409,
    'delegation-over',
    {
      ko: `이미 ${recorded}에 끝나는 것으로 적혀 있어 ${given}로 미룰 수 없습니다. 그보다 이른 날만 적을 수 있습니다. 더 이어지면 새 수임을 요청해 주십시오.`,
      en: `It is on record as ending on ${recorded} and cannot be put off to ${given}; only an earlier day can be recorded. If it goes on, ask for a new one.`,
    },
    'endedOn',
  );

/** Tells open screens of the cameras that a delegation names, and of the register of agencies. */
async function announceNamed(tx: Tx, delegationId: string, today: string): Promise<void> {
  const named = await selectNamedCameras(tx, delegationId, today);
  await announce(tx, { kind: 'agency' });
  if (named.length > MOST_ANNOUNCED) return announce(tx, { kind: 'register' });
  await announce(
    tx,
    ...named.map(({ cameraId, protected: hidden, departmentId }) => ({
      kind: 'camera' as const,
      objectId: cameraId,
      protected: hidden,
      departmentId,
    })),
  );
}

/** The body's own cameras that were asked for. Throws 404 for one that is not there, 409 `not-theirs` for another's. */
async function ownedOf(tx: Tx, actor: Actor, agency: string, asked: AskBody['cameras']): Promise<number[]> {
  const owned = await selectOwnedCameras(tx, scopeOf(actor), agency, asked);
  if (asked !== 'all' && owned.length < new Set(asked).size)
    throw conflict(
      'not-theirs',
      '이 기관이 소유한 카메라만 넣을 수 있습니다. 소유기관 이름을 확인해 주십시오.',
      'Only cameras that this body owns can be named. Check the names under which it owns cameras.',
    );
  return owned.map(({ cameraId }) => cameraId);
}

/** Acts on one delegation, one writer of its body's papers at a time. Throws 404 where there is none for this person. */
async function actOnDelegation(
  sql: Sql,
  actor: Actor,
  delegationId: string,
  today: string,
  detail: { readonly [key: string]: Json },
  fn: (tx: Tx, delegation: DelegationView, note: Note) => Promise<void>,
): Promise<void> {
  const found = await selectDelegation(sql, scopeOf(actor), delegationId, today);
  if (found === undefined) throw notFound();
  const object = { kind: 'delegation', id: delegationId, agency: found.agency, detail };
  await act(sql, actor, 'agency.change', object, async (tx, note) => {
    await lockAgency(tx, found.agency);
    const row = await selectDelegation(tx, scopeOf(actor), delegationId, today);
    if (row === undefined) throw notFound();
    await fn(tx, delegationOn(row, today), note);
    await announceNamed(tx, delegationId, today);
  });
}

/**
 * Puts a request for delegation on record (권한 수임 요청, Art. 18(5), 23) with the cameras it is about. The same
 * `delegationId` once more answers as the first.
 */
export async function askDelegation(
  sql: Sql,
  actor: Actor,
  agency: string,
  body: AskBody,
  today: string,
): Promise<void> {
  const { delegationId, askedOn } = body;
  const object = {
    kind: 'delegation',
    id: delegationId,
    agency,
    detail: { agency, askedOn, cameras: body.cameras },
  };
  await act(sql, actor, 'agency.change', object, async (tx, note) => {
    if ((await lockAgency(tx, agency)) === undefined) throw notFound();
    notLater('askedOn', askedOn, today);
    const known = await selectDelegation(tx, scopeOf(actor), delegationId, today);
    if (known !== undefined && known.agency !== agency) throw notFound();
    if (known !== undefined) return note({ repeated: true });
    const cameraIds = await ownedOf(tx, actor, agency, body.cameras);
    await insertDelegation(tx, { delegationId, agency, askedOn, by: actor.personName });
    await nameCameras(tx, delegationId, cameraIds, askedOn);
    note({ cameras: cameraIds.length });
    await announceNamed(tx, delegationId, today);
  });
}

/**
 * Records the document by which the body gave its powers; it holds from a day on that is not before the document. The same
 * document once more answers as the first; throws 409 `delegation-over` where an end of the request is on record.
 */
export async function grantDelegation(
  sql: Sql,
  actor: Actor,
  delegationId: string,
  { lastDay, ...grant }: GrantBody,
  today: string,
): Promise<void> {
  const validTo = lastDay === null ? null : dayAfter(lastDay);
  await actOnDelegation(
    sql,
    actor,
    delegationId,
    today,
    { ...grant, lastDay },
    async (tx, delegation, note) => {
      const isSame =
        delegation.documentNo === grant.documentNo &&
        delegation.documentOn === grant.documentOn &&
        delegation.validFrom === grant.fromDay &&
        delegation.validTo === validTo;
      if (isSame) return note({ repeated: true });
      if (delegation.state === 'ended' || delegation.endedOn !== null) throw isOver(endOf(delegation));
      if (delegation.documentOn !== null)
        throw conflict(
          'granted',
          `문서 ${delegation.documentNo ?? ''}로 이미 수임한 것입니다. 바뀐 것은 조정 사항으로 적어 주십시오.`,
          `It was granted by document ${delegation.documentNo ?? ''} already. Record what changed as an adjustment.`,
        );
      notLater('documentOn', grant.documentOn, today);
      if (grant.fromDay < grant.documentOn)
        throw invalid(
          'fromDay',
          '수임은 문서를 받은 날보다 먼저 시작할 수 없습니다.',
          'A delegation cannot begin before its document.',
        );
      await grantDelegationRow(tx, delegationId, { ...grant, validTo }, actor.personName);
    },
  );
}

/** Records what was adjusted with the body (조정 사항, the proviso of Art. 18(5) and 23). */
export async function adjustDelegation(
  sql: Sql,
  actor: Actor,
  delegationId: string,
  body: AdjustmentBody,
  today: string,
): Promise<void> {
  await actOnDelegation(sql, actor, delegationId, today, body, async (tx, delegation, note) => {
    if (delegation.state === 'asked' || delegation.state === 'ended')
      throw delegation.state === 'ended'
        ? isOver(endOf(delegation))
        : conflict(
            'not-granted',
            '아직 수임 문서가 없습니다. 문서를 먼저 적어 주십시오.',
            'There is no document of the delegation yet. Record it first.',
          );
    notLater('agreedOn', body.agreedOn, today);
    const isNew = await insertAdjustment(tx, delegationId, body, actor.personName);
    if (!isNew) note({ repeated: true });
  });
}

/** Throws 400 or 409 for a day that cannot be the first one without this delegation. */
export function mayEndOn(delegation: DelegationView, endedOn: string, today: string): void {
  const { endedOn: recorded, validFrom, askedOn } = delegation;
  if (delegation.state === 'ended') throw isOver(endOf(delegation));
  const last = endOf(delegation);
  if (last !== null && endedOn > last) throw endsBefore(last, endedOn);
  const began = validFrom ?? askedOn;
  const first = recorded !== null && today > began ? today : began;
  if (endedOn < first)
    throw invalid(
      'endedOn',
      `${endedOn}은 ${first}보다 이릅니다. ${first}이거나 그 뒤의 날을 적어 주십시오.`,
      `${endedOn} is before ${first}. Give ${first} or a later day.`,
    );
}

/**
 * Ends a delegation, or gives up a request: from `endedOn` on nothing of the body's may be watched by it, and pictures
 * that are open on that day end at once (Art. 18(5), 23). The same end once more answers as the first. An end that is still
 * to come may be moved to an earlier day, today the earliest; throws 409 `delegation-over` for a later one.
 */
export async function endDelegation(
  sql: Sql,
  actor: Actor,
  delegationId: string,
  body: EndBody,
  today: string,
): Promise<void> {
  await actOnDelegation(sql, actor, delegationId, today, body, async (tx, delegation, note) => {
    if (delegation.endedOn === body.endedOn) return note({ repeated: true });
    mayEndOn(delegation, body.endedOn, today);
    await endDelegationRow(tx, delegationId, body, actor.personName);
  });
}

/**
 * Names more cameras of the body in a delegation, or takes some out, from a day on: of one that was granted not from a day
 * that is past, since what was lawful then is not decided afterwards (Art. 18(5), 23).
 */
export async function nameInDelegation(
  sql: Sql,
  actor: Actor,
  delegationId: string,
  { add, remove, on }: NamedBody,
  today: string,
): Promise<void> {
  await actOnDelegation(
    sql,
    actor,
    delegationId,
    today,
    { on, add, remove },
    async (tx, delegation, note) => {
      if (delegation.state === 'ended') throw isOver(endOf(delegation));
      if (delegation.documentOn !== null && on < today)
        throw invalid('on', '오늘이거나 그 뒤의 날을 적어 주십시오.', 'Give a day that is today or later.');
      const cameraIds = await ownedOf(tx, actor, delegation.agency, add);
      const gone = await unnameCameras(tx, delegationId, remove, on);
      const added = await nameCameras(tx, delegationId, cameraIds, on);
      note({ added, removed: gone.length });
      // What was taken out is named no more, so the delegation does not tell of it.
      await announce(tx, ...(gone.length > 0 ? [{ kind: 'register' as const }] : []));
    },
  );
}
