import { act, record, type Json, type Note } from '../platform/act.ts';
import { can, scopeOf, type Action, type Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound, type Sentence } from '../platform/http-errors.ts';
import { isOwnQuestion, mayKnow } from './consultations.rules.ts';
import type { AnswerBody, AskBody, ConsultationRow, MessageBody } from './consultations.schema.ts';
import {
  closeConsultation,
  insertConsultation,
  insertMessage,
  lockConsultation,
  selectChainedChanges,
  selectConsultation,
  selectConsultedCameras,
  selectDepartments,
} from './consultations.sql.ts';

const closed = () =>
  new ApiError(409, 'consultation-closed', {
    ko: '이미 답했거나 거둔 협의입니다. 더 물을 것은 새 협의로 여십시오.',
    en: 'This consultation was answered or withdrawn. Open a new one for what is left.',
  });

const changesStand = () =>
  new ApiError(409, 'changes-stand', {
    ko: '고친 값이 대장에 남아 있어 거둘 수 없습니다(제5조제3항). 고친 값을 되돌린 뒤 거두십시오.',
    en: 'What was changed still stands in the register, so this cannot be withdrawn (Art. 5(3)). Undo the change first.',
  });

const ownQuestion = () =>
  new ApiError(403, 'own-question', {
    ko: '이 계정으로 물은 협의에는 이 계정으로 답할 수 없습니다. 다른 담당 공무원이 답합니다.',
    en: 'This account asked this question, so it cannot answer it. Another officer answers.',
  });

const STATES: Readonly<Record<ConsultationRow['state'], Sentence>> = {
  asked: { ko: '답 대기', en: 'waiting' },
  agreed: { ko: '동의', en: 'agreed' },
  'agreed-with-conditions': { ko: '조건부 동의', en: 'agreed with conditions' },
  returned: { ko: '반려', en: 'returned' },
  withdrawn: { ko: '거둠', en: 'withdrawn' },
};
const KINDS: Readonly<Record<ConsultationRow['kind'], Sentence>> = {
  coordination: { ko: '조정', en: 'coordination' },
  change: { ko: '변경', en: 'change' },
};

const notReturned = (state: ConsultationRow['state']) =>
  new ApiError(
    409,
    'not-returned',
    {
      ko: `다시 물으려는 협의가 반려된 것이 아닙니다(${STATES[state].ko}). 반려된 협의만 다시 묻고, 그 밖의 것은 새 협의로 여십시오.`,
      en: `The consultation to be asked anew was not returned (${STATES[state].en}). Only a returned one is asked anew; open a new one for anything else.`,
    },
    'reasks',
  );

/**
 * A returned question is asked anew as what it was: of the same kind, for the same department, and with each camera whose
 * change still stands without an agreement (Art. 5(3)), but for those that are another department's by now.
 */
async function refuseUnlikeReask(tx: Tx, actor: Actor, body: AskBody, departmentId: number): Promise<void> {
  if (body.reasks === null) return;
  const before = await selectConsultation(tx, body.reasks);
  if (before === undefined || !can(actor, 'consultation.ask', before) || !mayKnow(scopeOf(actor), before))
    throw notFound();
  if (before.state !== 'returned') throw notReturned(before.state);
  if (before.kind !== body.kind)
    throw invalid(
      'kind',
      `다시 묻는 협의는 처음과 종류가 같아야 합니다(보낸 것 ${KINDS[body.kind].ko}, 처음 ${KINDS[before.kind].ko}).`,
      `What is asked anew is of the same kind as before (${KINDS[body.kind].en}, it was ${KINDS[before.kind].en}).`,
    );
  if (before.departmentId !== departmentId)
    throw invalid(
      'departmentId',
      `다시 묻는 협의는 처음과 부서가 같아야 합니다(${before.department}).`,
      `What is asked anew is of the same department as before (${before.department}).`,
    );
  const changes = await selectChainedChanges(tx, body.reasks);
  const left = changes.filter(
    ({ stands, own, cameraId }) => stands && own && !body.cameraIds.includes(cameraId),
  );
  const names = [...new Set(left.map(({ camera }) => camera))].join(', ');
  if (left.length > 0)
    throw invalid(
      'cameraIds',
      `고친 값이 대장에 남아 있는 카메라(${names})가 빠졌습니다. 함께 묻거나 값을 되돌린 뒤 물으십시오.`,
      `Cameras whose change still stands in the register are missing (${names}). Ask about them too, or undo the change first.`,
    );
}

const told = (row: Pick<ConsultationRow, 'departmentId' | 'protected'>) => ({
  kind: 'consultation' as const,
  departmentId: row.departmentId,
  protected: row.protected,
});

/**
 * Asks the operations head about a change (제5조제3항) or the dedicated department for coordination (제4조제2항). The same
 * `consultationId` once more answers as the first. Throws 404 for a camera of another department.
 */
