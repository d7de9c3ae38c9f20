import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { Actor } from './access.ts';
import { record, recordRefusal } from './act.ts';
import { addressBehind } from './addresses.ts';
import type { Sql, Tx } from './db.ts';
import { auditStore } from './audit-store.ts';
import { ApiError, databaseIsAway } from './http-errors.ts';
import { withPatience } from './patience.ts';
import type { Env, NoteRefusal } from './policed.ts';
import { RememberedSessions, type SessionTime } from './remembered-sessions.ts';

const COOKIE = '__Host-session';
const SESSION_HOURS = 12;
const DISPLAY_DAYS = 90;
const AGENT_LETTERS = 400;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const agentOf = (header: string | undefined): string => (header ?? '').slice(0, AGENT_LETTERS);

/** `displayId`: a screen of the wall, bound to this address and browser. `idleMinutes` null: no end by idleness. */
interface NewSession {
  readonly accountId: number;
  readonly address: string;
  readonly idleMinutes: number | null;
  readonly displayId?: number;
}

/**
 * Opens a session and sets its cookie; only the hash of the token is kept. Whatever session the browser held before is
 * dead from now on.
 */
export async function openSession(c: Context, tx: Tx, given: NewSession): Promise<string> {
  const { accountId, address, idleMinutes, displayId = null } = given;
  const before = getCookie(c, COOKIE);
  if (before !== undefined) await tx`delete from session where token_hash = ${hashOf(before)}`;
  const token = randomBytes(32).toString('base64url');
  const hours = displayId === null ? SESSION_HOURS : DISPLAY_DAYS * 24;
  const [row] = await tx<{ sessionId: string }[]>`
    insert into session (token_hash, account_id, address, user_agent, idle_minutes, display_id, expires_at)
    values (${hashOf(token)}, ${accountId}, ${address}, ${agentOf(c.req.header('user-agent'))}, ${idleMinutes},
            ${displayId}, now() + make_interval(hours => ${hours}))
    returning session_id as "sessionId"`;
  // A wall machine that was switched off finds its session again; everybody else's ends with the browser.
  const kept = displayId === null ? {} : { maxAge: DISPLAY_DAYS * 24 * 3600 };
  setCookie(c, COOKIE, token, { path: '/', secure: true, httpOnly: true, sameSite: 'Strict', ...kept });
  return row!.sessionId;
}

export async function closeSession(c: Context, tx: Tx, sessionId: string): Promise<void> {
  await tx`delete from session where session_id = ${sessionId}`;
  deleteCookie(c, COOKIE, { path: '/', secure: true });
}

/** Ends a session for this browser and this server, where the database or the audit is away; `endDropped` does the rest. */
export function dropSession(c: Context, sessionId: string): void {
  remembered.drop(sessionId);
  deleteCookie(c, COOKIE, { path: '/', secure: true });
}

/**
 * Columns of an actor, of a query over `session join account`: with the rights that are not over yet, and whether the
 * pledge is on record or none is asked for (Art. 30(1), 32).
 */
const actorColumns = (sql: Sql | Tx) => sql`
  account_id as "accountId", session_id as "sessionId", account, person_name as "personName", seat, role,
  department_today(department_id) as "departmentId", agency, contractor_id as "contractorId",
  display_id is not null as display, display_id is null and password_due as "passwordDue",
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'grantId', grant_id, 'districtIds', district_ids, 'departmentId', department_today(access_grant.department_id),
      'purposes', purposes, 'validFrom', valid_from, 'validTo', valid_to,
      'hours', case when hours_from is not null then jsonb_build_object(
        'from', to_char(hours_from, 'HH24:MI'), 'to', to_char(hours_to, 'HH24:MI')) end))
    from access_grant
    where access_grant.account_id = account.account_id and revoked_at is null
      and (valid_to is null or valid_to > now())
  ), '[]') as grants,
  exists (select from pledge where pledge.account_id = account.account_id)
    or (select value = 'false' from city_setting where key = 'pledge.required' order by setting_id desc limit 1)
      is true as pledged`;

