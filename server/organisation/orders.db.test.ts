import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cityDay } from '../cameras/city-day.rules.ts';
import { SYSTEM } from '../platform/access.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, aPost } from '../testing/factories.ts';
import { appoint } from './appoint.ts';
import { correctEffectiveDay, previewCorrection } from './correct-effective-day.ts';
import { designateDepartment } from './designate.ts';
import type { Plan, PreviewView, Step } from './organisation.schema.ts';
import { selectOrders, selectState } from './organisation.sql.ts';
import { askedAt, readOrganisation, readResponsible, readUnanswered } from './read-organisation.ts';
import { previewReorganisation, reorganise } from './reorganise.ts';
import { dedicatedOn, standsOn } from './state.rules.ts';
import { takeOverCameras } from './take-over-cameras.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

const TODAY = '2026-11-25';
const NOW = new Date('2026-11-25T03:00:00Z');

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

let it: number;
let traffic: number;
let roads: number;
const ids = { camera: {} as Record<string, number> };

const seed = async (): Promise<void> => {
  await db.owner`
    truncate department, responsible_post, post_holding, dedicated_department, organisation_order, person, camera,
             department_history, responsible_post_history, post_holding_history, dedicated_department_history,
             organisation_order_history, order_camera restart identity cascade`;
  it = await aDepartment(db.owner, { name: '정보산업과', validFrom: '2012-01-01' });
  traffic = await aDepartment(db.owner, { name: '교통과', validFrom: '2012-01-01' });
  roads = await aDepartment(db.owner, { name: '도로과', validFrom: '2012-01-01' });
  for (const [departmentId, title] of [
    [it, '정보산업과장'],
    [traffic, '교통과장'],
    [roads, '도로과장'],
  ] as const)
    await aPost(db.owner, { departmentId, title, duty: 'department-manager', validFrom: '2012-01-01' });
  await designateDepartment(db.app, SYSTEM, {
    ...{ requestId: randomUUID(), departmentId: it, orderNo: '훈령 제365호', fromDay: '2020-01-17' },
  });
  ids.camera = {
    centre: await aCamera(db.owner, { departmentId: it, integration: 'integrated' }),
    traffic: await aCamera(db.owner, {
      departmentId: traffic,
      integration: 'standalone',
      integrationReason: '효율성 저하',
    }),
    roads: await aCamera(db.owner, {
      departmentId: roads,
      integration: 'standalone',
      integrationReason: '효율성 저하',
    }),
  };
};
beforeEach(seed);

const plan = (steps: Step[], effectiveOn = '2026-12-01'): Plan => ({
  orderNo: '규칙 제2000호',
  effectiveOn,
  steps,
});
const see = (given: Plan): Promise<PreviewView> => previewReorganisation(db.app, SYSTEM, given);
async function order(given: Plan, today = TODAY): Promise<string> {
  const { fingerprint } = await see(given);
  const reorganisationId = randomUUID();
  await reorganise(db.app, SYSTEM, { ...given, reorganisationId, fingerprint }, today);
  return reorganisationId;
}
const on = (day: string, known?: string) =>
  readOrganisation(db.app, SYSTEM, askedAt({ on: day, ...(known ? { known } : {}) }, new Date(), TODAY));
const headOn = async (day: string, known?: string) => (await on(day, known)).operationsHead?.title ?? null;
const answers = async (camera: string, day: string) => {
  const asked = askedAt({ on: day }, NOW, TODAY);
  const found = await readResponsible(db.app, SYSTEM, ids.camera[camera]!, asked);
  return found.post?.title ?? found.reason;
};
const answersBy = async (camera: string, day: string, known?: string) => {
  const asked = askedAt({ on: day, ...(known ? { known } : {}) }, known ? new Date() : NOW, TODAY);
  return (
    (await readResponsible(db.app, SYSTEM, ids.camera[camera]!, asked)).post?.answers?.personName ?? null
  );
};
async function aPerson(name: string): Promise<number> {
  const [row] = await db.owner<{ id: number }[]>`
    insert into person (person_no, name, source) values (${randomUUID().slice(0, 8)}, ${name}, 'test')
    returning person_id as id`;
  return row!.id;
}
async function postOf(departmentId: number, day: string): Promise<number> {
  const { posts } = await selectState(db.app);
  return posts.find((post) => post.departmentId === departmentId && standsOn(day, post))!.postId;
}
const puts = async (
  personId: number | null,
  postId: number,
  fromDay: string,
  kind: 'holder' | 'acting' = 'holder',
  lastDay: string | null = null,
  requestId: string = randomUUID(),
) =>
  appoint(db.app, SYSTEM, {
    ...{ requestId, postId, personId, kind, fromDay, lastDay, orderNo: '인사발령 제1호' },
  });
