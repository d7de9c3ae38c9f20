import { HTTPException } from 'hono/http-exception';
import type { ErrorHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { wordOf } from './field-words.ts';
import { HIDDEN_LETTER } from './hidden-letters.rules.ts';
import type { Sentence } from './sentence.ts';
import { wayOut } from './wrong-value.ts';

export type { Sentence } from './sentence.ts';

/** Any failure that a caller can do something about: `{code, message, field?}` with its status. */
export class ApiError extends HTTPException {
  readonly code: string;
  readonly sentence: Sentence;
  readonly field: string | undefined;
  /** After how many seconds the same may be tried again, where that is known. */
  readonly retryAfterS: number | undefined;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    sentence: Sentence,
    field?: string,
    retryAfterS?: number,
  ) {
    super(status, { message: sentence.ko });
    this.code = code;
    this.sentence = sentence;
    this.field = field;
    this.retryAfterS = retryAfterS;
  }
}

export const notFound = (): ApiError =>
  new ApiError(404, 'not-found', { ko: '찾는 것이 없습니다.', en: 'There is no such thing.' });

export const forbidden = (): ApiError =>
  new ApiError(403, 'forbidden', { ko: '이 일을 할 권한이 없습니다.', en: 'You have no right to do this.' });

export const signInFirst = (): ApiError =>
  new ApiError(401, 'sign-in', { ko: '먼저 로그인해 주십시오.', en: 'Sign in first.' });

export function invalid(field: string, ko: string, en: string): ApiError {
  return new ApiError(400, 'invalid', { ko, en }, field);
}

