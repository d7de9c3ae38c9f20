import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { cityDay } from '../cameras/city-day.rules.ts';
import { editCamera } from '../cameras/edit-camera.ts';
import type { Deps } from '../platform/deps.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { agenciesRoutes } from './agencies.routes.ts';
import type { AgenciesPage, BodyCamerasPage, BodyDetail, CameraDelegation } from './agencies.schema.ts';
import { lacksOn } from './delegations.rules.ts';
import { selectLinkFacts } from './link-facts.sql.ts';

const today = cityDay(new Date());
const daysFrom = (days: number): string =>
  new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);

let db: TestDatabase;
let app: Hono<Env>;
let officer: SignedIn;
let liaison: SignedIn;
/** A camera once for each picture of it that is open. */
let watched: number[] = [];

beforeAll(async () => {
  db = await aDatabase();
  const deps = { sql: db.app, now: () => new Date() } as unknown as Deps;
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app)).route('/api', agenciesRoutes(deps, () => watched) as never);
  officer = await aSignedInPerson(db.owner, 'officer');
  liaison = await aSignedInPerson(db.owner, 'liaison', { agency: 'police' });
  await db.owner`update agency set owner_names = '{강릉경찰서}' where code = 'police'`;
  await db.owner`update agency set owner_names = '{강릉교육지원청}' where code = 'education'`;
});
afterAll(() => db.drop());
beforeEach(async () => {
  watched = [];
  await db.owner`delete from site`;
  await db.owner`alter table delegation disable trigger delegation_stays_as_granted`;
  await db.owner`alter table link_security disable trigger link_security_stays`;
  await db.owner`delete from delegation`;
  await db.owner`delete from link_security`;
  await db.owner`alter table delegation enable trigger delegation_stays_as_granted`;
  await db.owner`alter table link_security enable trigger link_security_stays`;
});

