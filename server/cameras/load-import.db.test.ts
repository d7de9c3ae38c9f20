import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeCp949 } from '../../geodata/cp949.ts';
import { writeNationalFile } from '../../e2e/bench/national-file.ts';
import { SYSTEM, type Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, anActor, aNotice, aSignboard, aSite } from '../testing/factories.ts';
import { aTemporaryFolder } from '../testing/temporary-folder.ts';
import { exportCameras } from './export-cameras.ts';
import { importsRoutes } from './imports.routes.ts';
import { importStateSchema, importRowsSchema, type ImportState } from './imports.schema.ts';
import { loadImport } from './load-import.ts';
import { previewImport } from './preview-import.ts';
import { digestOf, readImport } from './read-import.ts';

const NOW = new Date('2026-11-25T03:00:00Z');
const OFFICER = anActor({ role: 'officer', personName: '담당자' });
const HEADER =
  '관리번호,관리기관명,소재지도로명주소,설치목적구분,카메라대수,카메라화소수,촬영방면정보,보관일수,설치연월,위도,경도,데이터기준일자';
const ROWS = [
  ',강릉시청,강릉시 경강로 1,생활방범,2,200,360도전방면,30,202001,37.750101,128.880101,2026-01-01',
  ',강릉시청,강릉시 경강로 1,쓰레기단속,1,200,,30,2019,37.750101,128.880101,2026-01-01',
  ',강릉시청,강릉시 경강로 2,기타,1,0,,,,37.750202,128.880202,2026-01-01',
  '202442000000000001,강릉경찰서,강릉시 경강로 3,방범(쓰레기단속),1,41,,30,202101,37.750303,128.880303,2026-01-01',
];
const csv = (rows: readonly string[]): string => [HEADER, ...rows].join('\n');

let db: TestDatabase;
const folder = aTemporaryFolder();

beforeEach(async () => {
  db = await aDatabase();
});
afterEach(() => db.drop());
afterAll(() => folder.remove());

const load = async (content: string | Buffer, actor: Actor = OFFICER, now = NOW) => {
  const path = folder.file(content);
  const read = await readImport(path, { city: null, now });
  const foreseen = await previewImport(db.app, read, now);
  const loaded = await loadImport(db.app, actor, read, await digestOf(path), now);
  expect(foreseen).toEqual(loaded);
  return loaded;
};

const register = () => db.owner`
  select camera.name, site.name as place, owner_agency as owner, management_no as "managementNo", camera.kind, azimuth_deg as azimuth,
         megapixels, direction_text as direction, retention_days as days, to_char(installed_month, 'YYYY-MM') as month,
         installed_year as year, file_purpose as word, integration, integration_reason as reason,
         (select array_agg(purpose order by main desc, purpose) from camera_purpose where camera_purpose.camera_id = camera.camera_id) as purposes
  from camera join site using (site_id) order by camera.name`;