const instant = async (): Promise<string> => {
  const [row] = await db.app<{ at: string }[]>`select to_json(clock_timestamp()) #>> '{}' as at`;
  return row!.at;
};
const renamed: Step[] = [];
beforeEach(() => {
  renamed.splice(0, 1, { kind: 'rename', departmentId: it, name: '정보통신과', phone: '033-000-0112' });
});

test('Art. 4(1), 5(1): 정보산업과 becomes 정보통신과: the designation, its head and the one who holds it go on, from midnight in Seoul', async () => {
  const kim = await aPerson('김가상');
  await puts(kim, await postOf(it, TODAY), '2024-01-01');
  const view = await see(plan(renamed));
  expect(view.departments).toMatchObject([
    { departmentId: it, name: '정보산업과', change: 'ends', into: '정보통신과' },
    { departmentId: null, name: '정보통신과', change: 'begins' },
  ]);
  expect(view.designation).toEqual({ from: '정보산업과', to: '정보통신과' });
  expect(view.holdings).toEqual([
    { personName: '김가상', kind: 'holder', from: '정보산업과장', to: '정보통신과장', change: 'moves' },
  ]);
  expect(view.vacancies).toEqual([]);
  expect(view.cameras).toEqual({
    moved: [{ from: '정보산업과', to: '정보통신과', count: 1 }],
    unanswered: 0,
  });
  expect(await headOn('2026-12-01')).toBe('정보산업과장');
  await order(plan(renamed));
  expect([await headOn('2026-11-30'), await headOn('2026-12-01')]).toEqual(['정보산업과장', '정보통신과장']);
  expect((await on('2026-12-01')).operationsHead?.answers?.personName).toBe('김가상');
  expect([await answers('centre', '2026-11-30'), await answers('centre', '2026-12-01')]).toEqual([
    '정보산업과장',
    '정보통신과장',
  ]);
  expect(cityDay(new Date('2026-11-30T14:59:59Z'))).toBe('2026-11-30');
  expect(cityDay(new Date('2026-11-30T15:00:00Z'))).toBe('2026-12-01');
});

test('Art. 5(1): a preview changes nothing, and what is no longer what it said is refused', async () => {
  const before = await selectState(db.app);
  const { fingerprint } = await see(plan(renamed));
  expect(await selectState(db.app)).toEqual(before);
  await aCamera(db.owner, { departmentId: it, integration: 'integrated' });
  const confirmed = reorganise(
    db.app,
    SYSTEM,
    { ...plan(renamed), reorganisationId: randomUUID(), fingerprint },
    TODAY,
  );
  await expect(confirmed).rejects.toMatchObject({ code: 'preview-stale' });
  expect(await selectState(db.app)).toEqual(before);
});

test('a double press makes one order', async () => {
  const { fingerprint } = await see(plan(renamed));
  const body = { ...plan(renamed), reorganisationId: randomUUID(), fingerprint };
  await Promise.all([reorganise(db.app, SYSTEM, body, TODAY), reorganise(db.app, SYSTEM, body, TODAY)]);
  expect((await selectOrders(db.app)).filter(({ kind }) => kind === 'reorganisation')).toHaveLength(1);
});

