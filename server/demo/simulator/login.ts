import { createHash, timingSafeEqual } from 'node:crypto';
import type { CameraBehaviour } from './behaviour.ts';

type Login = NonNullable<CameraBehaviour['login']>;

const REALM = 'simulated camera';
const NONCE = '5f3a9c1e7b2d48d0';

/** `WWW-Authenticate` of a simulated camera that asks for a login. */
export function loginChallenge({ scheme }: Login): string {
  if (scheme === 'basic') return `Basic realm="${REALM}"`;
  const algorithm = scheme === 'digest-md5' ? 'MD5' : 'SHA-256';
  return `Digest realm="${REALM}", nonce="${NONCE}", algorithm=${algorithm}, qop="auth"`;
}

/** Whether an `Authorization` header proves the login for this request. */
export function loginProved(
  { user, password, scheme }: Login,
  authorization: string,
  method: string,
): boolean {
  if (scheme === 'basic')
    return equal(authorization, `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const field = (name: string): string =>
    new RegExp(`\\b${name}=(?:"([^"]*)"|([^\\s,]+))`).exec(authorization)?.slice(1).find(Boolean) ?? '';
  const hash = (text: string): string =>
    createHash(scheme === 'digest-md5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const expected = hash(
    [
      hash(`${user}:${REALM}:${password}`),
      NONCE,
      field('nc'),
      field('cnonce'),
      'auth',
      hash(`${method}:${field('uri')}`),
    ].join(':'),
  );
  return field('username') === user && equal(field('response'), expected);
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