describe('an import', () => {
  it('makes places with their cameras; what the file leaves open stays unknown', async () => {
    expect(await load(encodeCp949(csv(ROWS)))).toEqual({ created: 5, updated: 0, unchanged: 0, removed: 0 });
    const rows = await register();
    expect(rows.map(({ name }) => name as string)).toEqual([
      '경강로 1 1',
      '경강로 1 2',
      '경강로 1 3',
      '경강로 2',
      '경강로 3',
    ]);
    expect(rows[0]).toMatchObject({
      kind: null,
      azimuth: null,
      direction: '360도전방면',
      megapixels: 2,
      days: 30,
      month: '2020-01',
      purposes: ['security'],
      integration: null,
      reason: null,
    });
    expect(rows[2]).toMatchObject({ month: null, year: 2019, purposes: ['dumping'] });
    expect(rows[3]).toMatchObject({
      word: '기타',
      purposes: null,
      megapixels: null,
      days: null,
      month: null,
      year: null,
    });
    expect(rows[4]).toMatchObject({
      owner: '강릉경찰서',
      managementNo: '202442000000000001',
      purposes: ['security', 'dumping'],
    });
    const [sites] = await db.owner`select count(*)::int as count from site`;
    expect(sites).toEqual({ count: 3 });
  });

  it('of the same file again changes nothing, in another encoding, order of rows or quotes either, nor what was edited since', async () => {
    await load(encodeCp949(csv(ROWS)));
    await db.owner`update camera set azimuth_deg = 90, retention_days = 14 where name = '경강로 2'`;
    const before = await db.owner`select * from camera order by camera_id`;
    const again = [...ROWS].reverse().map((row) => row.replace('강릉시청', '"강릉시청"'));
    expect(await load(`\ufeff${csv(again)}`)).toEqual({ created: 0, updated: 0, unchanged: 5, removed: 0 });
    expect([...(await db.owner`select * from camera order by camera_id`)]).toEqual([...before]);
    expect([...(await db.owner`select * from camera_change`)]).toEqual([]);
  });

  it('of a changed file changes what changed, field by field, with who and from what to what', async () => {
    await load(csv(ROWS));
    const changed = [
      ROWS[0]!.replace(',2,200,', ',3,400,'),
      ROWS[1]!,
      ROWS[2]!.replace('37.750202,128.880202', '37.751202,128.881202'),
      ROWS[3]!.replace('방범(쓰레기단속)', '재난재해'),
    ];
    expect(await load(csv(changed))).toEqual({ created: 1, updated: 4, unchanged: 1, removed: 0 });
    const changes = await db.owner`
      select actor, field, from_value as before, to_value as after from camera_change where field <> 'place' order by change_id`;
    expect(changes.map((each) => ({ ...each }))).toEqual([
      { actor: '담당자', field: 'megapixels', before: 2, after: 4 },
      { actor: '담당자', field: 'megapixels', before: 2, after: 4 },
      { actor: '담당자', field: 'purpose', before: '방범(쓰레기단속)', after: '재난재해' },
    ]);
    const rows = await register();
    expect(rows.find(({ place }) => place === '경강로 3')).toMatchObject({ purposes: ['disaster'] });
    const moved =
      await db.owner`select st_x(geom) as lon from site join camera using (site_id) where camera.name = '경강로 2'`;
    expect(moved.map(({ lon }) => lon as number)).toEqual([128.881202]);
    const [sites] = await db.owner`select count(*)::int as count from site`;
    expect(sites).toEqual({ count: 3 });
  });

  it('never links: a camera whose owner it changes to another body is linked no more, and says so (Art. 18(5), 23, 25)', async () => {
    const ofCity = ROWS[3]!.replace('강릉경찰서', '강릉시청');
    await load(csv([ofCity]));
    await db.owner`update camera set integration = 'integrated'`;
    await db.owner`update agency set owner_names = '{강릉경찰서}' where code = 'police'`;
    await load(csv([ROWS[3]!]));
    const rows = await register();
    expect(rows.map(({ owner, integration }) => [owner as string, integration as string | null])).toEqual([
      ['강릉경찰서', null],
    ]);
    const changes = await db.owner`
      select field, from_value as from, to_value as to from camera_change where field = 'integration'`;
    expect(changes).toEqual([{ field: 'integration', from: 'integrated', to: null }]);
  });

  it('with fewer cameras in a row takes the last one out and keeps its trace', async () => {
    await load(csv(ROWS));
    const fewer = [ROWS[0]!.replace(',2,200,', ',1,200,'), ...ROWS.slice(1)];
    expect(await load(csv(fewer))).toEqual({ created: 0, updated: 0, unchanged: 4, removed: 1 });
    expect((await register()).map(({ name }) => name as string)).toEqual([
      '경강로 1 1',
      '경강로 1 3',
      '경강로 2',
      '경강로 3',
    ]);
    const gone = await db.owner`select field, from_value as before from camera_change`;
    expect(gone.map((each) => ({ ...each }))).toEqual([{ field: 'removed', before: '경강로 1 2' }]);
  });

  it('takes the synthetic register out with its signs and notices, and leaves people and audit', async () => {
    const siteId = await aSite(db.owner);
    const cameraId = await aCamera(db.owner, { siteId });
    await aSignboard(db.owner, [cameraId]);
    await aNotice(db.owner, [cameraId]);
    await db.owner`update site set source = 'demo'`;
    await db.owner`update camera set source = 'demo'`;
    await db.owner`update signboard set source = 'demo'`;
    await db.owner`update substitute_notice set source = 'demo'`;
    const departmentId = await aDepartment(db.owner, { name: '협의과' });
    const [demo, own] = [randomUUID(), randomUUID()];
    await db.owner`
      insert into consultation (consultation_id, kind, department_id, subject, reasks, asked_by, source, state, answer,
                                answered_by, answered_at)
      values (${demo}, 'change', ${departmentId}, '시연', null, '김가상', 'demo', 'returned', '다시', '이가상', now()),
             (${own}, 'change', ${departmentId}, '저장 공간', ${demo}, '박가상', 'console', 'agreed', null, '이가상', now())`;
    const [auditBefore] = await db.owner`select count(*)::int as rows from audit`;
    await load(csv(ROWS));
    expect([...(await db.owner`select subject, reasks from consultation`)]).toEqual([
      { subject: '저장 공간', reasks: null },
    ]);
    await expect(db.owner`update consultation set subject = '다른 일'`).rejects.toThrow(
      /stays as it was answered/,
    );
    const [left] = await db.owner`
      select (select count(*)::int from camera where source = 'demo') as cameras, (select count(*)::int from site where source = 'demo') as sites,
             (select count(*)::int from signboard) as signs, (select count(*)::int from substitute_notice) as notices`;
    expect(left).toEqual({ cameras: 0, sites: 0, signs: 0, notices: 0 });
    const audit = await db.owner`select actor, action, detail from audit order by seq desc limit 1`;
    expect(audit[0]).toMatchObject({
      actor: '담당자',
      action: 'register.import',
      detail: { created: 5, places: 3, removedDemo: 1 },
    });
    const [auditAfter] = await db.owner`select count(*)::int as rows from audit`;
    expect(auditAfter!['rows']).toBe((auditBefore!['rows'] as number) + 1);
  });

  it('that fails on the way leaves nothing half written', async () => {
    await load(csv(ROWS.slice(0, 2)));
    const before = await register();
    await db.owner`alter table camera add constraint planted check (name <> '경강로 3')`;
    await expect(load(csv(ROWS))).rejects.toThrow(/planted/);
    expect([...(await register())]).toEqual([...before]);
    const [layer] = await db.owner`select version from layer_version where layer = 'cameras'`;
    expect(layer).toEqual({ version: 1 });
    expect(await load(csv(ROWS.slice(0, 3)))).toEqual({ created: 1, updated: 0, unchanged: 3, removed: 0 });
  });

  it('is refused to whoever may not import, and the refusal is on record', async () => {
    await expect(load(csv(ROWS), anActor({ role: 'operator' }))).rejects.toThrow(ApiError);
    const [row] = await db.owner`select outcome from audit where action = 'register.import'`;
    expect(row).toEqual({ outcome: 'refused' });
    expect([...(await register())]).toEqual([]);
  });

  it('of a whole city fills an empty register and leaves its indexes and references as they were', async () => {
    const shape = () => db.owner`
      select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where conrelid in ('site'::regclass, 'camera'::regclass, 'camera_purpose'::regclass)
      union all
      select tablename, indexname, indexdef from pg_indexes where tablename in ('site', 'camera', 'camera_purpose') order by 1, 2, 3`;
    const before = await shape();
    const path = join(folder.path, 'whole-city.csv');
    await writeNationalFile(path, 12_000, 'cp949');
    const first = await load(readFileSync(path));
    expect(first.created).toBeGreaterThan(20_000);
    expect([...(await shape())]).toEqual([...before]);
    expect(await load(readFileSync(path))).toEqual({
      created: 0,
      updated: 0,
      unchanged: first.created,
      removed: 0,
    });
    const [odd] = await db.owner`
      select count(*)::int as count from camera left join camera_purpose using (camera_id) where purpose is null and file_purpose <> '기타'`;
    expect(odd).toEqual({ count: 0 });
  });
});

