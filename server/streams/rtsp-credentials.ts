import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

interface DigestChallenge {
  readonly scheme: 'digest';
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: string | null;
  readonly hash: 'md5' | 'sha256';
  readonly opaque: string | null;
  readonly authQop: boolean;
  /** The answer was right, only the nonce too old. */
  readonly stale: boolean;
}

export type Challenge = DigestChallenge | { readonly scheme: 'basic' };

const HASHES: Readonly<Record<string, 'md5' | 'sha256'>> = { MD5: 'md5', 'SHA-256': 'sha256' };

/**
 * The strongest challenge we can answer out of a camera's `WWW-Authenticate` headers: SHA-256 before MD5
 * before Basic (RFC 7616, RFC 7617). Null when there is none.
 */
export function chooseChallenge(headers: readonly string[]): Challenge | null {
  const challenges = headers
    .slice(0, 8)
    .flatMap((header) => header.slice(0, 2048).split(/,\s*(?=(?:digest|basic)\s)/i))
    .map(readChallenge)
    .filter((challenge) => challenge !== null);
  const digest = (hash: string): Challenge | undefined =>
    challenges.find((challenge) => challenge.scheme === 'digest' && challenge.hash === hash);
  return digest('sha256') ?? digest('md5') ?? challenges.find(({ scheme }) => scheme === 'basic') ?? null;
}

function readChallenge(text: string): Challenge | null {
  if (/^basic\b/i.test(text)) return { scheme: 'basic' };
  if (!/^digest\s/i.test(text)) return null;
  const fields = new Map<string, string>();
  for (const match of text.matchAll(/(\w+)\s*=\s*(?:"([^"\r\n]*)"|([^\s,"]+))/g))
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? '');
  const algorithm = fields.get('algorithm') ?? null;
  const hash = HASHES[(algorithm ?? 'MD5').toUpperCase()];
  const nonce = fields.get('nonce');
  if (!hash || nonce === undefined) return null;
  const authQop = (fields.get('qop') ?? '').split(',').some((qop) => qop.trim() === 'auth');
  const opaque = fields.get('opaque') ?? null;
  const stale = fields.get('stale')?.toLowerCase() === 'true';
  return {
    scheme: 'digest',
    realm: fields.get('realm') ?? '',
    nonce,
    algorithm,
    hash,
    opaque,
    authQop,
    stale,
  };
}

/** Value of the `Authorization` header; `count` is how often this nonce has been used, from 1. */
export function answerChallenge(
  challenge: Challenge,
  credentials: Credentials,
  method: string,
  url: string,
  count: number,
  cnonce = randomBytes(8).toString('hex'),
): string {
  const { user, password } = credentials;
  if (challenge.scheme === 'basic') return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const digest = (text: string): string => createHash(challenge.hash).update(text).digest('hex');
  const secret = digest(`${user}:${challenge.realm}:${password}`);
  const request = digest(`${method}:${url}`);
  const nc = count.toString(16).padStart(8, '0');
  const response = challenge.authQop
    ? digest(`${secret}:${challenge.nonce}:${nc}:${cnonce}:auth:${request}`)
    : digest(`${secret}:${challenge.nonce}:${request}`);
  const fields = [
    `username="${user.replaceAll(/["\\\r\n]/g, '')}"`,
    `realm="${challenge.realm}"`,
    `nonce="${challenge.nonce}"`,
    `uri="${url}"`,
    `response="${response}"`,
  ];
  if (challenge.algorithm !== null) fields.push(`algorithm=${challenge.algorithm}`);
  if (challenge.opaque !== null) fields.push(`opaque="${challenge.opaque}"`);
  if (challenge.authQop) fields.push('qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`);
  return `Digest ${fields.join(', ')}`;
}
