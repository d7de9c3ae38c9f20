import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCamera, aSite, type SignedIn } from '../factories.ts';
import { requestNames } from './request-names.ts';
import { addressOf, aWholeApp, type WholeApp } from './whole-app.ts';

const INJECTIONS = [
  `'`,
  `"`,
  `' or 1=1 --`,
  `1; select pg_sleep(30)--`,
  `1) union select password_hash from account--`,
  `'||(select pg_sleep(30))||'`,
  `name desc; drop table camera`,
  `case when (select 1)=1 then 1 else 2 end`,
  `/**/`,
  `$1`,
  `\\`,
  `%' escape '!`,
  `%_%`,
  `\u0000`,
  `\ud800`,
  `-1`,
  `99999999999999999999`,
  `1e400`,
  `NaN`,
  `{}`,
  `[]`,
];

let whole: WholeApp;
let people: SignedIn[];
let names: readonly string[];
beforeAll(async () => {
  whole = await aWholeApp();
  people = [await whole.personOf('officer'), await whole.personOf('auditor')];
  names = await requestNames();
  await aCamera(whole.db.owner);
});
afterAll(() => whole.stop());

const ask = async (method: string, address: string, person: SignedIn, body?: string): Promise<Response> => {
  const answer = await whole.app.request(address, {
    method,
    headers: { cookie: person.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) await answer.body?.cancel();
  return answer;
};
const isLeaving = ({ method, path }: { method: string; path: string }) =>
  method === 'DELETE' && path === '/api/session';
const count = async () => {
  const [row] = await whole.db.owner`
    select (select count(*) from camera)::int as cameras, (select count(*) from account)::int as accounts`;
  return row;
};

test('the names to attack were found', () => {
  expect(names.length).toBeGreaterThan(30);
  expect(names).toEqual(expect.arrayContaining(['bbox', 'limit', 'q', 'password', 'cameraIds']));
});

test('A13: no query parameter of any route carries SQL, and none breaks a route', async () => {
  const before = await count();
  const text = INJECTIONS[5]!;
  for (const { method, path } of whole.routes.filter(({ method }) => method === 'GET')) {
    const [officer, auditor] = people as [SignedIn, SignedIn];
    const person = (await ask(method, addressOf(path), officer)).status === 403 ? auditor : officer;
    for (const name of names) {
      const answer = await ask(method, `${addressOf(path)}?${new URLSearchParams({ [name]: text })}`, person);
      expect(answer.status, `${path}?${name}`).toBeLessThan(500);
    }
  }
  const routes = whole.routes.filter(({ method }) => method === 'GET');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...routes),
      fc.constantFrom(...people),
      fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.constantFrom(...INJECTIONS), fc.string()), {
        maxKeys: 4,
      }),
      async ({ method, path }, person, query) => {
        const answer = await ask(method, `${addressOf(path)}?${new URLSearchParams(query)}`, person);
        expect(answer.status, path).toBeLessThan(500);
      },
    ),
    { numRuns: 600 },
  );
  expect(await count()).toEqual(before);
}, 120_000);

test('A13: no path parameter carries SQL', async () => {
  for (const route of whole.routes.filter((route) => route.path.includes(':') && !isLeaving(route)))
    for (const text of INJECTIONS.filter((each) => each.isWellFormed())) {
      const values = Object.fromEntries(
        [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [name!, encodeURIComponent(text)]),
      );
      const answer = await ask(route.method, addressOf(route.path, values), people[0]!);
      expect(answer.status, `${route.method} ${route.path} ${text}`).toBeGreaterThanOrEqual(400);
      expect(answer.status, `${route.method} ${route.path} ${text}`).toBeLessThan(500);
    }
}, 60_000);

test('A13: no body breaks a route, whatever its shape and whatever its fields hold', async () => {
  const before = await count();
  const shapes = ['', 'null', '[]', '"x"', '7', '{', '{"a":', '{"__proto__":{"role":"officer"}}', '\u0000'];
  const whatever = fc.oneof(fc.constantFrom(...INJECTIONS), fc.jsonValue({ maxDepth: 3 }));
  const routes = whole.routes.filter((route) => !['GET', 'DELETE'].includes(route.method));
  for (const { method, path } of routes)
    for (const body of shapes) {
      const answer = await ask(method, addressOf(path), people[0]!, body);
      expect(answer.status, `${method} ${path} ${body}`).toBeLessThan(500);
    }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...routes),
      fc.dictionary(fc.constantFrom(...names), whatever, { maxKeys: 8 }),
      async ({ method, path }, body) => {
        const answer = await ask(method, addressOf(path), people[0]!, JSON.stringify(body));
        expect(answer.status, `${method} ${path}`).toBeLessThan(500);
      },
    ),
    { numRuns: 600 },
  );
  expect((await count())!['cameras']).toBe(before!['cameras']);
}, 120_000);