const call = async (who: SignedIn, method: string, path: string, body?: unknown) => {
  const response = await app.request(`/api${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never };
};
const read = async <T>(who: SignedIn, path: string): Promise<T> => (await call(who, 'GET', path)).body as T;

const theirs = (over = {}) =>
  aCamera(db.owner, {
    owner: ' 강릉경찰서 ',
    integration: 'standalone',
    integrationReason: '협의 중',
    ...over,
  });
const aMeasure = (over = {}) =>
  call(officer, 'POST', '/agencies/police/security', {
    measureId: randomUUID(),
    measures: '전용 회선',
    documentNo: '보안-1',
    decidedOn: daysFrom(-10),
    lastDay: null,
    ...over,
  });
async function aDelegation(cameras: number[] | 'all', lastDay: string | null = null): Promise<string> {
  const delegationId = randomUUID();
  await call(officer, 'POST', '/agencies/police/delegations', {
    delegationId,
    askedOn: daysFrom(-20),
    cameras,
  });
  const grant = { documentNo: '경무-7', documentOn: daysFrom(-10), fromDay: daysFrom(-10), lastDay };
  expect((await call(officer, 'POST', `/delegations/${delegationId}/grant`, grant)).status).toBe(204);
  return delegationId;
}
const idOfMeasure = async (documentNo: string): Promise<string> =>
  (
    await db.owner<{ id: string }[]>`
      select measure_id as id from link_security where document_no = ${documentNo}`
  )[0]!.id;
const linking = (cameraId: number) =>
  editCamera(db.app, anActor({ role: 'officer' }), cameraId, {
    integration: 'linked',
    integrationReason: null,
  }).then(
    () => 'linked',
    (error: { code: string }) => error.code,
  );
const endNow = { endedOn: today, reason: '합의 해지' };

describe('Art. 18(5), 23, 25: linking another body’s camera', () => {
  test('is refused without a delegation, then without a security measure, and done with both', async () => {
    const cameraId = await theirs();
    expect(await linking(cameraId)).toBe('no-delegation');
    await aDelegation([cameraId]);
    expect(await linking(cameraId)).toBe('no-link-security');
    await aMeasure();
    expect(await linking(cameraId)).toBe('linked');
  });

  test('is refused under a delegation that does not name it, has not begun, or is only asked for', async () => {
    const [cameraId, named] = [await theirs(), await theirs()];
    await aMeasure();
    await aDelegation([named]);
    const delegationId = randomUUID();
    await call(officer, 'POST', '/agencies/police/delegations', {
      delegationId,
      askedOn: today,
      cameras: [cameraId],
    });
    expect(await linking(cameraId)).toBe('no-delegation');
    const grant = { documentNo: '경무-8', documentOn: today, fromDay: daysFrom(1), lastDay: null };
    await call(officer, 'POST', `/delegations/${delegationId}/grant`, grant);
    expect(await linking(cameraId)).toBe('no-delegation');
    expect(await linking(named)).toBe('linked');
  });

  test('of an owner that nobody has named is not guessed: refused until the officer says whose it is', async () => {
    const cameraId = await theirs({ owner: '어느기관' });
    expect(await linking(cameraId)).toBe('unknown-owner');
    const undecided = async () =>
      (await read<AgenciesPage>(officer, '/agencies')).owners!.filter(({ whose }) => whose === null);
    expect(await undecided()).toEqual([{ name: '어느기관', cameras: 1, linked: 0, whose: null }]);
    const body = { name: '어느기관', agency: null };
    expect((await call(officer, 'PUT', '/owner-names', body)).status).toBe(204);
    expect((await call(officer, 'PUT', '/owner-names', body)).status).toBe(204);
    expect((await call(officer, 'PUT', '/owner-names', { ...body, agency: 'fire' })).status).toBe(409);
    expect(await linking(cameraId)).toBe('linked');
    expect(await undecided()).toEqual([]);
  });

  test('what was decided wrongly is moved by who saw whose it was: the city’s to its body, whose camera then lacks its papers', async () => {
    const cameraId = await theirs({ owner: '착오기관' });
    const decide = (body: object) => call(officer, 'PUT', '/owner-names', { name: '착오기관', ...body });
    await decide({ agency: null });
    expect(await linking(cameraId)).toBe('linked');
    expect((await decide({ agency: 'fire' })).body).toMatchObject({ code: 'name-taken' });
    expect((await decide({ agency: 'fire', was: 'police' })).body).toMatchObject({ code: 'name-taken' });
    expect((await decide({ agency: 'fire', was: 'city' })).status).toBe(204);
    expect(await read<CameraDelegation>(officer, `/cameras/${cameraId}/delegation`)).toMatchObject({
      agency: 'fire',
      lacks: ['delegation', 'security'],
    });
    const { bodies } = await read<AgenciesPage>(officer, '/agencies');
    expect(bodies.find(({ code }) => code === 'fire')).toMatchObject({ linked: 1, unlawful: 1 });
    const without = { name: '소방서', phone: null, ownerNames: [] };
    expect((await call(officer, 'PUT', '/agencies/fire', without)).body).toMatchObject({
      code: 'name-in-use',
      field: 'ownerNames',
    });
  });

  test('the database refuses a direct write that links it, and a new one that is linked already', async () => {
    const cameraId = await theirs();
    const write = () =>
      db.owner`update camera set integration = 'integrated', integration_reason = null where camera_id = ${cameraId}`;
    await expect(write()).rejects.toThrow(/link_is_lawful|cannot be linked/);
    await expect(theirs({ integration: 'linked', integrationReason: null })).rejects.toThrow(
      /cannot be linked/,
    );
    const city = await aCamera(db.owner);
    await expect(
      db.owner`update camera set owner_agency = '강릉경찰서' where camera_id = ${city}`,
    ).rejects.toThrow(/cannot be linked/);
    await aDelegation('all');
    await aMeasure();
    await write();
  });

  test('the same question in SQL and in the code answers the same, on every stand of the papers', async () => {
    const undecided = { owner: '아무기관', integration: 'standalone', integrationReason: '협의 중' } as const;
    const cameraIds = [
      await theirs(),
      await theirs(),
      await aCamera(db.owner),
      await aCamera(db.owner, undecided),
    ];
    const stands = async () => {
      const rows = await db.owner<{ cameraId: number; lacks: string[] }[]>`
        select camera_id as "cameraId", link_lacks(camera_id, owner_agency, city_day()) as lacks from camera order by camera_id`;
      const facts = await selectLinkFacts(db.app, cameraIds);
      expect(new Map(rows.map(({ cameraId, lacks }) => [cameraId, lacks]))).toEqual(
        new Map(facts.map((each) => [each.cameraId, lacksOn(each, today)])),
      );
      return rows.map(({ lacks }) => lacks.length);
    };
    expect(await stands()).toEqual([2, 2, 0, 1]);
    const delegationId = await aDelegation([cameraIds[0]!]);
    expect(await stands()).toEqual([1, 2, 0, 1]);
    await aMeasure();
    expect(await stands()).toEqual([0, 1, 0, 1]);
    await call(officer, 'POST', `/delegations/${delegationId}/cameras`, {
      add: [cameraIds[1]],
      remove: [cameraIds[0]],
      on: today,
    });
    expect(await stands()).toEqual([1, 0, 0, 1]);
    await call(officer, 'POST', `/delegations/${delegationId}/end`, endNow);
    expect(await stands()).toEqual([1, 1, 0, 1]);
  });
});

describe('Art. 23: a delegation’s life', () => {
  test('a second press answers as the first, at every step', async () => {
    const cameraId = await theirs();
    const delegationId = randomUUID();
    const ask = { delegationId, askedOn: today, cameras: [cameraId] };
    const grant = { documentNo: '경무-7', documentOn: today, fromDay: today, lastDay: daysFrom(9) };
    const adjustment = { adjustmentId: randomUUID(), agreedOn: today, agreed: '야간 조작은 요청 때만' };
    for (let press = 0; press < 2; press++) {
      expect((await call(officer, 'POST', '/agencies/police/delegations', ask)).status).toBe(201);
      expect((await call(officer, 'POST', `/delegations/${delegationId}/grant`, grant)).status).toBe(204);
      expect(
        (await call(officer, 'POST', `/delegations/${delegationId}/adjustments`, adjustment)).status,
      ).toBe(201);
    }
    const detail = await read<BodyDetail>(officer, '/agencies/police');
    expect(detail.delegations).toHaveLength(1);
    expect(detail.delegations[0]).toMatchObject({
      state: 'adjusted',
      inForce: true,
      daysLeft: 10,
      cameras: 1,
    });
    expect(detail.delegations[0]!.adjustments).toHaveLength(1);
    for (let press = 0; press < 2; press++)
      expect((await call(officer, 'POST', `/delegations/${delegationId}/end`, endNow)).status).toBe(204);
    const other = { ...endNow, endedOn: daysFrom(2) };
    expect((await call(officer, 'POST', `/delegations/${delegationId}/end`, other)).status).toBe(409);
  });

  test('never begins before its document, and its document is of today or earlier', async () => {
    const delegationId = randomUUID();
    await call(officer, 'POST', '/agencies/police/delegations', {
      delegationId,
      askedOn: today,
      cameras: [],
    });
    const grant = (over: object) =>
      call(officer, 'POST', `/delegations/${delegationId}/grant`, {
        documentNo: '경무-7',
        documentOn: today,
        fromDay: today,
        lastDay: null,
        ...over,
      });
    expect((await grant({ fromDay: daysFrom(-1) })).body).toMatchObject({ field: 'fromDay' });
    expect((await grant({ documentOn: daysFrom(1), fromDay: daysFrom(1) })).body).toMatchObject({
      field: 'documentOn',
    });
    await expect(
      db.owner`
        update delegation set document_no = 'x', document_on = ${today}, valid_from = ${daysFrom(-1)}, granted_by = 'x'
        where delegation_id = ${delegationId}`,
    ).rejects.toThrow(/delegation_has_its_document/);
  });

  test('a granted document stays as it was granted, also by a direct write', async () => {
    const delegationId = await aDelegation([]);
    await expect(
      db.app`update delegation set valid_to = null, document_no = 'y' where delegation_id = ${delegationId}`,
    ).rejects.toThrow(/stays as it was granted/);
    await expect(db.app`delete from delegation`).rejects.toThrow(/stays as it was granted/);
  });

  test('what it names is on record with the act, and is not named from a day that is past', async () => {
    const cameraId = await theirs();
    const delegationId = await aDelegation([]);
    const name = (on: string) =>
      call(officer, 'POST', `/delegations/${delegationId}/cameras`, { add: [cameraId], remove: [], on });
    expect((await name(daysFrom(-1))).body).toMatchObject({ field: 'on' });
    expect((await name(today)).status).toBe(204);
    const [row] = await db.owner`
      select detail->'add' as add from audit where object_id = ${delegationId} and outcome = 'done'
      order by seq desc limit 1`;
    expect(row).toEqual({ add: [cameraId] });
    const elsewhere = { delegationId, askedOn: today, cameras: [] };
    expect((await call(officer, 'POST', '/agencies/education/delegations', elsewhere)).status).toBe(404);
  });

  test('a camera taken out and named again on the same day is named; one named from later on is named until then', async () => {
    const [again, later] = [await theirs(), await theirs()];
    const delegationId = await aDelegation([again]);
    await aMeasure();
    const name = (body: object) => call(officer, 'POST', `/delegations/${delegationId}/cameras`, body);
    const lacks = async (cameraId: number) =>
      (await read<CameraDelegation>(officer, `/cameras/${cameraId}/delegation`)).lacks;
    for (const turn of ['first', 'second'])
      for (const [add, remove, lacking] of [
        [[], [again], ['delegation']],
        [[again], [], []],
      ]) {
        expect((await name({ add, remove, on: today })).status).toBe(204);
        expect([turn, await lacks(again)]).toEqual([turn, lacking]);
      }
    await name({ add: [later], remove: [], on: daysFrom(5) });
    expect(await lacks(later)).toEqual(['delegation']);
    await name({ add: [later], remove: [], on: today });
    expect(await lacks(later)).toEqual([]);
    const periods = await db.owner`
      select named_from::text as from, named_to::text as to from delegation_camera
      where camera_id = ${later} order by named_from`;
    expect(periods).toEqual([
      { from: today, to: daysFrom(5) },
      { from: daysFrom(5), to: null },
    ]);
    await name({ add: [], remove: [later], on: today });
    expect(await lacks(later)).toEqual(['delegation']);
    const [row] = await db.owner`
      select detail->'removed' as removed from audit where object_id = ${delegationId} order by seq desc limit 1`;
    expect(row).toEqual({ removed: 1 });
  });

  test('a grant once more answers as the first also after its end; another one, or of a request given up, is refused', async () => {
    const cameraId = await theirs();
    const delegationId = await aDelegation([cameraId]);
    const same = { documentNo: '경무-7', documentOn: daysFrom(-10), fromDay: daysFrom(-10), lastDay: null };
    const grant = (of: string, over = {}) =>
      call(officer, 'POST', `/delegations/${of}/grant`, { ...same, ...over });
    await call(officer, 'POST', `/delegations/${delegationId}/end`, endNow);
    expect((await grant(delegationId)).status).toBe(204);
    expect(await grant(delegationId, { documentNo: '경무-8' })).toMatchObject({
      status: 409,
      body: { code: 'delegation-over' },
    });
    for (const endedOn of [today, daysFrom(7)]) {
      const request = { delegationId: randomUUID(), askedOn: today, cameras: [] };
      await call(officer, 'POST', '/agencies/police/delegations', request);
      await call(officer, 'POST', `/delegations/${request.delegationId}/end`, {
        endedOn,
        reason: '요청 거둠',
      });
      const refused = await grant(request.delegationId, { documentOn: today, fromDay: today });
      expect(refused).toMatchObject({ status: 409, body: { code: 'delegation-over' } });
    }
  });

  test('an end to come is moved to an earlier day, never to a later one nor to one that is past', async () => {
    const delegationId = await aDelegation([]);
    const end = (endedOn: string) =>
      call(officer, 'POST', `/delegations/${delegationId}/end`, { endedOn, reason: '기관이 직접 운영' });
    const recorded = async () =>
      (await read<BodyDetail>(officer, '/agencies/police')).delegations[0]!.endedOn;
    expect((await end(daysFrom(9))).status).toBe(204);
    expect((await end(daysFrom(10))).body).toMatchObject({ code: 'delegation-over', field: 'endedOn' });
    expect((await end(daysFrom(3))).status).toBe(204);
    expect((await end(daysFrom(-1))).body).toMatchObject({ code: 'invalid', field: 'endedOn' });
    expect(await recorded()).toBe(daysFrom(3));
    for (const wrong of [
      db.app`update delegation set ended_on = ${daysFrom(4)} where delegation_id = ${delegationId}`,
      db.app`update delegation set ended_on = ${daysFrom(-1)} where delegation_id = ${delegationId}`,
      db.app`update delegation set ended_on = ${today}, document_no = 'y' where delegation_id = ${delegationId}`,
      db.app`update delegation set ended_on = null, end_reason = null, ended_by = null
             where delegation_id = ${delegationId}`,
    ])
      await expect(wrong).rejects.toThrow(/stays as it was granted/);
    expect((await end(today)).status).toBe(204);
    expect((await end(today)).status).toBe(204);
    expect((await end(daysFrom(-1))).body).toMatchObject({ code: 'delegation-over' });
    expect(await recorded()).toBe(today);
  });

  test('Art. 18(5), 25: what ends by its own paper is not put off by an end that comes after it', async () => {
    const lastDay = daysFrom(5);
    const delegationId = await aDelegation([], lastDay);
    await aMeasure({ documentNo: '보안-5', lastDay });
    for (const [path, code] of [
      [`/delegations/${delegationId}`, 'delegation-over'],
      [`/link-security/${await idOfMeasure('보안-5')}`, 'measure-over'],
    ] as const) {
      const end = (endedOn: string) => call(officer, 'POST', `${path}/end`, { endedOn, reason: '합의 해지' });
      const refused = { status: 409, body: { code, field: 'endedOn' } };
      expect(await end(daysFrom(7))).toMatchObject(refused);
      expect(await call(officer, 'GET', `${path}/pictures?endedOn=${daysFrom(7)}`)).toMatchObject(refused);
      expect((await end(daysFrom(4))).status).toBe(204);
    }
    const { delegations } = await read<BodyDetail>(officer, '/agencies/police');
    expect(delegations[0]).toMatchObject({ validTo: daysFrom(6), endedOn: daysFrom(4) });
  });

  test('names only cameras of its own body', async () => {
    const city = await aCamera(db.owner);
    const body = { delegationId: randomUUID(), askedOn: today, cameras: [city] };
    expect((await call(officer, 'POST', '/agencies/police/delegations', body)).body).toMatchObject({
      code: 'not-theirs',
    });
    expect((await read<BodyDetail>(officer, '/agencies/police')).delegations).toEqual([]);
  });

  test('what ends within the notice and what has ended stands in the list with its days (Art. 18(5), 25)', async () => {
    await aDelegation([], daysFrom(19));
    await aMeasure({ lastDay: daysFrom(-2) });
    const { endings } = await read<AgenciesPage>(officer, '/agencies');
    expect(endings.map(({ what, daysLeft }) => [what, daysLeft])).toEqual([
      ['security', -1],
      ['delegation', 20],
    ]);
  });
});

describe('who sees what', () => {
  test('a liaison reads the own body alone: another’s is 404, in the list and by itself', async () => {
    const page = await read<AgenciesPage>(liaison, '/agencies');
    expect(page.bodies.map(({ code }) => code)).toEqual(['police']);
    expect(page.owners).toBeNull();
    expect((await call(liaison, 'GET', '/agencies/police')).status).toBe(200);
    expect((await call(liaison, 'GET', '/agencies/education')).status).toBe(404);
    expect((await call(liaison, 'GET', '/agencies/education/cameras')).status).toBe(404);
    expect((await call(liaison, 'POST', '/agencies/police/security', {})).status).toBe(403);
  });

  test('a protected camera of the body is counted and listed for nobody who may not know of it (Art. 10(4))', async () => {
    await theirs({ protected: true });
    const open = await theirs();
    const seenBy = async (who: SignedIn) => [
      (await read<AgenciesPage>(who, '/agencies')).bodies.find(({ code }) => code === 'police')?.owned,
      (await read<BodyCamerasPage>(who, '/agencies/police/cameras')).cameras.length,
    ];
    expect(await seenBy(officer)).toEqual([2, 2]);
    expect(await seenBy(liaison)).toEqual([1, 1]);
    const { cameras } = await read<BodyCamerasPage>(liaison, '/agencies/police/cameras');
    expect(cameras.map(({ cameraId }) => cameraId)).toEqual([open]);
  });

  test('a card names the body, the document and its period, and what is lacking', async () => {
    const cameraId = await theirs();
    await aDelegation([cameraId], daysFrom(300));
    expect(await read<CameraDelegation>(liaison, `/cameras/${cameraId}/delegation`)).toMatchObject({
      whose: 'body',
      agencyName: '경찰서',
      delegation: { documentNo: '경무-7', state: 'granted', daysLeft: 301 },
      lacks: ['security'],
    });
    const hidden = await theirs({ protected: true });
    expect((await call(liaison, 'GET', `/cameras/${hidden}/delegation`)).status).toBe(404);
  });

  test('of another body’s camera a liaison’s card says whose it is, and nothing of its papers', async () => {
    const cameraId = await theirs();
    await aDelegation([cameraId]);
    const fire = await aSignedInPerson(db.owner, 'liaison', { agency: 'fire' });
    expect(await read<CameraDelegation>(fire, `/cameras/${cameraId}/delegation`)).toMatchObject({
      owner: '강릉경찰서',
      readable: false,
      delegation: null,
      measure: null,
      lacks: [],
    });
  });
});

test('a body is added, edited and never owns a name that is another’s', async () => {
  const coast = { name: '공항경찰대', phone: null, ownerNames: ['공항경찰대', '공항경찰대'] };
  for (let press = 0; press < 2; press++)
    expect((await call(officer, 'POST', '/agencies', { code: 'airport', ...coast })).status).toBe(201);
  const taken = { ...coast, ownerNames: ['강릉경찰서'] };
  expect((await call(officer, 'PUT', '/agencies/airport', taken)).body).toMatchObject({ code: 'name-taken' });
  expect((await call(officer, 'PUT', '/agencies/airport', { ...coast, ownerNames: ['강릉시'] })).status).toBe(
    409,
  );
  await expect(db.owner`update agency set owner_names = '{ 강릉시 }' where code = 'airport'`).rejects.toThrow(
    /of one body alone/,
  );
  expect((await call(officer, 'PUT', '/agencies/airport', { ...coast, phone: '033-000-0700' })).status).toBe(
    200,
  );
  expect((await call(officer, 'PUT', '/agencies/none', coast)).status).toBe(404);
});

describe('one who edits a body beside one who decides an owner', () => {
  const put = (over = {}) =>
    call(officer, 'PUT', '/agencies/forest', {
      name: '산림청',
      phone: null,
      ownerNames: ['동부지방산림청'],
      ...over,
    });

  test('takes the same locks in the same order, so that neither is thrown out', async () => {
    let edited = Promise.resolve();
    await db.owner.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('owner-names'))`;
      edited = put().then(({ status }) => expect(status).toBe(200));
      const waits = () =>
        db.owner`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`;
      await vi.waitFor(async () => expect(await waits()).toHaveLength(1));
      await tx`select 1 from agency where code = 'forest' for update nowait`;
    });
    await edited;
  });

  test('tells the register where a name is added or dropped, and only then', async () => {
    const told = async (over: object) => {
      await db.owner`delete from event_outbox`;
      expect((await put(over)).status).toBe(200);
      return (await db.owner`select kind from event_outbox order by outbox_id`).map(
        ({ kind }) => kind as string,
      );
    };
    await put();
    expect(await told({ phone: '033-000-0119' })).toEqual(['agency']);
    expect(await told({ ownerNames: ['동부지방산림청', '강릉국유림관리소'] })).toEqual([
      'agency',
      'register',
    ]);
    expect(await told({ ownerNames: ['강릉국유림관리소', '동부지방산림청'] })).toEqual(['agency']);
    expect(await told({})).toEqual(['agency', 'register']);
  });
});