test('Art. 5(1) proviso: a successor of a successor answers for what was given to the first', async () => {
  await order(plan([{ kind: 'rename', departmentId: roads, name: '도로시설과', phone: null }], '2026-12-01'));
  const next = (await on('2026-12-01')).departments.find(({ name }) => name === '도로시설과')!.departmentId;
  await order(plan([{ kind: 'rename', departmentId: next, name: '도로관리과', phone: null }], '2027-01-01'));
  expect([
    await answers('roads', '2026-11-30'),
    await answers('roads', '2026-12-01'),
    await answers('roads', '2026-12-31'),
    await answers('roads', '2027-01-01'),
  ]).toEqual(['도로과장', '도로시설과장', '도로시설과장', '도로관리과장']);
});

test('Art. 5(1), 10(2): a post of a renamed department keeps a telephone of its own, and one at the department’s gets the new one', async () => {
  await db.owner`update department set phone = '033-000-0100'`;
  await db.owner`update responsible_post set phone = '033-000-0100' where department_id = ${it}`;
  await db.owner`update responsible_post set phone = '033-000-0777' where department_id = ${roads}`;
  const apart: Step = { kind: 'rename', departmentId: roads, name: '도로시설과', phone: '033-000-0113' };
  await order(plan([...renamed, apart]));
  const { posts } = await selectState(db.app);
  const after = posts.filter((post) => post.validFrom === '2026-12-01');
  expect(Object.fromEntries(after.map(({ title, phone }) => [title, phone]))).toEqual({
    정보통신과장: '033-000-0112',
    도로시설과장: '033-000-0777',
  });
});

test('Art. 5(1): somebody else is put in a post on the very day a third began there; that third never does, and is still known', async () => {
  const post = await postOf(roads, TODAY);
  const [kim, lee, park] = [await aPerson('김가상'), await aPerson('이가상'), await aPerson('박가상')];
  await puts(kim, post, '2026-01-01');
  await puts(lee, post, '2026-12-10');
  const known = await instant();
  await puts(park, post, '2026-12-10');
  expect([await answersBy('roads', '2026-12-09'), await answersBy('roads', '2026-12-10')]).toEqual([
    '김가상',
    '박가상',
  ]);
  expect(await answersBy('roads', '2026-12-10', known)).toBe('이가상');
  await expect(puts(park, post, '2026-12-10')).rejects.toMatchObject({ code: 'holder-already' });
});

test('Art. 5(1): made vacant twice, a post is vacant once and nothing is refused', async () => {
  const post = await postOf(roads, TODAY);
  await puts(await aPerson('김가상'), post, '2026-01-01');
  await puts(null, post, '2026-12-10');
  await puts(null, post, '2026-12-10');
  expect(await answersBy('roads', '2026-12-10')).toBe(null);
  await expect(puts(null, post, '2026-12-20')).rejects.toMatchObject({ field: 'personId' });
});

test('Art. 5(1): an order to come carries on whoever is in the post by then, not who was there when it was recorded', async () => {
  const post = await postOf(roads, TODAY);
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  await puts(kim, post, '2026-01-01');
  await order(plan([{ kind: 'rename', departmentId: roads, name: '도로시설과', phone: null }], '2026-12-20'));
  await puts(lee, post, '2026-12-10');
  expect([await answersBy('roads', '2026-12-19'), await answersBy('roads', '2026-12-20')]).toEqual([
    '이가상',
    '이가상',
  ]);
});

test('a corrected day that would let two departments bear one name on a day is refused by the name', async () => {
  const id = await order(
    plan([{ kind: 'rename', departmentId: roads, name: '도로시설과', phone: null }], '2026-12-10'),
  );
  await order(plan([{ kind: 'found', name: '도로과', phone: null }], '2026-12-12'));
  await expect(
    correctEffectiveDay(
      db.app,
      SYSTEM,
      {
        of: { kind: 'reorganisation', reorganisationId: id },
        effectiveOn: '2026-12-20',
        reason: '시행일 정정',
      },
      TODAY,
    ),
  ).rejects.toMatchObject({ code: 'name-taken' });
});

