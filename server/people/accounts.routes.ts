import { Hono, type Context } from 'hono';
import { cityDay } from '../cameras/city-day.rules.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { readSetting } from '../platform/settings.ts';
import { decisionBody, quarterParam, reviewLineParam, signBody } from './access-review.schema.ts';
import {
  accountParam,
  accountsQuery,
  closeBody,
  grantBody,
  grantParam,
  newAccountBody,
  passwordBody,
  reasonBody,
  roleBody,
  type AccountsPage,
  type RightChoices,
} from './accounts.schema.ts';
import { findAccountToActOn, selectAccount, selectAccounts, selectChoices } from './accounts.sql.ts';
import { changeRole } from './change-role.ts';
import { changeSetting, readSettings } from './city-settings.ts';
import { closeAccount } from './close-account.ts';
import { createAccount } from './create-account.ts';
import { giveRight, revokeRight } from './give-right.ts';
import { linkBody } from '../organisation/person.schema.ts';
import { linkAccount } from './link-account.ts';
import { decideRight, listReviews, readReview, signReview } from './review-rights.ts';
import { accountRequestsRoutes } from './requests/account-requests.routes.ts';
import { selectRights } from './rights.sql.ts';
import { liftLock } from './login/lift-lock.ts';
import { setPassword } from './set-password.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** Accounts, rights, their review by quarter and the settings of the city over HTTP (Art. 30(1), 32). */
export const accountsRoutes = (deps: Deps) => {
  const { sql } = deps;
  const today = (): string => cityDay(deps.now());
  const accountOf = (c: Context): string => {
    const result = accountParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.account;
  };

  return new Hono<SignedInEnv>()
    .route('/', accountRequestsRoutes(deps))
    .get('/accounts', policed('account.read'), async (c) => {
      const query = parsed(accountsQuery, c.req.query());
      const accounts = await selectAccounts(sql, query);
      const page: AccountsPage = {
        accounts,
        next: accounts.length < query.limit ? null : (accounts.at(-1)?.account ?? null),
      };
      c.header('Cache-Control', 'no-store');
      return c.json(page);
    })
    .post('/accounts', policed('account.create'), async (c) => {
      const { requestId, personId, right, reason, ...row } = parsed(newAccountBody, await bodyOf(c));
      const first = { requestId, personId, right, reason, today: today(), passwordDue: true };
      await createAccount(sql, c.get('actor'), row, 'console', first);
      return c.json({ account: row.account }, 201);
    })
    .get('/accounts/:account', policed('account.read'), async (c) => {
      const found = await selectAccount(sql, accountOf(c));
      if (found === undefined) throw notFound();
      c.header('Cache-Control', 'no-store');
      return c.json(found);
    })
    .post('/accounts/:account/close', policed('account.close'), async (c) => {
      const body = parsed(closeBody, await bodyOf(c));
      await closeAccount(sql, c.get('actor'), accountOf(c), { ...body, today: today() });
      return c.body(null, 204);
    })
    .put('/accounts/:account/password', policed('account.password'), async (c) => {
      const { password, reason } = parsed(passwordBody, await bodyOf(c));
      await setPassword(sql, c.get('actor'), accountOf(c), password, { due: true, reason });
      return c.body(null, 204);
    })
    .post('/accounts/:account/unlock', policed('account.unlock'), async (c) => {
      const { reason } = parsed(reasonBody, await bodyOf(c));
      await liftLock(sql, c.get('actor'), accountOf(c), reason);
      return c.body(null, 204);
    })
    .put('/accounts/:account/person', policed('account.link'), async (c) => {
      const { personId } = parsed(linkBody, await bodyOf(c));
      await linkAccount(sql, c.get('actor'), accountOf(c), personId);
      return c.body(null, 204);
    })
    .put('/accounts/:account/role', policed('account.role'), async (c) => {
      const body = parsed(roleBody, await bodyOf(c));
      await changeRole(sql, c.get('actor'), accountOf(c), body, today());
      return c.body(null, 204);
    })
    .get('/accounts/:account/grants', policed('account.read'), async (c) => {
      const found = await findAccountToActOn(sql, accountOf(c));
      if (found === undefined) throw notFound();
      c.header('Cache-Control', 'no-store');
      return c.json({ rights: await selectRights(sql, found.accountId) });
    })
    .post('/accounts/:account/grants', policed('account.grant'), async (c) => {
      const body = parsed(grantBody, await bodyOf(c));
      const grantId = await giveRight(sql, c.get('actor'), accountOf(c), body, today());
      return c.json({ grantId }, 201);
    })
    .post('/accounts/:account/grants/:grantId/revoke', policed('account.grant'), async (c) => {
      const params = grantParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      const { reason } = parsed(reasonBody, await bodyOf(c));
      await revokeRight(sql, c.get('actor'), params.data.account, params.data.grantId, reason);
      return c.body(null, 204);
    })
    .get('/rights/choices', policed('account.grant'), async (c) => {
      const outsiderDays = await readSetting(sql, 'outsider.days');
      const choices: RightChoices = { ...(await selectChoices(sql)), outsiderDays };
      c.header('Cache-Control', 'no-store');
      return c.json(choices);
    })
    .get('/rights/reviews', policed('account.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json({ reviews: await listReviews(sql, today()) });
    })
    .get('/rights/reviews/:quarter', policed('account.read'), async (c) => {
      const params = quarterParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      c.header('Cache-Control', 'no-store');
      return c.json(await readReview(sql, c.get('actor'), params.data.quarter, today()));
    })
    .put('/rights/reviews/:quarter/lines/:grantId', policed('account.review'), async (c) => {
      const params = reviewLineParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      const { quarter, grantId } = params.data;
      const body = parsed(decisionBody, await bodyOf(c));
      await decideRight(sql, c.get('actor'), quarter, grantId, body, today());
      return c.body(null, 204);
    })
    .post('/rights/reviews/:quarter/sign', policed('account.review'), async (c) => {
      const params = quarterParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      const body = parsed(signBody, await bodyOf(c));
      await signReview(sql, c.get('actor'), params.data.quarter, body, today());
      return c.json(await readReview(sql, c.get('actor'), params.data.quarter, today()));
    })
    .get('/settings', policed('account.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json({ settings: await readSettings(sql) });
    })
    .put('/settings/:key', policed('setting.change'), async (c) => {
      await changeSetting(sql, c.get('actor'), c.req.param('key'), await bodyOf(c));
      return c.body(null, 204);
    });
};
