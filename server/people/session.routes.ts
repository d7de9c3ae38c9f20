import { join, relative } from 'node:path';
import { Hono, type Context } from 'hono';
import { actionsOf } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import { auditIsAway, auditStore } from '../platform/audit-store.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed, wantsEnglish } from '../platform/http-errors.ts';
import { withPatience } from '../platform/patience.ts';
import { policed, type Env } from '../platform/policed.ts';
import { closeSession, dropSession, forgetSessions, idlenessOf, touchSession } from '../platform/session.ts';
import { accountParam, reasonBody } from './accounts.schema.ts';
import { DEMO_ACCOUNTS_FILE } from './demo-accounts.ts';
import { pairingInput } from './login/displays.schema.ts';
import { displayOfSession } from './login/displays.sql.ts';
import { pairDisplay } from './login/displays.ts';
import {
  noticesReadInput,
  ownPasswordInput,
  pledgeInput,
  secondInput,
  signInInput,
} from './login/login.schema.ts';
import { answersSoon } from './login/door-patience.ts';
import { changeOwnPassword } from './login/change-own-password.ts';
import { noteRead, selectUnread } from './login/login-notices.sql.ts';
import { readPledge, signPledge } from './login/pledge.ts';
import { resetSecondFactor } from './login/reset-second-factor.ts';
import { takeSecondStep } from './login/second-step.ts';
import { signIn } from './login/sign-in.ts';
import { whyEnded } from './login/why-ended.ts';
import type { SessionView } from './people.schema.ts';
import { demoAccountsAreOpen, departmentName } from './people.sql.ts';
import { rightsNow } from './rights-now.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);
const languageOf = (c: Context) => (wantsEnglish(c.req.header('accept-language')) ? 'en' : 'ko');

/** How long somebody who leaves waits for a database that says nothing, in ms. */
const LEAVING_MS = 4500;

/**
 * The door: coming in by one or two steps, the pledge, staying, and going. `onSessionEnd` cuts whatever the session still
 * has open (live video), within a second of logout.
 */
export const sessionRoutes = (deps: Deps, onSessionEnd: (sessionId: string) => void) =>
  new Hono<Env>()
    // What a page may know before it asks for a session: whether there is one, why the last one ended, whether this is
    // the demo.
    .get('/welcome', policed('anyone'), answersSoon, async (c) => {
      c.header('Cache-Control', 'no-store');
      const demo = await demoAccountsAreOpen(deps.sql);
      const accountsFile = demo ? relative('', join(deps.config.dataDir, DEMO_ACCOUNTS_FILE)) : null;
      const signedIn = c.get('actor') !== null;
      const ended = signedIn ? null : await whyEnded(deps.sql, c);
      return c.json({ demo, accountsFile, signedIn, ended });
    })
    .post('/session', policed('anyone'), async (c) => {
      const input = parsed(signInInput, await bodyOf(c));
      const step = await signIn(deps, c, c.get('clientAddress'), input);
      c.header('Cache-Control', 'no-store');
      return step === null ? c.body(null, 204) : c.json(step, 202);
    })
    .post('/session/second', policed('anyone'), async (c) => {
      await takeSecondStep(deps, c, c.get('clientAddress'), parsed(secondInput, await bodyOf(c)));
      return c.body(null, 204);
    })
    .post('/session/display', policed('anyone'), async (c) => {
      const { code } = parsed(pairingInput, await bodyOf(c));
      await pairDisplay(deps, c, c.get('clientAddress'), code);
      return c.body(null, 204);
    })
    .get('/session', policed('signed-in'), answersSoon, async (c) => {
      const actor = c.get('actor');
      const view: SessionView = {
        account: actor.account,
        personName: actor.personName,
        role: actor.role,
        seat: actor.seat,
        departmentName: await departmentName(deps.sql, actor.departmentId),
        agency: actor.agency,
        actions: actionsOf(actor),
        demo: await demoAccountsAreOpen(deps.sql),
        rights: await rightsNow(deps.sql, actor),
        pledged: actor.pledged,
        passwordDue: actor.passwordDue,
        display: actor.display ? await displayOfSession(deps.sql, actor.sessionId) : null,
        idle: await idlenessOf(deps.sql, actor.sessionId),
        notices: actor.display ? [] : await selectUnread(deps.sql, actor),
      };
      c.header('Cache-Control', 'no-store');
      return c.json(view);
    })
    // Keys and pointer of a page: the one thing by which a browser keeps its session alive without changing anything.
    .post('/session/seen', policed('signed-in'), async (c) => {
      const { sessionId } = c.get('actor');
      await touchSession(deps.sql, sessionId!);
      c.header('Cache-Control', 'no-store');
      return c.json({ idle: await idlenessOf(deps.sql, sessionId) });
    })
    .delete('/session', policed('signed-in'), async (c) => {
      const actor = c.get('actor');
      const sessionId = actor.sessionId!;
      try {
        await withPatience(
          act(deps.sql, actor, 'session.end', { kind: 'session' }, (tx) => closeSession(c, tx, sessionId)),
          LEAVING_MS,
        );
      } catch (error) {
        // Whoever leaves the desk has left it: the cookie goes, and this server lets nobody in with it.
        if (!auditIsAway(error)) throw error;
        dropSession(c, sessionId);
        // Whatever becomes of the store, it is looked at again, and the session is taken away then.
        auditStore.gone(error);
      }
      forgetSessions();
      onSessionEnd(sessionId);
      return c.body(null, 204);
    })
    .get('/pledge', policed('signed-in'), answersSoon, async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await readPledge(deps.sql, c.get('actor'), languageOf(c)));
    })
    .post('/pledge', policed('pledge.sign'), async (c) => {
      const { version } = parsed(pledgeInput, await bodyOf(c));
      await signPledge(deps.sql, c.get('actor'), version, languageOf(c));
      return c.body(null, 204);
    })
    .post('/accounts/:account/second-factor/reset', policed('account.password'), async (c) => {
      const params = accountParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      const { reason } = parsed(reasonBody, await bodyOf(c));
      await resetSecondFactor(deps.sql, c.get('actor'), params.data.account, reason);
      return c.body(null, 204);
    })
    .put('/session/password', policed('login.change'), async (c) => {
      const body = parsed(ownPasswordInput, await bodyOf(c));
      await changeOwnPassword(deps, c, c.get('actor'), c.get('clientAddress'), body);
      c.header('Cache-Control', 'no-store');
      return c.body(null, 204);
    })
    .post('/session/notices/read', policed('login.change'), async (c) => {
      const { upTo } = parsed(noticesReadInput, await bodyOf(c));
      await noteRead(deps.sql, c.get('actor'), upTo);
      return c.body(null, 204);
    });