const MAX_DEPTH = 32;
const MAGIC_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const SECRET_FIELD = /passw|secret|token|otp|credential|^code$/i;
const LOGIN_IN_ADDRESS = /[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]*:[^\s/?#@]*@/i;

type Fault = 'character' | 'depth' | 'key' | 'login';

/** The first thing in a request that no route shall see, with its path; null when there is none. */
function faultOf(value: unknown, path: readonly string[] = []): { fault: Fault; field: string } | null {
  const blame = (fault: Fault) => ({ fault, field: path.join('.').slice(0, 100) || 'body' });
  if (typeof value === 'string') {
    // No database keeps a NUL or half a surrogate pair.
    if (value.includes('\0') || !value.isWellFormed()) return blame('character');
    return LOGIN_IN_ADDRESS.test(value) && !SECRET_FIELD.test(path.at(-1) ?? '') ? blame('login') : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (path.length >= MAX_DEPTH) return blame('depth');
  for (const [key, each] of Object.entries(value)) {
    if (MAGIC_KEYS.has(key)) return blame('key');
    const found = faultOf(each, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}

const FAULTS: Readonly<Record<Fault, (word: Sentence) => Sentence>> = {
  character: (word) => ({
    ko: `‘${word.ko}’ 값에 쓸 수 없는 문자가 있습니다. 지우고 다시 보내 주십시오.`,
    en: `‘${word.en}’ holds a character that cannot be kept. Remove it and send again.`,
  }),
  depth: () => ({
    ko: '보낸 내용이 너무 깊이 겹쳐 있어 읽지 않았습니다.',
    en: 'What was sent is nested too deep and was not read.',
  }),
  key: (word) => ({
    ko: `‘${word.ko}’에 쓸 수 없는 항목 이름이 있습니다(__proto__, constructor, prototype).`,
    en: `‘${word.en}’ holds a field name that is not taken (__proto__, constructor, prototype).`,
  }),
  login: (word) => ({
    ko: `‘${word.ko}’의 주소에 계정과 비밀번호가 들어 있어 저장하지 않았습니다. 주소에서 지우고, 카메라의 계정과 비밀번호는 카메라 카드의 영상 연결에 적으십시오.`,
    en: `‘${word.en}’ holds an address with an account and a password in it; nothing was kept. Take them out, and give a camera's login in the card's video connection.`,
  }),
};

/**
 * Refuses, with a 400 that repeats nothing of it, what no schema looks for: text that cannot be kept, nesting without
 * end, keys that would change every object, and a login inside an address (`rtsp://user:password@…`).
 */
export function refuseHostile(input: unknown): void {
  const found = faultOf(input);
  if (found === null) return;
  const { ko, en } = FAULTS[found.fault](wordOf(found.field === 'body' ? [] : found.field.split('.')));
  throw invalid(found.field, ko, en);
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const EVERY_HIDDEN = new RegExp(HIDDEN_LETTER, 'gu');

/** A value inside a sentence, isolated so that it turns no letter beside it; a letter that nobody sees goes by its number. */
function echoed(value: unknown): string {
  const seen = JSON.stringify(value).replace(
    EVERY_HIDDEN,
    (letter) => `<U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`,
  );
  const shown = seen.slice(0, 80);
  return RIGHT_TO_LEFT.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** Parses request input; a wrong value becomes a 400 naming the first bad field and its value, unless that is a secret. */
export function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  refuseHostile(input);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const field = path.join('.').slice(0, 100) || 'body';
  const value = path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step],
    input,
  );
  const isShown =
    path.length > 0 &&
    ['string', 'number', 'boolean'].includes(typeof value) &&
    !path.some((step) => SECRET_FIELD.test(String(step)));
  const shown = isShown ? ` (${echoed(value)})` : '';
  const word = wordOf(path);
  const way = issue === undefined ? null : wayOut(issue, value);
  throw invalid(
    field,
    `‘${word.ko}’ 값이 맞지 않습니다${shown}.${way === null ? '' : ` ${way.ko}`}`,
    `‘${word.en}’ has a wrong value${shown}.${way === null ? '' : ` ${way.en}`}`,
  );
}

/** Whether the caller asked for English; Korean otherwise. */
export function wantsEnglish(header: string | undefined): boolean {
  const ko = header?.search(/\bko\b/i) ?? -1;
  const en = header?.search(/\ben\b/i) ?? -1;
  return en >= 0 && (ko < 0 || en < ko);
}

const GONE =
  /^(?:DATABASE_SILENT|CONNECTION_(?:CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT|EPIPE|53300|57P0[1-3]|08\w{3})$/;

/** Errors of a connection that is gone, refused or being shut down, as the driver and PostgreSQL name them. */
export function databaseIsAway(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && GONE.test(code);
}

const AWAY_SIGNING_IN: Sentence = {
  ko: '데이터베이스가 답하지 않아 지금은 로그인할 수 없습니다. 이미 로그인한 사람은 실시간 영상을 계속 봅니다. 잠시 뒤 다시 시도해 주십시오.',
  en: 'The database does not answer, so nobody can sign in now. Whoever is signed in already still watches live video. Try again in a moment.',
};
const AWAY_OPENING: Sentence = {
  ko: '데이터베이스가 답하지 않아 볼 권한을 확인할 수 없습니다. 답하는 대로 영상을 엽니다.',
  en: 'The database does not answer, so the right to watch cannot be proved. The video opens as soon as it answers.',
};
const AWAY: Sentence = {
  ko: '데이터베이스가 답하지 않아 실시간 보기만 됩니다. 바뀐 것은 없습니다. 잠시 뒤 다시 시도해 주십시오.',
  en: 'The database does not answer: live watching only. Nothing was changed. Try again in a moment.',
};

function awaySentence(path: string): Sentence {
  if (path === '/api/welcome' || path.startsWith('/api/session')) return AWAY_SIGNING_IN;
  return path.endsWith('/live') ? AWAY_OPENING : AWAY;
}

export const answerError: ErrorHandler = (error, c) => {
  const english = wantsEnglish(c.req.header('accept-language'));
  if (error instanceof ApiError) {
    const { code, sentence, field, retryAfterS } = error;
    if (retryAfterS !== undefined) c.header('Retry-After', String(retryAfterS));
    return c.json(
      { code, message: english ? sentence.en : sentence.ko, ...(field ? { field } : {}) },
      error.status,
    );
  }
  if (error instanceof HTTPException) return error.getResponse();
  if (databaseIsAway(error)) {
    const { ko, en } = awaySentence(c.req.path);
    return c.json({ code: 'database-away', message: english ? en : ko }, 503);
  }
  console.error(error);
  return c.json(
    {
      code: 'internal',
      message: english
        ? 'The server could not finish this. Nothing was changed. Try again.'
        : '서버가 이 일을 마치지 못했습니다. 바뀐 것은 없습니다. 다시 시도해 주십시오.',
    },
    500,
  );
};
