import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SignedIn } from '../factories.ts';
import { addressOf, aWholeApp, type WholeApp } from './whole-app.ts';

let whole: WholeApp;
let officer: SignedIn;
beforeAll(async () => {
  whole = await aWholeApp();
  officer = await whole.personOf('officer');
});
afterAll(() => whole.stop());

/** One answer of a route as an officer gets it; the feed of events never ends, so its head is enough. */
async function answerOf(method: string, path: string, headers: Record<string, string> = {}) {
  const answer = await whole.app.request(addressOf(path), {
    method,
    headers: { cookie: officer.cookie, ...headers },
  });
  await answer.body?.cancel();
  return answer;
}

const FOREIGN = ['null', 'https://evil.test', 'https://map.test.evil.test', 'http://localhost:3000'];

test('A10: no route lets another site read it, whatever origin it claims', async () => {
  for (const { method, path } of whole.routes.filter(({ path }) => path !== '/api/session'))
    for (const asked of [method, 'OPTIONS'])
      for (const origin of FOREIGN) {
        const { headers } = await answerOf(asked, path, {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'content-type',
        });
        const granted = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect(granted, `${asked} ${path} from ${origin}`).toEqual([]);
      }
});

test('every answer of the API is private or not stored, also where it is a refusal', async () => {
  for (const { method, path } of whole.routes.filter(({ path }) => path.startsWith('/api/')))
    for (const cookie of [officer.cookie, '']) {
      const { headers, status } = await answerOf(method, path, { cookie });
      const policy = headers.get('cache-control') ?? 'missing';
      expect(policy, `${method} ${path} ${status}`).toMatch(/private|no-store/);
      expect(policy, `${method} ${path}`).not.toMatch(/public|s-maxage/);
      if (status >= 400) expect(policy, `${method} ${path} ${status}`).toContain('no-store');
    }
  const missing = await whole.app.request('/api/nothing-here');
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'private, no-store']);
});

test('every answer says that only our own files run, that nothing is sniffed, framed or shared', async () => {
  for (const { method, path } of whole.routes) {
    const { headers } = await answerOf(method, path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy, path).toMatch(/default-src 'none'/);
    expect(policy, path).not.toMatch(/unsafe|\*|worker-src[^;]*blob:|script-src[^;]*(?:blob:|data:)/);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
    expect(policy, path).toMatch(/frame-ancestors 'none'/);
    expect(policy, path).toMatch(/require-trusted-types-for 'script'/);
  }
});