describe('an export', () => {
  const exported = async (encoding: 'cp949' | 'utf8') => {
    const parts: Buffer[] = [];
    const rows = await exportCameras(
      db.app,
      SYSTEM,
      { encoding, reason: null },
      NOW,
      (part) => void parts.push(part),
    );
    return { rows, bytes: Buffer.concat(parts) };
  };

  it.each(['cp949', 'utf8'] as const)('in %s comes back as the same places and cameras', async (encoding) => {
    await load(csv(ROWS));
    const { rows, bytes } = await exported(encoding);
    expect(rows).toBe(4);
    const path = folder.file(bytes);
    const read = await readImport(path, { city: null, now: NOW });
    expect(read.table.encoding).toBe(encoding === 'cp949' ? 'CP949' : 'UTF-8');
    expect(read.verdict).toMatchObject({ places: 3, quarantined: { total: 0 } });
    expect(await previewImport(db.app, read, NOW)).toEqual({
      created: 0,
      updated: 0,
      unchanged: 5,
      removed: 0,
    });
  });

  it('takes the quote off again that guards a cell against formulas, and no other', async () => {
    const guarded = [
      ',=강릉시청,-강릉시 경강로 1,@생활방범,1,200,+제방 쪽,30,202001,37.750101,128.880101,2026-01-01',
      ",강릉시청,강릉시 경강로 2,생활방범,1,200,'정문' 쪽,30,202001,37.750202,128.880202,2026-01-01",
    ];
    await load(csv(guarded));
    const [before, { bytes }] = [[...(await register())], await exported('utf8')];
    expect(bytes.toString()).toContain("'=강릉시청");
    expect(before.map(({ direction }) => direction as string)).toEqual(['+제방 쪽', "'정문' 쪽"]);
    expect(await load(bytes)).toEqual({ created: 0, updated: 0, unchanged: 2, removed: 0 });
    await db.owner`delete from site`;
    await load(bytes);
    expect(await register()).toEqual(before);
  });

  it('Art. 10(4): never carries a protected camera', async () => {
    await load(csv(ROWS));
    await db.owner`update camera set protected = true where name = '경강로 3'`;
    expect((await exported('utf8')).bytes.toString()).not.toContain('경강로 3');
  });

  it('names the character that CP949 cannot hold', async () => {
    await load(csv([ROWS[0]!.replace('경강로 1', '경강로 😀')]));
    await expect(exported('cp949')).rejects.toMatchObject({
      code: 'not-in-cp949',
      sentence: { ko: expect.stringContaining('😀') as string },
    });
    expect((await exported('utf8')).bytes.toString()).toContain('😀');
  });
});