test('Art. 4(1), 5(1): three departments into one, the dedicated among them: one head, and he is the 운영책임자', async () => {
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  await puts(kim, await postOf(it, TODAY), '2024-01-01');
  await puts(lee, await postOf(roads, TODAY), '2024-01-01');
  const merged = plan([
    {
      ...{ kind: 'merge', departmentIds: [it, traffic, roads], headFrom: roads },
      into: { name: '도시안전과', phone: null },
    },
  ]);
  const view = await see(merged);
  expect(view.holdings).toEqual([
    { personName: '김가상', kind: 'holder', from: '정보산업과장', to: null, change: 'ends' },
    { personName: '이가상', kind: 'holder', from: '도로과장', to: '도시안전과장', change: 'moves' },
  ]);
  await order(merged);
  const after = await on('2026-12-01');
  expect(after.departments.map(({ name }) => name)).toEqual(['도시안전과']);
  expect(after.dedicated?.departmentName).toBe('도시안전과');
  expect(after.operationsHead).toMatchObject({ title: '도시안전과장', answers: { personName: '이가상' } });
  expect(after.departments[0]!.predecessors).toHaveLength(3);
  for (const camera of ['centre', 'traffic', 'roads'])
    expect(await answers(camera, '2026-12-01')).toBe('도시안전과장');
});

test('Art. 4(1): merged into a department that goes on, the dedicated one hands its designation over', async () => {
  await order(
    plan([{ kind: 'merge', departmentIds: [it], into: { departmentId: traffic }, headFrom: traffic }]),
  );
  const after = await on('2026-12-01');
  expect([after.dedicated?.departmentName, after.operationsHead?.title]).toEqual(['교통과', '교통과장']);
  expect(await answers('traffic', '2026-12-01')).toBe('교통과장');
});

test('abolished without a successor: its cameras are told as answered by nobody; the dedicated department cannot be (Art. 4(1))', async () => {
  const gone = plan([{ kind: 'abolish', departmentId: roads }]);
  expect((await see(gone)).cameras).toEqual({
    moved: [{ from: '도로과', to: null, count: 1 }],
    unanswered: 1,
  });
  await order(gone);
  expect([await answers('roads', '2026-11-30'), await answers('roads', '2026-12-01')]).toEqual([
    '도로과장',
    'department-abolished',
  ]);
  const asked = askedAt({ on: '2026-12-01' }, NOW, TODAY);
  const page = await readUnanswered(db.app, SYSTEM, asked, { limit: 10 });
  expect(page).toMatchObject({ total: 1, byReason: [{ reason: 'department-abolished', cameras: 1 }] });
  expect(page.cameras[0]).toMatchObject({ cameraId: ids.camera['roads'], department: '도로과' });
  await expect(see(plan([{ kind: 'abolish', departmentId: it }]))).rejects.toMatchObject({
    code: 'dedicated-without-successor',
  });
});

test('Art. 5(1): a divided department gives cameras of a purpose to its part on the day, not before', async () => {
  await order(
    plan([
      {
        ...{ kind: 'split', departmentId: roads, goesOn: true },
        parts: [{ name: '방재과', phone: null, purposes: ['security'] }],
      },
    ]),
  );
  expect([await answers('roads', '2026-11-30'), await answers('roads', '2026-12-01')]).toEqual([
    '도로과장',
    '방재과장',
  ]);
  expect(await takeOverCameras(db.app, '2026-11-30')).toBe(0);
  expect(await takeOverCameras(db.app, '2026-12-01')).toBe(1);
  expect(await takeOverCameras(db.app, '2026-12-01')).toBe(0);
  const [change] = await db.app`select field, from_value as "from" from camera_change`;
  expect(change).toEqual({ field: 'departmentId', from: roads });
});