test('a letter that nobody sees is refused in the names of bodies and owners and in document numbers', async () => {
  const hidden = '강릉\u200b경찰서';
  const body = { name: '산림청', phone: null, ownerNames: [] };
  const add = (over: object) => call(officer, 'POST', '/agencies', { code: 'woods', ...body, ...over });
  expect((await add({ name: hidden })).body).toMatchObject({ field: 'name' });
  expect((await add({ ownerNames: [hidden] })).body).toMatchObject({ field: 'ownerNames.0' });
  expect((await aMeasure({ documentNo: '보안\u202e-1' })).body).toMatchObject({ field: 'documentNo' });
  expect((await aMeasure({ measures: '전용 회선\n방화벽' })).status).toBe(201);
  const grant = { documentNo: '경무\u2066', documentOn: today, fromDay: today, lastDay: null };
  expect((await call(officer, 'POST', `/delegations/${randomUUID()}/grant`, grant)).body).toMatchObject({
    field: 'documentNo',
  });
  const decided = await call(officer, 'PUT', '/owner-names', { name: hidden, agency: null });
  expect(decided.body).toMatchObject({ field: 'name' });
  expect((decided.body as { message: string }).message).toContain('강릉<U+200B>경찰서');
});

describe('Art. 18(5), 23, 25: before an end is confirmed it is told how many open pictures it closes', () => {
  const picturesOf = (path: string, day = today) => read(officer, `${path}/pictures?endedOn=${day}`);

  test('those of its cameras that nothing else allows, one for each picture, and nothing is changed', async () => {
    const own = await aCamera(db.owner);
    const [first, second] = [await theirs(), await theirs()];
    const delegationId = await aDelegation([first, second]);
    await aMeasure();
    watched = [first, first, second, own];
    const path = `/delegations/${delegationId}`;
    expect(await picturesOf(path)).toEqual({ pictures: 3, cameras: 2 });
    expect(await picturesOf(path, daysFrom(3))).toEqual({ pictures: 3, cameras: 2 });
    await aDelegation([first]);
    expect(await picturesOf(path)).toEqual({ pictures: 1, cameras: 1 });
    const { delegations } = await read<BodyDetail>(officer, '/agencies/police');
    expect(delegations.every(({ endedOn }) => endedOn === null)).toBe(true);
    watched = [];
    expect(await picturesOf(path)).toEqual({ pictures: 0, cameras: 0 });
  });

  test('none where another measure goes on, and those of the body where it is the last', async () => {
    const cameraId = await theirs();
    await aDelegation([cameraId]);
    await aMeasure();
    await aMeasure({ documentNo: '보안-2' });
    watched = [cameraId];
    const path = `/link-security/${await idOfMeasure('보안-1')}`;
    expect(await picturesOf(path)).toEqual({ pictures: 0, cameras: 0 });
    await call(officer, 'POST', `/link-security/${await idOfMeasure('보안-2')}/end`, endNow);
    expect(await picturesOf(path)).toEqual({ pictures: 1, cameras: 1 });
    expect(await call(officer, 'GET', `${path}/pictures?endedOn=${daysFrom(-11)}`)).toMatchObject({
      status: 400,
      body: { field: 'endedOn' },
    });
  });

  test('to whoever may end it alone', async () => {
    const delegationId = await aDelegation([await theirs()]);
    expect((await call(liaison, 'GET', `/delegations/${delegationId}/pictures`)).status).toBe(403);
    expect((await call(officer, 'GET', `/delegations/${randomUUID()}/pictures`)).status).toBe(404);
  });
});
