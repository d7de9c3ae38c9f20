import { expect, test, vi } from 'vitest';
import { ApiFailure, reached, whenSignedOut } from './request.ts';

const failureOf = (call: Promise<Response>): Promise<ApiFailure> =>
  reached(call).then(
    () => Promise.reject(new Error('it succeeded')),
    (failure: unknown) => failure as ApiFailure,
  );
const answer = (status: number, body: string): Promise<Response> =>
  Promise.resolve(new Response(body, { status }));

test("a refusal carries the server's code, words and field", async () => {
  const failure = await failureOf(
    answer(400, '{"code":"invalid","message":"값이 맞지 않습니다.","field":"rangeM"}'),
  );
  expect(failure).toBeInstanceOf(ApiFailure);
  expect(failure).toMatchObject({
    status: 400,
    code: 'invalid',
    message: '값이 맞지 않습니다.',
    field: 'rangeM',
  });
});

test('no answer is told apart from an answer in somebody else’s words', async () => {
  expect(await failureOf(Promise.reject(new TypeError('Failed to fetch')))).toMatchObject({
    code: 'unreachable',
  });
  expect(await failureOf(answer(502, '<html>Bad Gateway</html>'))).toMatchObject({
    status: 502,
    code: 'unreadable',
  });
});

test('only a missing session signs the person out, not a wrong password', async () => {
  const out = vi.fn();
  whenSignedOut(out);
  await failureOf(answer(401, '{"code":"wrong-password","message":"맞지 않습니다."}'));
  expect(out).not.toHaveBeenCalled();
  await failureOf(answer(401, '{"code":"sign-in","message":"먼저 로그인해 주십시오."}'));
  expect(out).toHaveBeenCalledOnce();
});
