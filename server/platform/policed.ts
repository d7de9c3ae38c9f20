import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { can, type Action, type Actor } from './access.ts';
import { ApiError, forbidden, signInFirst } from './http-errors.ts';
import { refusedObject, type RefusedObject } from './refused-object.rules.ts';

/** Who may call a route at all: anyone, whoever is signed in, or holders of an action. Objects are judged in the act. */
export type Policy = 'anyone' | 'signed-in' | Action;

/** Puts on record that somebody's role does not hold for what they asked for. Never rejects: the refusal stands whatever happens. */
export type NoteRefusal = (actor: Actor, action: Action, object: RefusedObject) => Promise<void>;

export interface Env {
  Variables: { actor: Actor | null; clientAddress: string; noteRefusal?: NoteRefusal };
}

/** A route's env once a policy other than 'anyone' has let the caller through. */
export interface SignedInEnv {
  Variables: { actor: Actor; clientAddress: string; noteRefusal?: NoteRefusal };
}

const POLICY = Symbol('policy');

const pledgeFirst = () =>
  new ApiError(403, 'pledge-first', {
    ko: '비밀유지 서약을 먼저 해 주십시오(제32조).',
    en: 'Sign the secrecy pledge first (Art. 32).',
  });

const passwordFirst = () =>
  new ApiError(403, 'password-first', {
    ko: '받은 비밀번호를 본인만 아는 것으로 먼저 바꿔 주십시오.',
    en: 'First change the password that you were given to one that you alone know.',
  });

const refusalOf = ({ passwordDue, pledged }: Actor): ApiError =>
  passwordDue ? passwordFirst() : pledged ? forbidden() : pledgeFirst();

/** Declares a route's policy. Every route carries exactly one; a test enumerates them. */
export function policed<P extends Policy>(policy: P) {
  const middleware = createMiddleware<P extends 'anyone' ? Env : SignedInEnv>(async (c, next) => {
    if (policy !== 'anyone') {
      const actor: Actor | null = c.get('actor');
      if (actor === null) throw signInFirst();
      if (policy !== 'signed-in' && !can(actor, policy)) {
        const note: NoteRefusal | undefined = c.get('noteRefusal');
        await note?.(actor, policy, refusedObject(`${c.req.method} ${routePath(c)}`, c.req.param()));
        throw refusalOf(actor);
      }
    }
    await next();
  });
  return Object.assign(middleware, { [POLICY]: policy });
}

/** The policy a handler declares, if any. For the test that walks the route table. */
export function policyOf(handler: unknown): Policy | undefined {
  return (handler as { [POLICY]?: Policy })[POLICY];
}
