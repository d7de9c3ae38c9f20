import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editCamera } from '../cameras/edit-camera.ts';
import type { Deps } from '../platform/deps.ts';
import { mayHear, type PublishedEvent } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, anActor, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { consultationsRoutes } from './consultations.routes.ts';
import type { ConsultationsPage, ConsultationView } from './consultations.schema.ts';

let db: TestDatabase;
let app: Hono<Env>;
let departmentId: number;
let otherDepartmentId: number;
let officer: SignedIn;
let manager: SignedIn;
let otherManager: SignedIn;
let auditor: SignedIn;

beforeAll(async () => {
  db = await aDatabase();
  const deps = { sql: db.app, now: () => new Date() } as unknown as Deps;
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app)).route('/api', consultationsRoutes(deps) as never);
  departmentId = await aDepartment(db.owner, { name: '교통과' });
  otherDepartmentId = await aDepartment(db.owner, { name: '공원과' });
  officer = await aSignedInPerson(db.owner, 'officer');
  auditor = await aSignedInPerson(db.owner, 'auditor');
  manager = await aSignedInPerson(db.owner, 'department', { departmentId });
  otherManager = await aSignedInPerson(db.owner, 'department', { departmentId: otherDepartmentId });
});
afterAll(() => db.drop());

const call = async (who: SignedIn, method: string, path: string, body?: unknown) => {
  const response = await app.request(`/api${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as never };
};
const open = async (who: SignedIn): Promise<readonly ConsultationView[]> =>
  ((await call(who, 'GET', '/consultations')).body as ConsultationsPage).consultations;
const about = async (who: SignedIn, cameraId: number): Promise<readonly ConsultationView[]> =>
  ((await call(who, 'GET', `/cameras/${cameraId}/consultations`)).body as ConsultationsPage).consultations;
const answer = (consultationId: string, body: object) =>
  call(officer, 'POST', `/consultations/${consultationId}/answer`, body);

const byManager = () => anActor({ role: 'department', departmentId, personName: '박교통' });
const edit = (cameraId: number, heightM: number, consultationId: string | null = null) =>
  editCamera(db.app, byManager(), cameraId, { heightM }, consultationId);
const ours = (over = {}) =>
  aCamera(db.owner, {
    departmentId,
    integration: 'standalone',
    integrationReason: '청사 내부',
    heightM: 4,
    ...over,
  });
const anAsk = (cameraIds: readonly number[], reasks: string | null = null) => ({
  consultationId: randomUUID(),
  kind: 'change',
  departmentId: null as number | null,
  subject: '높이 조정',
  body: null as string | null,
  cameraIds,
  reasks,
});
/** Asked by the department and agreed to by the officer. */
async function agreed(question: ReturnType<typeof anAsk>): Promise<string> {
  expect((await call(manager, 'POST', '/consultations', question)).status).toBe(201);
  expect((await answer(question.consultationId, { answer: 'agreed', text: null })).status).toBe(200);
  return question.consultationId;
}
/** The consultation on a change of this camera that stands although it was returned. */
async function returned(cameraId: number): Promise<string> {
  await edit(cameraId, 7);
  const consultationId = (await about(manager, cameraId)).find(
    ({ state, changes }) => state === 'asked' && changes.length > 0,
  )!.consultationId;
  await answer(consultationId, { answer: 'returned', text: '사진을 붙여 주십시오' });
  return consultationId;
}

describe('Art. 5(3): a department’s change is consulted with the operations head', () => {
  test('an edit opens a consultation with what changed, in the same transaction as the edit', async () => {
    const cameraId = await ours();
    await edit(cameraId, 6);
    const [consultation, ...more] = await about(officer, cameraId);
    expect(more).toEqual([]);
    expect(consultation).toMatchObject({
      kind: 'change',
      departmentId,
      subject: null,
      askedBy: '박교통',
      state: 'asked',
      changes: [{ cameraId, field: 'heightM', from: 4, to: 6, stands: true }],
      may: { answer: true },
    });
    const [row] = await db.owner`
      select detail->>'consultationId' as id from audit where action = 'camera.edit' order by seq desc limit 1`;
    expect(row).toEqual({ id: consultation!.consultationId });
    const [told] = await db.owner`
      select department_id, protected from event_outbox where kind = 'consultation' order by outbox_id desc limit 1`;
    expect(told).toEqual({ department_id: departmentId, protected: false });
  });

  test('an edit that changes nothing asks nothing; an officer’s edit needs no consultation', async () => {
    const cameraId = await ours();
    await edit(cameraId, 4);
    await editCamera(db.app, anActor({ role: 'officer' }), cameraId, { heightM: 9 });
    expect(await about(officer, cameraId)).toEqual([]);
  });

  test('an edit stands on the agreed consultation that it names, and on no other', async () => {
    const [cameraId, another] = [await ours(), await ours()];
    const consultationId = randomUUID();
    const body = {
      consultationId,
      kind: 'change',
      departmentId: null,
      subject: '높이 조정',
      body: null,
      cameraIds: [cameraId],
      reasks: null,
    };
    expect((await call(manager, 'POST', '/consultations', body)).status).toBe(201);
    await expect(edit(cameraId, 5, consultationId)).rejects.toMatchObject({
      code: 'consultation-not-agreed',
    });
    await answer(consultationId, { answer: 'agreed', text: null });
    await edit(cameraId, 5, consultationId);
    await expect(edit(another, 5, consultationId)).rejects.toMatchObject({ code: 'consultation-not-agreed' });
    await expect(edit(cameraId, 8, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
    const consulted = await about(manager, cameraId);
    expect(consulted.map(({ state, changes }) => [state, changes.map(({ to }) => to)])).toEqual([
      ['agreed', [5]],
    ]);
    const [height] = await db.owner`select height_m from camera where camera_id = ${another}`;
    expect(height).toEqual({ height_m: 4 });
  });

  test('what the centre decides is no department’s, with or without a consultation', async () => {
    const cameraId = await ours();
    await expect(editCamera(db.app, byManager(), cameraId, { retentionDays: 7 })).rejects.toMatchObject({
      status: 403,
    });
    expect(await about(officer, cameraId)).toEqual([]);
  });

  test('a returned change stays in sight until it is undone, or asked anew', async () => {
    const [undone, reasked] = [await ours(), await ours()];
    for (const cameraId of [undone, reasked]) {
      await edit(cameraId, 7);
      const [consultation] = await about(officer, cameraId);
      const sent = await answer(consultation!.consultationId, {
        answer: 'returned',
        text: '사진을 붙여 주십시오',
      });
      expect(sent.body).toMatchObject({ state: 'returned', unsettled: true });
    }
    await edit(undone, 4);
    expect((await about(manager, undone)).map(({ state, unsettled }) => [state, unsettled])).toEqual([
      ['asked', false],
      ['returned', false],
    ]);
    const [returned] = await about(manager, reasked);
    const anew = {
      consultationId: randomUUID(),
      kind: 'change',
      departmentId: null,
      subject: '높이, 사진 붙임',
      body: null,
      cameraIds: [reasked],
      reasks: returned!.consultationId,
    };
    expect((await call(manager, 'POST', '/consultations', anew)).status).toBe(201);
    expect((await about(manager, reasked)).find(({ state }) => state === 'returned')).toMatchObject({
      reasked: true,
      unsettled: false,
    });
  });
});

test('Art. 5(3): one whose change still stands is not withdrawn; once it is undone it is', async () => {
  const cameraId = await ours();
  await edit(cameraId, 7);
  const [{ consultationId }] = (await about(manager, cameraId)) as [ConsultationView];
  const withdraw = () => call(manager, 'POST', `/consultations/${consultationId}/withdraw`);
  expect((await withdraw()).body).toMatchObject({ code: 'changes-stand' });
  await edit(cameraId, 4);
  expect((await withdraw()).body).toMatchObject({ state: 'withdrawn' });
});

describe('Art. 5(3): one agreement covers one change', () => {
  const spent = { status: 409, code: 'consultation-spent' };
  const notAgreed = { status: 409, code: 'consultation-not-agreed' };

  test('the same field of the same camera is asked anew; another field, another camera is not', async () => {
    const [one, two] = [await ours(), await ours()];
    const consultationId = await agreed(anAsk([one, two]));
    await edit(one, 5, consultationId);
    await expect(edit(one, 6, consultationId)).rejects.toMatchObject({
      ...spent,
      field: 'consultationId',
      sentence: { ko: expect.stringContaining('높이') as string },
    });
    await edit(two, 6, consultationId);
    await editCamera(db.app, byManager(), one, { azimuthDeg: 90 }, consultationId);
    await expect(
      editCamera(db.app, byManager(), one, { heightM: 7, azimuthDeg: 91 }, consultationId),
    ).rejects.toMatchObject(spent);
    await edit(one, 6);
    expect((await about(manager, one)).map(({ state }) => state).sort()).toEqual(['agreed', 'asked']);
  });

  test('undoing a change does not give its agreement back', async () => {
    const cameraId = await ours();
    const consultationId = await agreed(anAsk([cameraId]));
    await edit(cameraId, 5, consultationId);
    await edit(cameraId, 4);
    await expect(edit(cameraId, 5, consultationId)).rejects.toMatchObject(spent);
  });

  test('an agreement to what an edit has changed already covers no edit after it', async () => {
    const cameraId = await ours();
    await edit(cameraId, 6);
    const [{ consultationId }] = (await about(manager, cameraId)) as [ConsultationView];
    await answer(consultationId, { answer: 'agreed', text: null });
    await expect(edit(cameraId, 7, consultationId)).rejects.toMatchObject(notAgreed);
    await expect(
      editCamera(db.app, byManager(), cameraId, { azimuthDeg: 90 }, consultationId),
    ).rejects.toMatchObject(notAgreed);
  });

  test('asked anew, it agrees to the change that stands; undone before, to one that is still to be made', async () => {
    const [standing, undone] = [await ours(), await ours()];
    for (const cameraId of [standing, undone]) {
      const first = await returned(cameraId);
      if (cameraId === undone) await edit(cameraId, 4);
      await agreed(anAsk([cameraId], first));
    }
    const named = async (cameraId: number) =>
      (await about(manager, cameraId)).find(({ state }) => state === 'agreed')!.consultationId;
    await expect(edit(standing, 8, await named(standing))).rejects.toMatchObject(spent);
    await edit(undone, 8, await named(undone));
  });
});

describe('Art. 5(3): a returned question asked anew', () => {
  const ask = (body: object, who = manager) => call(who, 'POST', '/consultations', body);
  const isSettled = async (consultationId: string) => {
    const { body } = await call(manager, 'GET', `/consultations/${consultationId}`);
    return !(body as ConsultationView).unsettled;
  };

  test('settles the first while it waits and once it is agreed to, and not when it is withdrawn or returned', async () => {
    const cameraId = await ours();
    const first = await returned(cameraId);
    expect(await isSettled(first)).toBe(false);
    const second = anAsk([cameraId], first);
    await ask(second);
    expect(await isSettled(first)).toBe(true);
    await call(manager, 'POST', `/consultations/${second.consultationId}/withdraw`);
    expect(await isSettled(first)).toBe(false);
    const third = anAsk([cameraId], first);
    await ask(third);
    await answer(third.consultationId, { answer: 'returned', text: '사진이 흐립니다' });
    expect(await isSettled(first)).toBe(false);
    const fourth = anAsk([cameraId], third.consultationId);
    await ask(fourth);
    expect(await isSettled(first)).toBe(true);
    const { body } = await call(officer, 'GET', `/consultations/${fourth.consultationId}`);
    expect(body).toMatchObject({
      changes: [],
      earlierChanges: [{ cameraId, field: 'heightM', to: 7, stands: true }],
    });
    await answer(fourth.consultationId, { answer: 'agreed-with-conditions', text: '밤에만' });
    expect(await isSettled(first)).toBe(true);
  });

  test('is of a returned one, of its kind, of its department, with the cameras whose change stands', async () => {
    const [cameraId, another] = [await ours(), await ours()];
    const waiting = anAsk([cameraId]);
    await ask(waiting);
    expect(await ask(anAsk([cameraId], waiting.consultationId))).toMatchObject({
      status: 409,
      body: { code: 'not-returned', field: 'reasks' },
    });
    const first = await returned(cameraId);
    const refused = async (over: object, who = manager) =>
      (await ask({ ...anAsk([cameraId], first), ...over }, who)).body as { field: string; message: string };
    expect(await refused({ kind: 'coordination' })).toMatchObject({ field: 'kind' });
    expect(await refused({ departmentId: otherDepartmentId, cameraIds: [] }, officer)).toMatchObject({
      field: 'departmentId',
    });
    expect(await refused({ cameraIds: [another] })).toMatchObject({ field: 'cameraIds' });
    const second = anAsk([cameraId, another], first);
    expect((await ask(second)).status).toBe(201);
    await answer(second.consultationId, { answer: 'returned', text: '다시' });
    expect((await ask(anAsk([another], second.consultationId))).body).toMatchObject({ field: 'cameraIds' });
  });

  test('needs no camera whose change was undone, nor one that is another department’s by now', async () => {
    const [undone, moved] = [await ours(), await ours()];
    const [first, second] = [await returned(undone), await returned(moved)];
    await edit(undone, 4);
    expect((await ask(anAsk([], first))).status).toBe(201);
    await db.owner`update camera set department_id = ${otherDepartmentId} where camera_id = ${moved}`;
    expect((await ask(anAsk([], second))).status).toBe(201);
  });
});

describe('Art. 4(2), 5(3): nobody advises himself', () => {
  test('the account that asked is refused, on record; another officer answers', async () => {
    const other = await aSignedInPerson(db.owner, 'officer');
    const question = { ...anAsk([]), kind: 'coordination', departmentId };
    const { consultationId } = question;
    expect((await call(officer, 'POST', '/consultations', question)).body).toMatchObject({
      own: true,
      may: { answer: false },
    });
    expect(await answer(consultationId, { answer: 'agreed', text: null })).toMatchObject({
      status: 403,
      body: { code: 'own-question' },
    });
    const [row] = await db.owner`
      select outcome from audit where action = 'consultation.answer' and object_id = ${consultationId}`;
    expect(row).toEqual({ outcome: 'refused' });
    const seen = await call(other, 'GET', `/consultations/${consultationId}`);
    expect(seen.body).toMatchObject({ own: false, may: { answer: true } });
    expect(seen.body).not.toHaveProperty('askedByAccount');
    const given = await call(other, 'POST', `/consultations/${consultationId}/answer`, {
      answer: 'agreed',
      text: null,
    });
    expect(given.body).toMatchObject({ state: 'agreed' });
  });
});

test.each([
  ['subject', { subject: '높이\u202e조정' }],
  ['body', { body: '높이\u200b조정' }],
  ['subject', { subject: '높이\n조정' }],
])('a letter that nobody sees is refused in the %s of a question', async (field, over) => {
  expect((await call(manager, 'POST', '/consultations', { ...anAsk([]), ...over })).body).toMatchObject({
    field,
  });
});

test('words of several lines are kept, in a question, its messages and its answer; hidden letters are not', async () => {
  const question = { ...anAsk([]), body: '첫째 줄\n\t둘째 줄' };
  expect((await call(manager, 'POST', '/consultations', question)).body).toMatchObject({
    body: question.body,
  });
  const path = `/consultations/${question.consultationId}`;
  const say = (body: string) => call(manager, 'POST', `${path}/messages`, { messageId: randomUUID(), body });
  expect((await say('하나\n둘')).status).toBe(201);
  expect((await say('하나\u2066둘')).body).toMatchObject({ field: 'body' });
  const given = await answer(question.consultationId, { answer: 'returned', text: '까\u200d닭' });
  expect(given.body).toMatchObject({ field: 'text' });
});

describe('who knows of a consultation', () => {
  test('a department sees its own alone; another’s answers 404 in every way', async () => {
    const cameraId = await ours();
    await edit(cameraId, 6);
    const [{ consultationId }] = (await about(manager, cameraId)) as [ConsultationView];
    expect((await open(manager)).map((each) => each.consultationId)).toContain(consultationId);
    expect((await open(otherManager)).map((each) => each.consultationId)).not.toContain(consultationId);
    const message = { messageId: randomUUID(), body: '무엇입니까' };
    for (const [method, path, body] of [
      ['GET', `/consultations/${consultationId}`, undefined],
      ['POST', `/consultations/${consultationId}/messages`, message],
      ['POST', `/consultations/${consultationId}/withdraw`, undefined],
      ['GET', `/cameras/${cameraId}/consultations`, undefined],
    ] as const)
      expect((await call(otherManager, method, path, body)).status).toBe(404);
    expect((await call(manager, 'POST', `/consultations/${consultationId}/answer`, {})).status).toBe(403);
  });

  test('nobody asks about another department’s camera', async () => {
    const body = { kind: 'change', departmentId: null, subject: 'x', body: null, reasks: null };
    const cameraIds = [await ours()];
    const asked = { ...body, consultationId: randomUUID(), cameraIds };
    expect((await call(otherManager, 'POST', '/consultations', asked)).status).toBe(404);
  });

  test('one about a protected camera is known to nobody who may not know of it (Art. 10(4))', async () => {
    const cameraId = await ours({ protected: true });
    await edit(cameraId, 6);
    const ids = async (who: SignedIn) => (await open(who)).map(({ cameras }) => cameras[0]?.cameraId);
    expect(await ids(officer)).toContain(cameraId);
    expect(await ids(manager)).toContain(cameraId);
    expect(await ids(auditor)).not.toContain(cameraId);
  });

  test('one whose camera is another department’s by now and protected is known to the centre alone (Art. 10(4))', async () => {
    const cameraId = await ours();
    await edit(cameraId, 6);
    const [{ consultationId }] = (await about(manager, cameraId)) as [ConsultationView];
    await db.owner`
      update camera set protected = true, department_id = ${otherDepartmentId} where camera_id = ${cameraId}`;
    expect((await call(manager, 'GET', `/consultations/${consultationId}`)).status).toBe(404);
    expect((await call(manager, 'POST', `/consultations/${consultationId}/withdraw`)).status).toBe(404);
    expect((await open(manager)).map((each) => each.consultationId)).not.toContain(consultationId);
    expect((await open(otherManager)).map((each) => each.consultationId)).not.toContain(consultationId);
    expect((await open(officer)).map((each) => each.consultationId)).toContain(consultationId);
  });

  test('an officer asks in one department’s name about that department’s cameras alone', async () => {
    const body = { kind: 'change', subject: 'x', body: null, reasks: null, cameraIds: [await ours()] };
    const ask = (of: number) =>
      call(officer, 'POST', '/consultations', { ...body, consultationId: randomUUID(), departmentId: of });
    expect((await ask(otherDepartmentId)).body).toMatchObject({ field: 'cameraIds' });
    expect((await ask(departmentId)).status).toBe(201);
  });

  test('the feed tells it to its department and the centre, and to nobody else', () => {
    const event: PublishedEvent = {
      seq: 1,
      kind: 'consultation',
      objectId: null,
      protected: false,
      departmentId,
    };
    const hears = (over: object) => mayHear(anActor(over), event);
    expect(hears({ role: 'officer' })).toBe(true);
    expect(hears({ role: 'department', departmentId })).toBe(true);
    expect(hears({ role: 'department', departmentId: otherDepartmentId })).toBe(false);
    for (const role of ['operator', 'maintainer', 'liaison'] as const)
      expect(hears({ role, agency: role === 'liaison' ? 'police' : null })).toBe(false);
    const ofAgencies: PublishedEvent = { ...event, kind: 'agency', departmentId: null };
    expect(mayHear(anActor({ role: 'liaison', agency: 'police' }), ofAgencies)).toBe(false);
    expect(mayHear(anActor({ role: 'officer' }), ofAgencies)).toBe(true);
  });
});

describe('Art. 4(2): coordination, asked and answered', () => {
  const aNeed = (over = {}) => ({
    ...anAsk([]),
    kind: 'coordination',
    subject: '저장 공간',
    body: '더 있어야 합니다',
    ...over,
  });

  test('open ones come oldest first; a second press is one question and one answer', async () => {
    const ask = aNeed();
    for (let press = 0; press < 2; press++)
      expect((await call(manager, 'POST', '/consultations', ask)).status).toBe(201);
    const waiting = await open(officer);
    const times = waiting.map(({ askedAt }) => Date.parse(askedAt));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(waiting.filter(({ consultationId }) => consultationId === ask.consultationId)).toHaveLength(1);
    const given = { answer: 'agreed-with-conditions', text: '2027년에' };
    for (let press = 0; press < 2; press++)
      expect((await answer(ask.consultationId, given)).status).toBe(200);
    expect((await answer(ask.consultationId, { answer: 'returned', text: '아닙니다' })).status).toBe(409);
    expect((await open(officer)).some((each) => each.consultationId === ask.consultationId)).toBe(false);
  });

  test('conditions and a return say why', async () => {
    const ask = aNeed();
    await call(manager, 'POST', '/consultations', ask);
    for (const kind of ['agreed-with-conditions', 'returned'])
      expect((await answer(ask.consultationId, { answer: kind, text: null })).body).toMatchObject({
        field: 'text',
      });
  });

  test('messages stand in the order in which they were said; an answer stays as it was given', async () => {
    const ask = aNeed();
    await call(manager, 'POST', '/consultations', ask);
    const say = (who: SignedIn, body: string) =>
      call(who, 'POST', `/consultations/${ask.consultationId}/messages`, { messageId: randomUUID(), body });
    await say(officer, '얼마나');
    await say(manager, '2 TB');
    const { body } = await say(officer, '알겠습니다');
    expect((body as ConsultationView).messages.map((each) => each.body)).toEqual([
      '얼마나',
      '2 TB',
      '알겠습니다',
    ]);
    await answer(ask.consultationId, { answer: 'agreed', text: null });
    await expect(
      db.app`update consultation set state = 'returned', answer = 'x' where consultation_id = ${ask.consultationId}`,
    ).rejects.toThrow(/stays as it was answered/);
  });

  test('an officer asks in a department’s name only by naming it', async () => {
    expect((await call(officer, 'POST', '/consultations', aNeed())).body).toMatchObject({
      field: 'departmentId',
    });
    expect((await call(officer, 'POST', '/consultations', aNeed({ departmentId }))).status).toBe(201);
  });
});