/** A session that has not run out, of an account that is open; a contractor's people go with the contract (Art. 12(1)). */
const isAlive = (sql: Sql | Tx) => sql`
  expires_at > now() and closed_at is null and contractor_holds(contractor_id)
  and (idle_minutes is null or seen_at > now() - make_interval(mins => idle_minutes))`;

/** Columns of how long a session goes on by itself, also by the end of a contractor's contract. */
const timeColumns = (sql: Sql | Tx) => sql`
  extract(epoch from least(expires_at, (
    select max(valid_to)::timestamp at time zone 'Asia/Seoul' from contractor_period
    where contractor_period.contractor_id = account.contractor_id
    having count(*) filter (where valid_to is null) = 0
  )) - now())::float8 as "leftS",
  idle_minutes as "idleMinutes", extract(epoch from now() - seen_at)::float8 as "idleForS"`;

/** Whose a cookie's session was when it was last proved, so that its holder can be told why it is over. */
interface Holder {
  readonly accountId: number;
  readonly role: Actor['role'];
  readonly display: boolean;
  readonly provedAt: Date;
}

const holders = new Map<string, Holder>();
const MOST_HOLDERS = 5000;

function noteHolder(cookie: string, { accountId, role, display }: Actor): void {
  if (accountId === null) return;
  const key = hashOf(cookie).toString('base64');
  holders.delete(key);
  holders.set(key, { accountId, role, display, provedAt: new Date() });
  if (holders.size > MOST_HOLDERS) holders.delete(holders.keys().next().value!);
}

/** Who held the session of this browser's cookie, as far as this process has proved it; null otherwise. */
export function holderBefore(c: Context): Holder | null {
  const cookie = getCookie(c, COOKIE);
  return cookie === undefined ? null : (holders.get(hashOf(cookie).toString('base64')) ?? null);
}

/** What was proved of sessions, for watching while the database is away. */
export const remembered = new RememberedSessions();

/** Where a request comes from: the caller's address and the browser's own name for itself. */
export interface Origin {
  readonly address: string | null;
  readonly userAgent: string | undefined;
}

/**
 * Who holds this cookie's session now; null for none, an ended one or a closed account. A display's session that turns
 * up on another machine, browser or network is ended and written down (Art. 30(1)).
 */
export async function actorOfCookie(
  sql: Sql,
  cookie: string | undefined,
  { address, userAgent }: Origin,
): Promise<Actor | null> {
  if (cookie === undefined || cookie.length > 100) return null;
  const proof = proofOf(cookie, { address, userAgent });
  const [row] = await sql<
    (Omit<Actor, 'address'> & SessionTime & { displayId: number | null; atHome: boolean })[]
  >`
    select ${actorColumns(sql)}, ${timeColumns(sql)}, display_id as "displayId",
           display_id is null or (
             session.address = ${address} and session.user_agent = ${agentOf(userAgent)} and exists (
               select from display
               where display.display_id = session.display_id and ended_at is null and ${address}::inet <<= network
             )) as "atHome"
    from session join account using (account_id)
    where token_hash = ${hashOf(cookie)} and ${isAlive(sql)}`;
  if (row === undefined) {
    remembered.forgetProof(proof);
    return null;
  }
  const { displayId, atHome, leftS, idleMinutes, idleForS, ...person } = row;
  const actor: Actor = { ...person, address };
  if (remembered.isDropped(actor.sessionId!)) return null;
  if (atHome) {
    noteHolder(cookie, actor);
    remembered.prove(proof, actor, { leftS, idleMinutes, idleForS });
    return actor;
  }
  remembered.forget(actor.sessionId!);
  await sql`delete from session where session_id = ${actor.sessionId}`;
  const object = { kind: 'display', id: displayId!, detail: { why: 'moved' } };
  await record(sql, actor, 'session.start', object, 'refused');
  return null;
}

