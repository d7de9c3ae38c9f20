import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor, Role } from '../platform/access.ts';
import { act, record } from '../platform/act.ts';
import { keepFaults, type AuditFault } from '../platform/audit-faults.ts';
import { anActor, aCamera, aDepartment, aPost, type SignedIn } from '../testing/factories.ts';
import { aWholeApp, type WholeApp } from '../testing/attacks/whole-app.ts';
import { actionsOfGroup } from './audit-groups.rules.ts';
import { monthBefore, monthEnd } from './audit-review.rules.ts';
import type { AuditFaults, AuditPage, MonthReview, VerificationState, ViewingsPage } from './audit.schema.ts';
import { MONTH_FIGURES } from './month-figures.rules.ts';

let whole: WholeApp;
let auditor: SignedIn;
let mayor: SignedIn;
const cameras = { plain: 0, secret: 0 };

beforeAll(async () => {
  whole = await aWholeApp();
  auditor = await whole.personOf('auditor');
  mayor = await whole.personOf('mayor');
  const departmentId = await aDepartment(whole.db.owner);
  cameras.plain = await aCamera(whole.db.owner, { managementNo: 'GN-1', name: '중앙시장' });
  cameras.secret = await aCamera(whole.db.owner, {
    managementNo: 'GN-2',
    name: '비밀 정수장',
    protected: true,
    departmentId,
  });
});
afterAll(() => whole.stop());