test('Art. 5(1): a camera given elsewhere by hand is not moved by the order that was to move it', async () => {
  const parts = [{ name: '방재과', phone: null, purposes: ['security' as const] }];
  await order(plan([{ kind: 'split', departmentId: roads, goesOn: true, parts }]));
  expect(await answers('roads', '2026-12-01')).toBe('방재과장');
  const known = await instant();
  await db.app`update camera set department_id = ${traffic} where camera_id = ${ids.camera['roads']!}`;
  expect(await answers('roads', '2026-12-01')).toBe('교통과장');
  expect(await takeOverCameras(db.app, '2026-12-01')).toBe(0);
  expect(await answers('roads', '2026-12-01')).toBe('교통과장');
  const asked = askedAt({ on: '2026-12-01', known }, new Date(), TODAY);
  expect((await readResponsible(db.app, SYSTEM, ids.camera['roads']!, asked)).post?.title).toBe('방재과장');
});

test('Art. 5(1): what one order to come gives to a part, a later one divides again', async () => {
  const part = (name: string) => [{ name, phone: null, purposes: ['security' as const] }];
  await order(plan([{ kind: 'split', departmentId: roads, goesOn: true, parts: part('방재과') }]));
  const { departments } = await selectState(db.app);
  const { departmentId } = departments.find(({ name }) => name === '방재과')!;
  await order(plan([{ kind: 'split', departmentId, goesOn: true, parts: part('안전과') }], '2027-01-01'));
  expect([await answers('roads', '2026-12-01'), await answers('roads', '2027-01-01')]).toEqual([
    '방재과장',
    '안전과장',
  ]);
  expect([await takeOverCameras(db.app, '2026-12-01'), await takeOverCameras(db.app, '2027-01-01')]).toEqual([
    1, 1,
  ]);
  expect(await answers('roads', '2027-01-01')).toBe('안전과장');
});

test('a day corrected afterwards is the day it was, and what was known before stays as it was known', async () => {
  const id = await order(plan(renamed, '2026-11-20'));
  const asOrdered = await instant();
  const correct = (effectiveOn: string) =>
    correctEffectiveDay(
      db.app,
      SYSTEM,
      { of: { kind: 'reorganisation', reorganisationId: id }, effectiveOn, reason: '시행일 정정' },
      TODAY,
    );
  await correct('2026-11-10');
  const days = ['2026-11-09', '2026-11-10', '2026-11-19', '2026-11-20'];
  const [was, is] = ['정보산업과장', '정보통신과장'];
  expect(await Promise.all(days.map((day) => headOn(day)))).toEqual([was, is, is, is]);
  expect(await Promise.all(days.map((day) => headOn(day, asOrdered)))).toEqual([was, was, was, is]);
  const [known] = (await selectOrders(db.app)).filter(({ orderId }) => orderId === id);
  expect(known!.corrections.map(({ effectiveOn }) => effectiveOn)).toEqual(['2026-11-20']);
  await expect(correct('2026-12-24')).rejects.toMatchObject({ code: 'in-effect' });
  await expect(correct('2019-01-01')).rejects.toMatchObject({ code: 'organisation-conflict' });
  const { designations } = await selectState(db.app);
  await expect(
    correctEffectiveDay(
      db.app,
      SYSTEM,
      {
        of: { kind: 'designation', designationId: designations.at(-1)!.designationId },
        ...{ effectiveOn: '2026-11-11', reason: '시행일 정정' },
      },
      TODAY,
    ),
  ).rejects.toMatchObject({ code: 'part-of-order' });
});

test('Art. 5(1): vacant, acting, and both: who answers, and since when nobody does', async () => {
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  const post = await postOf(it, TODAY);
  expect((await on(TODAY)).faults).toContainEqual({
    fault: 'operations-head-vacant',
    departmentId: it,
    postId: post,
  });
  await puts(kim, post, '2024-01-01');
  await puts(lee, post, '2026-06-01', 'acting');
  expect((await on('2026-05-31')).operationsHead?.answers?.personName).toBe('김가상');
  expect((await on('2026-06-01')).operationsHead?.answers).toMatchObject({
    personName: '이가상',
    kind: 'acting',
  });
  await puts(null, post, '2026-07-01');
  await puts(null, post, '2026-09-01', 'acting');
  const vacant = (await on('2026-10-01')).operationsHead!;
  expect([vacant.answers, vacant.vacantSince]).toEqual([null, '2026-09-01']);
  await expect(puts(kim, post, '2019-01-01')).rejects.toMatchObject({ field: 'fromDay' });
});