/** The actors of these sessions as their rights stand now, by session; what ended is missing. */
export async function actorsOfSessions(sql: Sql, sessionIds: readonly string[]): Promise<Map<string, Actor>> {
  const rows = await sql<(Omit<Actor, 'address'> & SessionTime)[]>`
    select ${actorColumns(sql)}, ${timeColumns(sql)} from session join account using (account_id)
    where session_id = any(${[...sessionIds]}::uuid[]) and ${isAlive(sql)}`;
  const actors = new Map<string, Actor>();
  for (const { leftS, idleMinutes, idleForS, ...row } of rows) {
    const actor: Actor = { ...row, address: null };
    actors.set(actor.sessionId!, actor);
    remembered.prove(null, actor, { leftS, idleMinutes, idleForS });
  }
  for (const sessionId of sessionIds) if (!actors.has(sessionId)) remembered.forget(sessionId);
  return actors;
}

const proofOf = (cookie: string, { address, userAgent }: Origin): string =>
  `${cookie}|${address}|${agentOf(userAgent)}`;

/** How long a session is looked up before the database counts as away, in ms. */
const PATIENCE_MS = 2500;

/**
 * As `actorOfCookie`, and while the database is away whoever it proved not long ago: for watching alone. Rejects like the database
 * where nobody was.
 */
export async function actorToWatch(
  sql: Sql,
  cookie: string | undefined,
  origin: Origin,
): Promise<Actor | null> {
  if (cookie === undefined || cookie.length > 100) return null;
  if (auditStore.away?.part === 'database') {
    const actor = remembered.recall(proofOf(cookie, origin));
    if (actor !== null) return { ...actor, address: origin.address };
  }
  try {
    return await withPatience(actorOfCookie(sql, cookie, origin), PATIENCE_MS);
  } catch (error) {
    if (!databaseIsAway(error)) throw error;
    auditStore.gone(error);
    const actor = remembered.recall(proofOf(cookie, origin));
    if (actor === null) throw error;
    return { ...actor, address: origin.address };
  }
}

/** Whose address a WebSocket upgrade comes from; a forwarded header is believed from our own proxies alone. */
export function addressOfUpgrade(
  { headers, socket }: IncomingMessage,
  trustedProxies: readonly string[],
): string {
  const forwarded = headers['x-forwarded-for'];
  const hops = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
  return addressBehind(socket.remoteAddress ?? '', hops, trustedProxies);
}