const call = (person: SignedIn, path: string, body?: unknown, method = 'GET') =>
  whole.app.request(`/api${path}`, {
    method,
    headers: { cookie: person.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const ask = async <T>(person: SignedIn, path: string): Promise<T> => {
  const answer = await call(person, path);
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as T;
};
const rowsFor = (person: SignedIn, query = ''): Promise<AuditPage> =>
  ask(person, `/audit/rows?limit=200${query}`);

const operator = (over: Partial<Actor> = {}): Actor =>
  anActor({ personName: '김관제', accountId: 77, ...over });
const watch = (cameraId: number, by = operator(), viewing = crypto.randomUUID()): Promise<string> =>
  act(
    whole.db.app,
    by,
    'camera.watch',
    { kind: 'camera', id: cameraId, protected: cameraId === cameras.secret, detail: { viewing } },
    async () => viewing,
  );
const end = (cameraId: number, viewing: string, seconds: number): Promise<void> =>
  record(whole.db.app, operator(), 'camera.watch.end', {
    kind: 'camera',
    id: cameraId,
    protected: cameraId === cameras.secret,
    detail: { viewing, seconds, opened: true, why: 'closed' },
  });

describe('the auditor reads', () => {
  test('Art. 30(3): who watched which camera when and how long; who watches still, and an end that nobody saw', async () => {
    await end(cameras.plain, await watch(cameras.plain), 42);
    await watch(cameras.plain);
    const killed = { viewing: await watch(cameras.plain), why: 'unknown' };
    await record(whole.db.app, operator(), 'camera.watch.end', {
      kind: 'camera',
      id: cameras.plain,
      detail: killed,
    });
    const { viewings } = await ask<ViewingsPage>(auditor, '/audit/viewings?camera=GN-1');
    expect(viewings).toMatchObject([
      { personName: '김관제', end: 'unknown', seconds: null, endedAt: null, endedWhy: 'unknown' },
      { personName: '김관제', end: 'running', seconds: null, opened: null, camera: { managementNo: 'GN-1' } },
      { end: 'known', seconds: 42, opened: true, endedWhy: 'closed', camera: { name: '중앙시장' } },
    ]);
    expect(viewings[2]!.endedAt).toMatch(/Z$/);
  });

  test('Art. 10(4): rows about a protected site are all there, and tell neither number, name nor facts', async () => {
    await end(cameras.secret, await watch(cameras.secret), 9);
    const forAuditor = await rowsFor(auditor, '&action=camera.watch,camera.watch.end');
    const hidden = forAuditor.rows.filter((row) => row.hidden);
    expect(hidden.map(({ action }) => action)).toEqual(['camera.watch.end', 'camera.watch']);
    for (const row of hidden)
      expect(row).toMatchObject({ objectId: null, camera: null, detail: {}, personName: '김관제' });
    const all = JSON.stringify([
      forAuditor,
      await ask(auditor, '/audit/viewings'),
      await ask(auditor, '/audit/choices'),
    ]);
    expect(all).not.toMatch(/비밀 정수장|GN-2/);
    expect(forAuditor.rows.some(({ objectId }) => objectId === String(cameras.secret))).toBe(false);
    const forMayor = await rowsFor(mayor, '&action=camera.watch');
    expect(forMayor.rows[0]).toMatchObject({ hidden: false, camera: { name: '비밀 정수장' } });
    // What the mayor asked by number is not told on.
    await rowsFor(mayor, '&camera=GN-2');
    const file = await (
      await call(auditor, `/audit/export?reason=${encodeURIComponent('정기 감사 제출')}`)
    ).text();
    expect(file).toContain('보호 대상');
    expect(file).not.toMatch(/비밀 정수장|GN-2/);
    // Its number is answered as one that does not exist.
    const [secret, none] = [await rowsFor(auditor, '&camera=GN-2'), await rowsFor(auditor, '&camera=GN-9')];
    expect(secret).toEqual(none);
    expect(secret.unknownCamera).toBe(true);
  });

  test('a protected camera that has left the register stays untold', async () => {
    const gone = await aCamera(whole.db.owner, {
      managementNo: 'GN-3',
      name: '사라진 정수장',
      protected: true,
    });
    // Another act names the site deep among its facts.
    await act(
      whole.db.app,
      operator({ role: 'officer' }),
      'agency.change',
      {
        kind: 'agency',
        id: 'police',
        detail: { changes: [{ cameraIds: [cameras.secret], note: '숨은 사실' }] },
      },
      async () => undefined,
    );
    await act(
      whole.db.app,
      operator(),
      'camera.watch',
      { kind: 'camera', id: gone, protected: true, detail: { note: '사라진 정수장' } },
      async () => undefined,
    );
    await whole.db.owner`delete from camera where camera_id = ${gone}`;
    const { rows } = await rowsFor(auditor);
    expect(JSON.stringify(rows)).not.toMatch(/사라진|숨은 사실/);
    expect(rows.some(({ objectId }) => objectId === String(gone))).toBe(false);
  });

  test('filters by day, person, action, outcome; pages without loss or repetition', async () => {
    for (let i = 0; i < 7; i++) await watch(cameras.plain, operator({ accountId: 88, personName: '이관제' }));
    await watch(cameras.plain, operator({ role: 'auditor', accountId: 88 })).catch(() => undefined);
    const pages: number[][] = [];
    let before = '';
    for (;;) {
      const page: AuditPage = await ask(auditor, `/audit/rows?person=88&limit=3${before}`);
      pages.push(page.rows.map(({ seq }) => seq));
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 2]);
    expect(new Set(pages.flat()).size).toBe(8);
    expect((await rowsFor(auditor, '&person=88&outcome=refused')).rows).toHaveLength(1);
    expect((await rowsFor(auditor, '&to=2020-01-01')).rows).toEqual([]);
    expect((await rowsFor(auditor, '&from=2020-01-01&person=88')).rows).toHaveLength(8);
    for (const wrong of [
      'action=nothing',
      'person=x',
      'limit=0',
      'limit=201',
      'from=2026-02-30',
      'before=-1',
      'address=10.0.0',
      'hours=on',
    ])
      expect((await call(auditor, `/audit/rows?${wrong}`)).status, wrong).toBe(400);
  });

  test('Art. 30(3): reading and exporting the audit is on record itself; so is every page of it', async () => {
    const { rows } = await rowsFor(auditor, '&action=audit.read');
    expect(rows[0]).toMatchObject({ action: 'audit.read', detail: { what: 'rows', action: ['audit.read'] } });
    await ask(auditor, `/audit/rows?limit=1&action=audit.read&before=${rows[0]!.seq}`);
    expect((await rowsFor(auditor, '&action=audit.read')).rows[1]).toMatchObject({
      detail: { what: 'rows', before: rows[0]!.seq },
    });
    const reason = '=감사원 제출';
    expect((await call(auditor, '/audit/export')).status).toBe(400);
    const file = Buffer.from(
      await (
        await call(auditor, `/audit/export?person=88&reason=${encodeURIComponent(reason)}`)
      ).arrayBuffer(),
    );
    const [first] = file.toString('utf8').slice(1).split('\r\n');
    expect(first).toBe(`내보낸 까닭,'${reason}`);
    const [row] = (await rowsFor(auditor, '&action=audit.export')).rows;
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(row).toMatchObject({ detail: { reason, person: 88, rows: 8, sha256 } });
  });

  test('Art. 30(3): more rows than one page are exported, each once and in order', async () => {
    await whole.db.owner`
      select write_audit(null, '많은행', 'operator', null, 'map.read', 'done', 'map', null, '{}'::jsonb)
      from generate_series(1, 4100)`;
    const file = await (
      await call(auditor, `/audit/export?action=map.read&reason=${encodeURIComponent('정기 감사 제출')}`)
    ).text();
    const seqs = file
      .split('\r\n')
      .filter((line) => line.includes('많은행'))
      .map((line) => Number(line.split(',')[0]));
    expect(seqs).toHaveLength(4100);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });

  test.each([
    ['ko-KR', '번호,시각(한국),', '감사 기록 열람,audit.read,완료,', '강릉시_감사기록_'],
    ['en', 'No.,Time (Korea),', 'Audit read,audit.read,done,', 'Gangneung_audit_'],
  ])(
    'Art. 30(3): the file of %s says what the screen says, the program’s name of the act beside it',
    async (language, columns, act, name) => {
      await ask(auditor, '/audit/rows?limit=1');
      const response = await whole.app.request(
        `/api/audit/export?reason=${encodeURIComponent('정기 감사 제출')}`,
        {
          headers: { cookie: auditor.cookie, 'accept-language': language },
        },
      );
      expect(response.headers.get('content-disposition')).toContain(encodeURIComponent(name));
      const lines = (await response.text()).split('\r\n');
      expect(lines[4]).toContain(columns);
      expect(lines.some((line) => line.includes(act))).toBe(true);
      expect(lines.slice(5).join()).not.toMatch(/[{}]|\btrue\b/);
    },
  );

  test.each<[Role, number]>([
    ['operator', 403],
    ['officer', 403],
    ['department', 403],
    ['maintainer', 403],
    ['liaison', 403],
    ['mayor', 200],
    ['auditor', 200],
  ])('%s: reading is answered %i', async (role, status) => {
    const over = role === 'department' ? { departmentId: await aDepartment(whole.db.owner) } : {};
    const person = await whole.personOf(role, over);
    for (const path of ['/audit/rows', '/audit/viewings', '/audit/choices', '/audit/reviews'])
      expect((await call(person, path)).status, path).toBe(status);
  });
});

describe('the review of a month', () => {
  let month: string;
  beforeEach(async () => {
    await whole.db.owner`alter table audit disable trigger all`;
    await whole.db.owner`update audit set at = at - interval '40 days' where actor = '이관제'`;
    const [row] = await whole.db.owner<{ month: string }[]>`
      select to_char(at at time zone 'Asia/Seoul', 'YYYY-MM') as month from audit where actor = '이관제' limit 1`;
    for (const name of ['audit_is_a_chain', 'audit_rows_stay', 'audit_stays'])
      await whole.db.owner`alter table audit enable always trigger ${whole.db.owner(name)}`;
    month = row!.month;
  });

  test('figures of its own month alone; signed once, with the head, and never changed after', async () => {
    const before = await ask<MonthReview>(auditor, `/audit/reviews/${month}`);
    expect(before).toMatchObject({
      figures: { viewings: 7, viewers: [{ personName: '이관제', count: 7, cameras: 1 }] },
    });
    expect(['due', 'overdue']).toContain(before.state);
    const put = (person: SignedIn, findings: string): Promise<number> =>
      Promise.resolve(call(person, `/audit/reviews/${month}`, { findings }, 'PUT')).then(
        ({ status }) => status,
      );
    expect(await put(mayor, '시장이 서명합니다')).toBe(403);
    expect(await put(auditor, '짧다')).toBe(400);
    expect(await put(auditor, '이상한 점을 찾지 못했습니다.')).toBe(204);
    expect(await put(auditor, '이상한 점을 찾지 못했습니다.')).toBe(204);
    expect(await put(auditor, '다시 쓰는 점검입니다.')).toBe(409);
    const after = await ask<MonthReview>(mayor, `/audit/reviews/${month}`);
    expect(after).toMatchObject({
      state: 'signed',
      findings: '이상한 점을 찾지 못했습니다.',
      signatureHolds: true,
    });
    await expect(whole.db.app`update audit_review set findings = 'x'`).rejects.toMatchObject({
      code: '42501',
    });
    // What stands beside the signed text is not what is told.
    await whole.db.owner`alter table audit_review disable trigger all`;
    await whole.db.owner`update audit_review set figures = '{}'`;
    expect(await ask<MonthReview>(mayor, `/audit/reviews/${month}`)).toMatchObject({
      figures: { viewings: 7 },
      signatureHolds: true,
    });
    await whole.db.owner`update audit_review set findings = findings || ' 추신'`;
    expect(await ask<MonthReview>(mayor, `/audit/reviews/${month}`)).toMatchObject({ signatureHolds: false });
    await whole.db.owner`update audit_review set findings = left(findings, -3)`;
    expect(await ask<MonthReview>(mayor, `/audit/reviews/${month}`)).toMatchObject({ signatureHolds: true });
    await whole.db.owner`update audit_review set statement = statement || ' '`;
    expect(await ask<MonthReview>(mayor, `/audit/reviews/${month}`)).toMatchObject({ signatureHolds: false });
  });

  test('Art. 30(3): each figure counts the very rows that it opens', async () => {
    const { figures } = await ask<MonthReview>(auditor, `/audit/reviews/${month}`);
    const days = `&from=${month}-01&to=${new Date(Date.parse(monthEnd(month)) - 1).toISOString().slice(0, 10)}`;
    for (const { count, group, actions, outcome, outOfHours } of MONTH_FIGURES) {
      const asked = group === undefined ? actions : actionsOfGroup(group);
      const query = [
        days,
        ...(asked === undefined ? [] : [`&action=${asked.join(',')}`]),
        ...(outcome === undefined ? [] : [`&outcome=${outcome}`]),
        ...(outOfHours === undefined ? [] : ['&hours=off']),
      ].join('');
      expect((await rowsFor(auditor, query)).rows.length, count).toBe(figures[count]);
    }
    expect(figures).toMatchObject({ viewings: 7, rows: 7 });
  });

  test('기준 제8조: a month before the first row, or one that has not begun, is none and is not signed', async () => {
    for (const none of ['2019-01', '2099-12', '2026-13'])
      expect((await call(auditor, `/audit/reviews/${none}`)).status, none).toBe(404);
    for (const before of ['2019-01', monthBefore(month)]) {
      const put = await call(
        auditor,
        `/audit/reviews/${before}`,
        { findings: '아무것도 없었습니다.' },
        'PUT',
      );
      expect([put.status, ((await put.json()) as { code: string }).code]).toEqual([409, 'before-audit']);
    }
  });

  test('A25: the chain is verified on request, and the first bad row stands on the screen', async () => {
    expect((await call(mayor, '/audit/verification', undefined, 'POST')).status).toBe(403);
    expect((await call(auditor, '/audit/verification', undefined, 'POST')).status).toBe(202);
    let state: VerificationState;
    do state = await ask(mayor, '/audit/verification');
    while (state.running !== null);
    // Rows were moved back in time above, by the owner.
    const [first] = await whole.db.owner<{ seq: number }[]>`
      select min(seq)::int as seq from audit where actor = '이관제'`;
    expect(state).toMatchObject({
      failed: false,
      last: { holds: false, firstBadSeq: first!.seq, why: 'content-changed' },
    });
    const { rows } = await rowsFor(auditor, '&action=audit.verify');
    expect(rows[0]).toMatchObject({ detail: { holds: false, firstBadSeq: first!.seq } });
  });

  test('기준 제8조: a month that is not over is not signed', async () => {
    const now = new Date(Date.now() + 9 * 3600_000).toISOString().slice(0, 7);
    const answer = await call(auditor, `/audit/reviews/${now}`, { findings: '아직 이릅니다.' }, 'PUT');
    expect(answer.status).toBe(409);
  });
});

describe('Art. 5(1), 30(3): an audit that does not hold is told to whoever answers for it', () => {
  const faultsFor = (person: SignedIn) => ask<AuditFaults>(person, '/audit/faults');
  const health = async () => {
    const answer = await whole.app.request('/api/health');
    return [answer.status, (await answer.json()) as unknown];
  };
  const keep = (...faults: AuditFault[]) =>
    keepFaults(whole.db.app, faults, ['chain', 'heads', 'fences', 'place']);
  beforeEach(() => keep());

  test('to auditor, mayor and officer alike, with whom to call; to nobody else', async () => {
    const departmentId = await aDepartment(whole.db.owner, { name: '재난안전과' });
    await aPost(whole.db.owner, { departmentId, phone: '033-640-5119' });
    expect(await faultsFor(auditor)).toEqual({ faults: [], ask: null });
    await keep({ part: 'chain', why: 'content-changed', seq: 15, names: [] });
    for (const person of [auditor, mayor, await whole.personOf('officer')]) {
      const { faults, ask: whom } = await faultsFor(person);
      expect(faults).toEqual([
        { part: 'chain', why: 'content-changed', seq: 15, names: [], since: expect.any(String) as string },
      ]);
      expect(whom).toMatchObject({ department: '재난안전과', phone: '033-640-5119' });
    }
    for (const role of ['operator', 'department', 'maintainer', 'liaison'] as const) {
      const other = await whole.personOf(role, role === 'department' ? { departmentId } : {});
      expect((await call(other, '/audit/faults')).status, role).toBe(403);
    }
    await keep();
  });

  test('the health of the server is degraded while it stands, and the server goes on', async () => {
    expect(await health()).toEqual([200, { status: 'ok' }]);
    await keep({ part: 'place', why: 'full', seq: null, names: [] });
    expect(await health()).toEqual([200, { status: 'degraded', faults: ['place'] }]);
    await keep();
    expect(await health()).toEqual([200, { status: 'ok' }]);
  });

  test('a verification from the screen that finds something leaves it standing, with the fences by name', async () => {
    await whole.db.owner`alter table audit_anchor disable trigger audit_anchors_stay`;
    expect((await call(auditor, '/audit/verification', {}, 'POST')).status).toBe(202);
    await vi.waitFor(async () => {
      const { faults } = await faultsFor(mayor);
      expect(faults.find(({ part }) => part === 'fences')?.names).toContain('audit_anchors_stay');
      expect((await ask<VerificationState>(auditor, '/audit/verification')).running).toBeNull();
    });
    await whole.db.owner`alter table audit_anchor enable always trigger audit_anchors_stay`;
    await keep();
  });
});

test('Art. 18, 30(3): a refused attempt to watch is found by the number of the camera, and tells nobody else of the camera', async () => {
  const police = await whole.personOf('liaison');
  for (const cameraId of [cameras.plain, cameras.secret, 2147483647])
    expect((await call(police, `/cameras/${cameraId}/live`, {}, 'POST')).status).toBe(403);
  const of = (row: { accountId: number | null }): boolean => row.accountId === police.accountId;
  const refused = `&outcome=refused&person=${police.accountId}`;
  expect((await rowsFor(auditor, `${refused}&camera=GN-1`)).rows).toMatchObject([
    { action: 'camera.watch', objectKind: 'camera', objectId: String(cameras.plain) },
  ]);
  const { viewings } = await ask<ViewingsPage>(auditor, '/audit/viewings?camera=GN-1&limit=200');
  expect(viewings.filter(of)).toMatchObject([{ outcome: 'refused', camera: { managementNo: 'GN-1' } }]);
  const liaison = await whole.personOf('liaison');
  const answers = await Promise.all(
    [cameras.secret, 2147483646].map(async (id) =>
      (await call(liaison, `/cameras/${id}/live`, {}, 'POST')).text(),
    ),
  );
  expect(answers[0]).toBe(answers[1]);
});