export async function askConsultation(sql: Sql, actor: Actor, body: AskBody): Promise<void> {
  const departmentId = actor.role === 'department' ? actor.departmentId : body.departmentId;
  if (departmentId === null)
    throw invalid('departmentId', '어느 부서의 협의인지 정해 주십시오.', 'Say whose consultation it is.');
  const cameras = await selectConsultedCameras(sql, body.cameraIds);
  const mayAll =
    cameras.length === new Set(body.cameraIds).size &&
    cameras.every((camera) => can(actor, 'consultation.ask', camera));
  if (!mayAll) throw notFound();
  if (cameras.some((camera) => camera.departmentId !== departmentId))
    throw invalid(
      'cameraIds',
      '한 부서의 카메라만 한 협의에 넣을 수 있습니다.',
      'A consultation is about the cameras of one department.',
    );
  const hidden = cameras.some((camera) => camera.protected);
  const { consultationId, kind, subject } = body;
  const detail = { consultationKind: kind, subject, cameraIds: body.cameraIds };
  const object = { kind: 'consultation', id: consultationId, departmentId, protected: hidden, detail };
  await act(sql, actor, 'consultation.ask', object, async (tx, note) => {
    const earlier = await selectConsultation(tx, consultationId);
    if (earlier !== undefined) {
      if (!can(actor, 'consultation.ask', earlier)) throw notFound();
      return note({ repeated: true });
    }
    if (!(await selectDepartments(tx)).some((each) => each.departmentId === departmentId))
      throw invalid('departmentId', '그런 부서가 없습니다.', 'There is no such department.');
    await refuseUnlikeReask(tx, actor, body, departmentId);
    await insertConsultation(tx, { ...body, departmentId }, actor);
    await announce(tx, told({ departmentId, protected: hidden }));
  });
}

/** What is acted on, by the row as it is found. Throws 404 where there is none for this person. */
async function findConsultation(sql: Sql, actor: Actor, consultationId: string) {
  const found = await selectConsultation(sql, consultationId);
  if (found === undefined || !mayKnow(scopeOf(actor), found)) throw notFound();
  return found;
}

const objectOf = (row: ConsultationRow, detail: { readonly [key: string]: Json }) => ({
  kind: 'consultation',
  id: row.consultationId,
  departmentId: row.departmentId,
  protected: row.protected,
  detail,
});

/** Acts on one consultation. Throws 404 where there is none for this person. */
async function actOn(
  sql: Sql,
  actor: Actor,
  action: Action,
  consultationId: string,
  detail: { readonly [key: string]: Json },
  fn: (tx: Tx, consultation: ConsultationRow, note: Note) => Promise<void>,
): Promise<void> {
  const object = objectOf(await findConsultation(sql, actor, consultationId), detail);
  await act(sql, actor, action, object, async (tx, note) => {
    const row = await lockConsultation(tx, consultationId);
    if (row === undefined) throw notFound();
    await fn(tx, row, note);
    await announce(
      tx,
      told(row),
      ...row.cameras.map(({ cameraId }) => ({
        kind: 'camera' as const,
        objectId: cameraId,
        protected: row.protected,
        departmentId: row.departmentId,
      })),
    );
  });
}

/**
 * Answers by name: agreed, agreed with conditions, or returned (협의, Art. 4(2), 5(3)). The same answer again changes
 * nothing. Whoever asked is not advised by the same account: 403 `own-question`, on record.
 */
export async function answerConsultation(
  sql: Sql,
  actor: Actor,
  consultationId: string,
  { answer, text }: AnswerBody,
): Promise<void> {
  const detail = { answer, text };
  const found = await findConsultation(sql, actor, consultationId);
  if (isOwnQuestion(actor, found) && can(actor, 'consultation.answer', found)) {
    await record(sql, actor, 'consultation.answer', objectOf(found, detail), 'refused');
    throw ownQuestion();
  }
  await actOn(sql, actor, 'consultation.answer', consultationId, detail, async (tx, row, note) => {
    if (row.state === answer && row.answer === text) return note({ repeated: true });
    if (row.state !== 'asked') throw closed();
    await closeConsultation(tx, consultationId, answer, text, actor.personName);
  });
}

/**
 * Takes a question back that nobody has answered. One about a change that still stands in the register is not: without it
 * the change would stand unconsulted (Art. 5(3)); throws 409 `changes-stand`.
 */
export async function withdrawConsultation(sql: Sql, actor: Actor, consultationId: string): Promise<void> {
  await actOn(sql, actor, 'consultation.ask', consultationId, {}, async (tx, row, note) => {
    if (row.state === 'withdrawn') return note({ repeated: true });
    if (row.state !== 'asked') throw closed();
    if (row.changes.some(({ stands }) => stands)) throw changesStand();
    await closeConsultation(tx, consultationId, 'withdrawn', null, actor.personName);
  });
}

/** Says something in a consultation, also after its answer. The same `messageId` again says nothing more. */
export async function sayInConsultation(
  sql: Sql,
  actor: Actor,
  consultationId: string,
  { messageId, body }: MessageBody,
): Promise<void> {
  await actOn(sql, actor, 'consultation.ask', consultationId, { messageId }, async (tx, _row, note) => {
    const said = { messageId, body, by: actor.personName, role: actor.role };
    if (!(await insertMessage(tx, consultationId, said))) note({ repeated: true });
  });
}