test('Art. 5(1): whoever is put in a post takes office: an acting one with no end goes on that day, and it is on record', async () => {
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  const post = await postOf(roads, TODAY);
  await puts(lee, post, '2026-06-01', 'acting');
  const known = await instant();
  const requestId = randomUUID();
  await puts(kim, post, '2026-11-30', 'holder', null, requestId);
  await puts(kim, post, '2026-11-30', 'holder', null, requestId);
  expect([await answersBy('roads', '2026-11-29'), await answersBy('roads', '2026-11-30')]).toEqual([
    '이가상',
    '김가상',
  ]);
  expect(await answersBy('roads', '2026-11-30', known)).toBe('이가상');
  const { holdings } = await selectState(db.app);
  expect(holdings.map(({ kind, validTo }) => [kind, validTo])).toEqual([
    ['acting', '2026-11-30'],
    ['holder', null],
  ]);
  const [row] = await db.owner<{ detail: object }[]>`
    select detail from audit where action = 'organisation.change' and detail ? 'actingEnded'`;
  expect(row?.detail).toMatchObject({ actingEnded: '이가상' });
});

test('Art. 5(1): an acting one with a last day, or one named after the holder, answers as long as was said', async () => {
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  const post = await postOf(roads, TODAY);
  await puts(lee, post, '2026-11-01', 'acting', '2026-12-09');
  await puts(kim, post, '2026-11-30');
  expect([await answersBy('roads', '2026-12-09'), await answersBy('roads', '2026-12-10')]).toEqual([
    '이가상',
    '김가상',
  ]);
  await puts(lee, post, '2027-01-01', 'acting');
  expect(await answersBy('roads', '2027-01-01')).toBe('이가상');
});

test('Art. 5(1): the one acting becomes the holder on the very day the acting began, and in the post that follows', async () => {
  const lee = await aPerson('이가상');
  const post = await postOf(roads, TODAY);
  await puts(lee, post, '2026-11-30', 'acting');
  await order(plan([{ kind: 'rename', departmentId: roads, name: '도로시설과', phone: null }], '2026-12-20'));
  await puts(lee, post, '2026-11-30');
  for (const day of ['2026-11-30', '2026-12-20'])
    expect((await on(day)).departments.flatMap(({ posts }) => posts.map(({ acting }) => acting))).toEqual([
      ...[null, null, null],
    ]);
  expect([await answersBy('roads', '2026-11-30'), await answersBy('roads', '2026-12-20')]).toEqual([
    '이가상',
    '이가상',
  ]);
});

test('a correction that would leave somebody in a post that is not there yet is refused, and nothing is changed', async () => {
  const id = await order(plan(renamed, '2026-11-10'));
  const post = await postOf((await on(TODAY)).operationsHead!.departmentId, TODAY);
  await puts(await aPerson('김가상'), post, '2026-11-12');
  const { holdings } = await selectState(db.app);
  const refused = { code: 'organisation-conflict', status: 409 };
  const correct = (effectiveOn: string, of: Parameters<typeof correctEffectiveDay>[2]['of']) =>
    correctEffectiveDay(db.app, SYSTEM, { of, effectiveOn, reason: '시행일 정정' }, TODAY);
  const { holdingId } = holdings[0]!;
  await expect(correct('2026-11-09', { kind: 'holding', holdingId })).rejects.toMatchObject(refused);
  const ofOrder = { kind: 'reorganisation' as const, reorganisationId: id };
  await expect(correct('2026-11-20', ofOrder)).rejects.toMatchObject(refused);
  expect(await headOn('2026-11-10')).toBe('정보통신과장');
  await correct('2026-11-11', ofOrder);
  expect(await headOn('2026-11-10')).toBe('정보산업과장');
});

