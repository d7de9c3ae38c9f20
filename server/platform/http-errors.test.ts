import { Hono } from 'hono';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { answerError, parsed } from './http-errors.ts';
import { text } from './text.schema.ts';

const answerOf = async (failure: () => unknown, language = 'ko') => {
  const app = new Hono();
  app.onError(answerError);
  app.get('/', (c) => c.json(failure() as never));
  const response = await app.request('/', { headers: { 'accept-language': language } });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const thrown = (code: string) => () => {
  throw Object.assign(new Error('away'), { code });
};

test('a database that is away is 503 in words, not a fault of the program', async () => {
  for (const code of ['CONNECTION_CLOSED', 'ECONNREFUSED', '57P01', '57P03', '08006']) {
    const { status, body } = await answerOf(thrown(code));
    expect([status, body['code']], code).toEqual([503, 'database-away']);
  }
});

test('anything unforeseen is 500 and tells nothing of the inside', async () => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { status, body } = await answerOf(thrown('23505'), 'en');
  expect(status).toBe(500);
  expect(body).toEqual({ code: 'internal', message: expect.not.stringContaining('away') as string });
  expect(complained).toHaveBeenCalledOnce();
  complained.mockRestore();
});

test('bad input names the field and the value, text no database can keep is refused wherever it lies', async () => {
  const schema = z.object({ name: z.string(), more: z.array(z.string()) });
  const bad = await answerOf(() => parsed(schema, { name: 7, more: [] }));
  expect(bad).toMatchObject({ status: 400, body: { code: 'invalid', field: 'name' } });
  expect(bad.body['message']).toContain('7');
  const nul = await answerOf(() => parsed(schema, { name: 'a', more: ['ok', 'a\0b'] }));
  expect(nul).toMatchObject({ status: 400, body: { field: 'more.1' } });
  const half = await answerOf(() => parsed(schema, { name: '\udc00', more: [] }));
  expect(half).toMatchObject({ status: 400, body: { field: 'name' } });
});

test('a value that turns or hides letters turns none of the sentence that repeats it', async () => {
  const schema = z.object({ name: text(20) });
  const { body } = await answerOf(() => parsed(schema, { name: '김\u202e수\u2069철' }));
  expect(body['message']).toBe(
    '‘이름’ 값이 맞지 않습니다 ("김<U+202E>수<U+2069>철"). 보이지 않는 문자가 있습니다. 지우고 다시 적어 주십시오.',
  );
  const hebrew = await answerOf(() => parsed(schema, { name: 'שלום'.repeat(9) }));
  expect(hebrew.body['message']).toContain(`(\u2068"${'שלום'.repeat(9)}"\u2069)`);
});

test('A19: what was typed into a field that holds a secret is never repeated, nor a whole body', async () => {
  const schema = z.strictObject({ account: z.string().max(5), password: z.string().min(12) });
  for (const input of [
    { account: 'kim', password: 'CANARY-pw' },
    { account: 'kim', password: ['CANARY-pw'] },
    { account: 'kim', pasword: 'CANARY-pw' },
    ['CANARY-pw'],
    'CANARY-pw'.repeat(20),
  ]) {
    const { status, body } = await answerOf(() => parsed(schema, input), 'en');
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain('CANARY');
  }
  const shown = await answerOf(() => parsed(schema, { account: 'too long', password: 'x'.repeat(12) }));
  expect(shown.body['message']).toContain('too long');
});

test.each([
  ['rtsp://viewer:CANARY-pw@10.20.3.4/1', true],
  ['see http://a:CANARY-pw@cam.local', true],
  ['RTSPS://u:CANARY-pw@[fd00::1]:322/', true],
  ['rtsp://10.20.3.4:554/1 (관리 kim@city.go.kr)', false],
  ['mail kim@city.go.kr', false],
])(
  'A19: a login inside an address is refused with the way out, wherever it is typed: %s',
  async (text, is) => {
    const schema = z.object({ notes: z.array(z.string()) });
    const { status, body } = await answerOf(() => parsed(schema, { notes: ['ok', text] }));
    expect(status).toBe(is ? 400 : 200);
    if (!is) return;
    expect(body).toMatchObject({ field: 'notes.1', message: expect.stringContaining('영상 연결') as string });
    expect(JSON.stringify(body)).not.toContain('CANARY');
  },
);

test('A12: nesting without end and keys that change every object are refused, not run into', async () => {
  const any = z.any();
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect((await answerOf(() => parsed(any, deep))).status).toBe(400);
  for (const text of ['{"__proto__":{"role":"officer"}}', '{"a":{"constructor":{"prototype":1}}}']) {
    const { status, body } = await answerOf(() => parsed(any, JSON.parse(text)));
    expect([status, body['code']]).toEqual([400, 'invalid']);
  }
  expect(({} as { role?: string }).role).toBeUndefined();
});