test('A13: a name that is SQL signs nobody in and locks nobody else out', async () => {
  for (const account of INJECTIONS.slice(0, 12)) {
    const answer = await whole.app.request('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, password: `${account} and twelve more` }),
    });
    expect([400, 401, 429], account).toContain(answer.status);
    expect(answer.headers.get('set-cookie') ?? '').not.toMatch(/__Host-session=[\w-]{20}/);
  }
  expect((await ask('GET', '/api/session', people[0]!)).status).toBe(200);
}, 60_000);

test('A13: second order: names that were stored are as hostile as what is asked, and only ever text', async () => {
  const [officer] = people;
  const cameraIds: number[] = [];
  const stored = INJECTIONS.filter((text) => !text.includes('\0') && text.isWellFormed());
  for (const name of stored) {
    const siteId = await aSite(whole.db.owner, { name, roadAddress: name });
    cameraIds.push(
      await aCamera(whole.db.owner, {
        ...{
          siteId,
          name,
          managementNo: name,
          owner: name,
          integration: 'standalone',
          integrationReason: name,
        },
      }),
    );
  }
  const before = await count();
  for (const { method, path } of whole.routes.filter(({ method }) => method === 'GET'))
    for (const cameraId of cameraIds.slice(0, path.includes(':') ? 6 : 1)) {
      const address = addressOf(path, { cameraId: String(cameraId) });
      const answer = await ask(method, `${address}?bbox=128.8,37.7,128.95,37.8&q=--&limit=50`, officer!);
      expect(answer.status, address).toBeLessThan(500);
    }
  for (const [index, cameraId] of cameraIds.entries()) {
    const renamed = await ask(
      'PATCH',
      `/api/cameras/${cameraId}`,
      officer!,
      JSON.stringify({ directionText: stored[index], read: { directionText: null } }),
    );
    expect(renamed.status, stored[index]).toBe(200);
    expect(await renamed.json()).toMatchObject({ name: stored[index], directionText: stored[index] });
  }
  const rows = await ask('POST', '/api/cameras/rows', officer!, JSON.stringify({ cameraIds }));
  expect(((await rows.json()) as { rows: { name: string }[] }).rows.map(({ name }) => name)).toEqual(stored);
  expect(await count()).toEqual(before);
}, 60_000);

const anyNumber = fc.oneof(
  fc.double().map(String),
  fc.constantFrom(
    'NaN',
    'Infinity',
    '-Infinity',
    '1e400',
    '',
    ' ',
    '0x10',
    '-0',
    '1e-400',
    '180',
    '-180',
    '90',
    '181',
  ),
);
const anyBox = fc.oneof(
  fc.array(anyNumber, { maxLength: 8 }).map((parts) => parts.join(',')),
  fc.constantFrom(
    '37.7,128.8,37.8,128.9',
    '179,-10,-179,10',
    '-180,-90,180,90',
    '128.9,37.8,128.8,37.7',
    '128.8,37.7,128.8,37.7',
    `${'1,'.repeat(100_000)}1`,
  ),
);

test('A14: a box that is none, turned round, swapped or over the date line is refused or answered within bounds', async () => {
  const boxed = whole.routes.filter(({ method, path }) => method === 'GET' && !path.includes('/events'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...boxed), anyBox, async ({ path }, bbox) => {
      const layered = addressOf(path, { layer: 'roads' });
      const answer = await ask('GET', `${layered}?${new URLSearchParams({ bbox })}`, people[0]!);
      expect(answer.status, `${path} ${bbox.slice(0, 80)}`).toBeLessThan(500);
      expect((await answer.arrayBuffer()).byteLength).toBeLessThan(4 * 1024 * 1024);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('A14: a tile that no zoom has is refused, also at 30', async () => {
  const tile = fc.tuple(
    ...[1, 2, 3, 4].map(() => fc.oneof(fc.integer(), fc.constantFrom(30, 2 ** 31, 1e21, 16))),
  );
  const extreme = [
    [1, 30, 536_870_911, 536_870_911],
    [1, 0, 0, 0],
    [1, 16, 65_536, 0],
    [0, 8, -1, 3],
  ];
  const statusOf = async (parts: readonly number[]) =>
    (await ask('GET', `/api/tiles/${parts.join('/')}`, people[0]!)).status;
  for (const parts of extreme) expect([400, 404], parts.join('/')).toContain(await statusOf(parts));
  await fc.assert(
    fc.asyncProperty(tile, async (parts) => {
      expect([200, 304, 400, 404], parts.join('/')).toContain(await statusOf(parts));
    }),
  );
});