const periodOf = async (name: string, kind = 'acting') => {
  const { holdings } = await selectState(db.app);
  const { validFrom, validTo } = holdings.find((held) => held.personName === name && held.kind === kind)!;
  return [validFrom, validTo];
};
const correctHolding = (holdingId: number, effectiveOn: string) =>
  correctEffectiveDay(
    db.app,
    SYSTEM,
    { of: { kind: 'holding', holdingId }, effectiveOn, reason: '발령일 정정' },
    TODAY,
  );

test('Art. 5(1): the acting one goes on the day on which the holder really came, and it is told before', async () => {
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  const post = await postOf(roads, TODAY);
  await puts(lee, post, '2026-11-01', 'acting');
  await puts(kim, post, '2026-11-10');
  const { holdingId } = (await selectState(db.app)).holdings.find(({ kind }) => kind === 'holder')!;
  const preview = (effectiveOn: string) => previewCorrection(db.app, SYSTEM, { holdingId, effectiveOn });
  expect(await preview('2026-11-15')).toMatchObject({
    moves: [{ personName: '이가상', kind: 'acting', to: { was: '2026-11-10', is: '2026-11-15' } }],
  });
  expect(await periodOf('이가상')).toEqual(['2026-11-01', '2026-11-10']);
  await correctHolding(holdingId, '2026-11-15');
  expect(await periodOf('이가상')).toEqual(['2026-11-01', '2026-11-15']);
  expect(await answersBy('roads', '2026-11-12')).toBe('이가상');
  await correctHolding(holdingId, '2026-11-05');
  expect(await periodOf('이가상')).toEqual(['2026-11-01', '2026-11-05']);
  expect(await answersBy('roads', '2026-11-05')).toBe('김가상');
  const refused = { code: 'acting-later', status: 409, field: 'effectiveOn' };
  await expect(preview('2026-11-01')).rejects.toMatchObject(refused);
  await expect(correctHolding(holdingId, '2026-10-20')).rejects.toMatchObject(refused);
  expect(await periodOf('김가상', 'holder')).toEqual(['2026-11-05', null]);
  const [row] = await db.owner<{ detail: object }[]>`
    select detail from audit where action = 'organisation.change' and detail->>'effectiveOn' = '2026-11-15'`;
  expect(row?.detail).toMatchObject({ actingEnded: '이가상' });
});

test('Art. 5(1): an acting one who was named until that day from the beginning keeps the last day that was said', async () => {
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  const post = await postOf(roads, TODAY);
  await puts(lee, post, '2026-11-01', 'acting', '2026-11-09');
  await puts(kim, post, '2026-11-10');
  const { holdingId } = (await selectState(db.app)).holdings.find(({ kind }) => kind === 'holder')!;
  expect(await previewCorrection(db.app, SYSTEM, { holdingId, effectiveOn: '2026-11-15' })).toEqual({
    moves: [],
  });
  await correctHolding(holdingId, '2026-11-15');
  expect(await periodOf('이가상')).toEqual(['2026-11-01', '2026-11-10']);
});

test('two holders of one post on one day are refused by the database', async () => {
  const [kim, lee] = [await aPerson('김가상'), await aPerson('이가상')];
  const post = await postOf(it, TODAY);
  await puts(kim, post, '2024-01-01');
  const second = db.app`
    insert into post_holding (post_id, person_id, kind, valid_from, source)
    values (${post}, ${lee}, 'holder', '2025-01-01', 'test')`;
  await expect(second).rejects.toThrow('one_holder_of_a_post');
});

test('a name that stands already, a department named twice and one that is gone are each refused by their field', async () => {
  const refusals: [Step[], string][] = [
    [[{ kind: 'rename', departmentId: roads, name: '교통과', phone: null }], 'steps.0.name'],
    [[...renamed, { kind: 'abolish', departmentId: it }], 'steps.1.departmentId'],
    [[{ kind: 'abolish', departmentId: 999 }], 'steps.0.departmentId'],
    [
      [{ kind: 'merge', departmentIds: [it], into: { departmentId: roads }, headFrom: traffic }],
      'steps.0.headFrom',
    ],
  ];
  for (const [steps, field] of refusals)
    await expect(see(plan(steps))).rejects.toMatchObject({ status: 400, field });
});

