import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CameraBehaviour } from './behaviour.ts';

type Login = NonNullable<CameraBehaviour['login']>;
export type LoginVerdict = 'proved' | 'stale' | 'wrong';

const REALM = 'simulated camera';

/** The door of a simulated camera for one connection: its challenges and how often each nonce was taken. */
export class LoginDoor {
  #nonce = randomBytes(8).toString('hex');
  #uses = 0;

  /** `WWW-Authenticate` of a camera that asks for a login. */
  challenge({ scheme, withoutQop }: Login, stale: boolean): string {
    if (scheme === 'basic') return `Basic realm="${REALM}"`;
    const algorithm = scheme === 'digest-md5' ? 'MD5' : 'SHA-256';
    const fields = [`realm="${REALM}"`, `nonce="${this.#nonce}"`, `algorithm=${algorithm}`];
    if (withoutQop !== true) fields.push('qop="auth"');
    if (stale) fields.push('stale=true');
    return `Digest ${fields.join(', ')}`;
  }

  /** Whether an `Authorization` header proves the login for this request; a nonce that is used up is another from now on. */
  judge(login: Login, authorization: string, method: string, url: string): LoginVerdict {
    const { user, password, scheme, withoutQop, nonceUses = Infinity } = login;
    if (scheme === 'basic')
      return equal(authorization, `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
        ? 'proved'
        : 'wrong';
    const field = (name: string): string =>
      new RegExp(`\\b${name}=(?:"([^"]*)"|([^\\s,]+))`).exec(authorization)?.slice(1).find(Boolean) ?? '';
    const hash = (text: string): string =>
      createHash(scheme === 'digest-md5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const counted = withoutQop === true ? [] : [field('nc'), field('cnonce'), 'auth'];
    const secret = hash(`${user}:${REALM}:${password}`);
    const expected = hash([secret, field('nonce'), ...counted, hash(`${method}:${url}`)].join(':'));
    if (field('username') !== user || field('uri') !== url || !equal(field('response'), expected))
      return 'wrong';
    if (field('nonce') !== this.#nonce || ++this.#uses > nonceUses) {
      this.#nonce = randomBytes(8).toString('hex');
      this.#uses = 0;
      return 'stale';
    }
    const countRight = withoutQop === true || Number.parseInt(field('nc'), 16) === this.#uses;
    return countRight ? 'proved' : 'wrong';
  }
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