/** The actor of a WebSocket upgrade, which never passes the router. */
export function actorOfUpgrade(
  sql: Sql,
  request: IncomingMessage,
  trustedProxies: readonly string[],
): Promise<Actor | null> {
  const { headers } = request;
  const found = headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${COOKIE}=`));
  const address = addressOfUpgrade(request, trustedProxies);
  return actorToWatch(sql, found?.slice(COOKIE.length + 1), { address, userAgent: headers['user-agent'] });
}

const HEALTH_PATH = '/api/health';
/** What somebody may go on doing while the database is away: watching, and leaving. */
const WATCHES = /^(?:POST \/api\/cameras\/\d+\/live|DELETE \/api\/session)$/;

const known = new Map<string, { actor: Actor; until: number }>();
const KNOWN_MS = 500;

/** A refusal by role stands also while the audit cannot be written, and waits for nothing then. */
const noteRefusalIn =
  (sql: Sql): NoteRefusal =>
  async (actor, action, object) => {
    if (auditStore.away !== null) return;
    const detail = actor.pledged ? {} : { pledged: false };
    await withPatience(recordRefusal(sql, actor, action, { ...object, detail }), PATIENCE_MS).catch(
      () => undefined,
    );
  };

/** Puts the actor on the context. A session is looked up at most twice a second, so its end is felt within a second. */
export const withActor = (sql: Sql) => {
  const noteRefusal = noteRefusalIn(sql);
  return createMiddleware<Env>(async (c, next) => {
    c.set('noteRefusal', noteRefusal);
    const cookie = getCookie(c, COOKIE);
    const origin = { address: c.get('clientAddress'), userAgent: c.req.header('user-agent') };
    // How the parts of the server stand is told to anybody, also while sessions cannot be looked up.
    if (cookie === undefined || c.req.path === HEALTH_PATH) c.set('actor', null);
    else {
      const watches = WATCHES.test(`${c.req.method} ${c.req.path}`);
      const key = proofOf(cookie, origin);
      if (showsLife(c)) remembered.seen(key);
      const fresh = known.get(key);
      if (fresh && fresh.until > Date.now()) c.set('actor', fresh.actor);
      else {
        const actor = watches
          ? await actorToWatch(sql, cookie, origin)
          : await withPatience(actorOfCookie(sql, cookie, origin), PATIENCE_MS);
        if (known.size > 5000) known.clear();
        if (actor) known.set(key, { actor, until: Date.now() + KNOWN_MS });
        else known.delete(key);
        c.set('actor', actor);
      }
      const actor: Actor | null = c.get('actor');
      const isThere = auditStore.away?.part !== 'database';
      if (isThere && actor?.sessionId != null && showsLife(c) && isDue(actor.sessionId))
        await withPatience(touchSession(sql, actor.sessionId), PATIENCE_MS).catch((error: unknown) => {
          // Whoever watches or leaves waits for no database.
          if (!watches) throw error;
          auditStore.gone(error);
        });
    }
    await next();
  });
};

/** Reads that are sent as a POST because of their length: the console makes them by itself. */
const READS = new Set(['/api/cameras/rows']);

/**
 * Whether a request tells of somebody who is there: a script's always, a browser's when it changes something. What a
 * page reads by itself keeps no session alive; its keys and pointer tell by `POST /api/session/seen`.
 */
function showsLife(c: Context): boolean {
  if (c.req.header('sec-fetch-site') === undefined) return true;
  return c.req.method !== 'GET' && c.req.method !== 'HEAD' && !READS.has(c.req.path);
}

const touched = new Map<string, number>();
const TOUCH_MS = 10_000;

/** Spares a script that calls often the question to the database. */
function isDue(sessionId: string): boolean {
  if (Date.now() - (touched.get(sessionId) ?? 0) < TOUCH_MS) return false;
  if (touched.size > 5000) touched.clear();
  touched.set(sessionId, Date.now());
  return true;
}

/** Notes that somebody is there, at most once a minute, or four times in an idle time that is shorter than that. */
export async function touchSession(sql: Sql, sessionId: string): Promise<void> {
  await sql`
    update session set seen_at = now()
    where session_id = ${sessionId}
      and seen_at < now() - least(interval '1 minute', make_interval(secs => coalesce(idle_minutes, 4) * 15))`;
}

export interface Idleness {
  readonly minutes: number;
  readonly leftSeconds: number;
}

/** After how many minutes of idleness a session ends and how much of them is left; null where it never does. */
export async function idlenessOf(sql: Sql, sessionId: string | null): Promise<Idleness | null> {
  const [row] = await sql<Idleness[]>`
    select idle_minutes as minutes,
           extract(epoch from seen_at + make_interval(mins => idle_minutes) - now())::float8 as "leftSeconds"
    from session where session_id = ${sessionId} and idle_minutes is not null`;
  return row ?? null;
}

/** Whether the session of this browser's cookie ended because nobody was there. */
export async function endedByIdleness(c: Context, sql: Sql): Promise<boolean> {
  const cookie = getCookie(c, COOKIE);
  if (cookie === undefined) return false;
  const [row] = await sql`
    select 1 from session
    where token_hash = ${hashOf(cookie)} and expires_at > now()
      and seen_at <= now() - make_interval(mins => idle_minutes)`;
  return row !== undefined;
}

/** Makes every remembered session be looked up anew: on logout a right must end at once. */
export function forgetSessions(): void {
  known.clear();
}

/** A change of state must come from our own page: `Origin` and Fetch Metadata, beside the SameSite=Strict cookie. */
export const sameOriginOnly = createMiddleware<Env>(async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (foreignSite || (origin !== undefined && !originIsOwn(origin, c.req.header('host'))))
      throw new ApiError(403, 'foreign-origin', {
        ko: '다른 사이트에서 온 요청은 받지 않습니다.',
        en: 'Requests from another site are refused.',
      });
  }
  await next();
});

/** Whether an `Origin` header names the host that was asked. */
export function originIsOwn(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || host === undefined) return false;
  return URL.canParse(origin) && new URL(origin).host === host;
}