const DAYS = ['2026-12-01', '2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01'];

test(
  'Art. 4(1), 5(1): whatever is ordered, on every day there is exactly one 전담부서, one 운영책임자 of it, and one post for each camera of a department that stands',
  { timeout: 120_000 },
  async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            act: fc.constantFrom('rename', 'merge', 'split', 'abolish', 'found', 'designate', 'correct'),
            which: fc.nat(20),
            other: fc.nat(20),
            flag: fc.boolean(),
          }),
          { minLength: 1, maxLength: DAYS.length },
        ),
        async (acts) => {
          await seed();
          for (const [i, { act, which, other, flag }] of acts.entries()) {
            const day = DAYS[i]!;
            const state = await selectState(db.app);
            const standing = state.departments.filter(
              (each) => standsOn(dayAfter(day, -1), each) && each.validTo === null,
            );
            const one = standing[which % standing.length]!.departmentId;
            const two = standing[other % standing.length]!.departmentId;
            const name = `새과${++made}`;
            const steps: Step[] =
              act === 'rename'
                ? [{ kind: 'rename', departmentId: one, name, phone: null }]
                : act === 'merge' && one !== two
                  ? [
                      flag
                        ? { kind: 'merge', departmentIds: [one], into: { departmentId: two }, headFrom: one }
                        : {
                            kind: 'merge',
                            departmentIds: [one, two],
                            into: { name, phone: null },
                            headFrom: null,
                          },
                    ]
                  : act === 'split'
                    ? [
                        {
                          ...{ kind: 'split', departmentId: one, goesOn: flag },
                          parts: [{ name, phone: null, purposes: [] }],
                        },
                      ]
                    : act === 'abolish'
                      ? [{ kind: 'abolish', departmentId: one }]
                      : act === 'found'
                        ? [{ kind: 'found', name, phone: null }]
                        : [];
            try {
              if (act === 'designate')
                await designateDepartment(db.app, SYSTEM, {
                  ...{ requestId: randomUUID(), departmentId: one, orderNo: '명령', fromDay: day },
                });
              else if (act === 'correct') {
                const orders = await selectOrders(db.app);
                const { orderId } = orders[which % orders.length]!;
                const of = { kind: 'reorganisation' as const, reorganisationId: orderId };
                const effectiveOn = dayAfter(day, flag ? -3 : 3);
                await correctEffectiveDay(db.app, SYSTEM, { of, effectiveOn, reason: '정정' }, TODAY);
              } else if (steps.length > 0) await order(plan(steps, day));
            } catch (error) {
              // A refusal changes nothing; anything else is a fault.
              if (![400, 404, 409].includes((error as { status?: number }).status ?? 0)) throw error;
            }
          }
          const state = await selectState(db.app);
          const turns = new Set([
            ...DAYS,
            ...DAYS.map((day) => dayAfter(day, -1)),
            TODAY,
            '2026-12-04',
            '2030-01-01',
          ]);
          for (const day of turns) {
            const dedicated = state.designations.filter((each) => standsOn(day, each));
            expect(dedicated).toHaveLength(1);
            const heads = state.posts.filter(
              (post) => post.duty === 'operations-head' && standsOn(day, post),
            );
            expect(heads.map(({ departmentId }) => departmentId)).toEqual([
              dedicatedOn(state, day)!.departmentId,
            ]);
            for (const each of state.departments.filter((department) => standsOn(day, department))) {
              const posts = state.posts.filter(
                (post) => post.departmentId === each.departmentId && standsOn(day, post),
              );
              expect(posts.map(({ title }) => title)).toHaveLength(1);
            }
            const view = await readUnanswered(db.app, SYSTEM, askedAt({ on: day }, NOW, TODAY), {
              limit: 10,
            });
            expect(view.byReason.filter(({ reason }) => reason !== 'department-abolished')).toEqual([]);
          }
        },
      ),
      { numRuns: 15 },
    );
  },
);