describe('the console', () => {
  let api: (path: string, init?: RequestInit, actor?: Actor) => Promise<Response>;
  beforeAll(() => {
    api = async (path, init, actor = OFFICER) => {
      const deps = { config: { dataDir: folder.path }, sql: db.app, now: () => NOW } as unknown as Deps;
      const app = new Hono<Env>();
      app.onError(answerError);
      app.use(async (c, next) => {
        c.set('actor', actor);
        await next();
      });
      routes ??= importsRoutes(deps);
      return app.route('/', routes).request(path, init);
    };
  });
  let routes: ReturnType<typeof importsRoutes> | undefined;
  beforeEach(() => (routes = undefined));

  const stateAfter = async (
    importId: string,
    states: readonly ImportState['state'][],
  ): Promise<ImportState> => {
    for (;;) {
      const state = importStateSchema.parse(await (await api(`/imports/${importId}`)).json());
      if (!states.includes(state.state)) return state;
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const handIn = async (content: string | Buffer): Promise<string> => {
    const response = await api('/imports/cameras?filename=전국.csv', {
      method: 'POST',
      body: new Uint8Array(Buffer.from(content as string)),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { importId: string }).importId;
  };

  it('shows every row before anything is in the register, then loads what was accepted', async () => {
    const swapped = ',강릉시청,강릉시 경강로 9,생활방범,1,200,,30,202001,128.880909,37.750909,2026-01-01';
    const importId = await handIn(encodeCp949(csv([...ROWS, ROWS[0]!, swapped])));
    const ready = await stateAfter(importId, ['reading']);
    expect(ready).toMatchObject({
      state: 'ready',
      fileName: '전국.csv',
      progress: { rows: 6 },
      report: { rows: 6, places: 3, cameras: { created: 5 } },
    });
    expect([...(await register())]).toEqual([]);
    const first = importRowsSchema.parse(await (await api(`/imports/${importId}/rows?limit=4`)).json());
    expect(first.next).toBe(3);
    const rest = importRowsSchema.parse(
      await (await api(`/imports/${importId}/rows?after=3&limit=4`)).json(),
    );
    expect(rest).toMatchObject({
      next: null,
      rows: [
        { outcome: 'merge', mergedIntoLine: 2 },
        { outcome: 'quarantine', lon: null, proposal: [128.880909, 37.750909] },
      ],
    });
    expect((await api(`/imports/${importId}/accept`, { method: 'POST' })).status).toBe(202);
    expect((await stateAfter(importId, ['loading'])).state).toBe('done');
    expect((await register()).length).toBe(5);
    expect((await api(`/imports/${importId}/accept`, { method: 'POST' })).status).toBe(409);
  });

  it('asks before synthetic cameras are replaced, and takes only an answer that names the question', async () => {
    const siteId = await aSite(db.owner);
    await aCamera(db.owner, { siteId });
    await db.owner`update site set source = 'demo'`;
    await db.owner`update camera set source = 'demo'`;
    const importId = await handIn(csv(ROWS));
    expect(await stateAfter(importId, ['reading'])).toMatchObject({
      state: 'ready',
      question: { code: 'replace-demo', cameras: 1 },
    });
    const unanswered = await api(`/imports/${importId}/accept`, { method: 'POST' });
    expect(unanswered.status).toBe(409);
    expect(await unanswered.json()).toMatchObject({ code: 'replace-demo' });
    const answer = { method: 'POST', body: JSON.stringify({ question: 'replace-demo' }) };
    expect((await api(`/imports/${importId}/accept`, answer)).status).toBe(202);
    expect((await stateAfter(importId, ['loading'])).state).toBe('done');
    const [demo] = await db.owner`select count(*)::int as count from camera where source = 'demo'`;
    expect(demo).toEqual({ count: 0 });
  });

  it('says plainly what is no such file, forgets what is thrown away, and knows only officers', async () => {
    const importId = await handIn('가나다\n라마바\n');
    expect(await stateAfter(importId, ['reading'])).toMatchObject({
      state: 'failed',
      failure: { code: 'missing-column' },
    });
    expect((await api(`/imports/${importId}`, { method: 'DELETE' })).status).toBe(204);
    expect((await api(`/imports/${importId}`)).status).toBe(404);
    expect(
      (await api('/imports/cameras?filename=a.csv', { method: 'POST', body: 'x' }, anActor())).status,
    ).toBe(403);
    expect((await api(`/imports/${importId}`, undefined, anActor({ role: 'auditor' }))).status).toBe(403);
  });

  it.each([
    ['JSON of another kind', '{"a":1}', 'missing-column'],
    ['a list of numbers', '[1,2,3]', 'missing-column'],
    ['a header without rows', HEADER, 'unreadable-file'],
    ['an empty file', '', 'unreadable-file'],
  ])('%s fails at reading', async (_, content, code) => {
    const importId = await handIn(content);
    expect(await stateAfter(importId, ['reading'])).toMatchObject({ state: 'failed', failure: { code } });
  });

  it('removes files a day old that nobody took up', async () => {
    mkdirSync(join(folder.path, 'imports'), { recursive: true });
    const [old, recent] = ['old', 'recent'].map((name) => join(folder.path, 'imports', name));
    for (const path of [old!, recent!]) writeFileSync(path, 'x');
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(old!, yesterday, yesterday);
    await stateAfter(await handIn(csv(ROWS)), ['reading']);
    expect([existsSync(old!), existsSync(recent!)]).toEqual([false, true]);
  });

  it('says that a stop of the server cut the reading off', async () => {
    const importId = await handIn(csv(ROWS));
    await stateAfter(importId, ['reading']);
    await db.owner`update import_upload set state = 'loading'`;
    expect(await stateAfter(importId, ['reading'])).toMatchObject({
      state: 'failed',
      failure: { code: 'interrupted' },
    });
  });

  it('hands out the national file', async () => {
    await load(csv(ROWS));
    const auditor = anActor({ role: 'auditor' });
    const path = '/exports/cameras?encoding=utf8';
    for (const none of ['', '&reason=', '&reason=%20%20%20abcd%20'])
      expect(await (await api(`${path}${none}`, undefined, auditor)).json()).toMatchObject({
        code: 'invalid',
        field: 'reason',
      });
    const reason = '국가 개방자료 정기 제출';
    const response = await api(`${path}&reason=${encodeURIComponent(reason)}`, undefined, auditor);
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const file = Buffer.from(await response.arrayBuffer());
    expect(file.toString()).toContain('개방자치단체코드');
    const [row] = await db.owner`select detail from audit order by seq desc limit 1`;
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(row).toMatchObject({ detail: { reason, encoding: 'utf8', sha256 } });
    expect((await api('/exports/cameras', undefined, anActor())).status).toBe(403);
  });
});
