import { judge, type Action, type Actor, type Protection } from './access.ts';
import { refusalsOf } from './audit-refusals.ts';
import { auditStore } from './audit-store.ts';
import type { Sql, Tx } from './db.ts';
import { forbidden, notFound } from './http-errors.ts';
import { withoutSecrets, type Json } from './without-secrets.rules.ts';

export type { Json } from './without-secrets.rules.ts';

/** What an act is done to: named in the audit row, judged by `can`. */
export interface ActObject extends Protection {
  readonly kind: string;
  readonly id?: string | number;
  readonly detail?: { readonly [key: string]: Json };
}

/** Adds facts that are known only once the act is under way (counts, a digest) to its audit row. */
export type Note = (facts: { readonly [key: string]: Json }) => void;

/** For an answer that changes nothing: throws 403, or 404 where the thing does not exist for this person. */
export function permit(actor: Actor, action: Action, object: Protection): void {
  const verdict = judge(actor, action, object);
  if (verdict !== 'allowed') throw verdict === 'forbidden' ? forbidden() : notFound();
}

/**
 * The only way to a transaction. Asks `can`, runs `fn`, writes one audit row in the same transaction
 * (접속기록; Art. 30(3)); a refusal is written too. Throws 403, or 404 where the actor may not know of the object, and
 * 503 `audit-away` where the row cannot be written: then nothing was done (no audit, no act).
 */
export async function act<T>(
  sql: Sql,
  actor: Actor,
  action: Action,
  object: ActObject,
  fn: (tx: Tx, note: Note) => Promise<T>,
): Promise<T> {
  const verdict = judge(actor, action, object);
  if (verdict !== 'allowed') {
    await recordRefusal(sql, actor, action, object);
    throw verdict === 'forbidden' ? forbidden() : notFound();
  }
  return (await sql.begin(async (tx) => {
    let detail: { readonly [key: string]: Json } = object.detail ?? {};
    const result = await fn(tx, (facts) => (detail = { ...detail, ...facts }));
    // Awaited before the commit: a row that never left this process would otherwise leave the act without one.
    await writeAuditRow(tx, actor, action, 'done', object, detail);
    return result;
  })) as T;
}

/**
 * Puts a refusal on record: the same one at most once a minute and then with how often, and of ever other ones of a person
 * one closing row a minute with how many (`rest`) and in which acts. Throws 503 `audit-away`.
 */
export function recordRefusal(sql: Sql, actor: Actor, action: Action, object: ActObject): Promise<void> {
  const { kind, id, detail = {} } = object;
  const who = JSON.stringify([actor.accountId, actor.role, actor.accountId === null ? actor.address : null]);
  return refusalsOf(sql).tell({
    who,
    key: JSON.stringify([who, action, kind, id, detail]),
    act: action,
    write: (again) =>
      writeAuditRow(sql, actor, action, 'refused', object, again === 0 ? detail : { ...detail, again }),
    writeRest: (rest, acts) => writeAuditRow(sql, actor, action, 'refused', { kind }, { rest, action: acts }),
  });
}

const TAKEN_BACK = new Error('a rehearsal is taken back');

/** Does what an act would do and takes it all back: what it would find. Changes nothing and leaves no row. */
export async function rehearse<T>(sql: Sql | Tx, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const found: { result?: T } = {};
  const play = async (tx: Tx): Promise<void> => {
    found.result = await fn(tx);
    throw TAKEN_BACK;
  };
  await ('savepoint' in sql ? sql.savepoint(play) : sql.begin(play)).catch((error: unknown) => {
    if (error !== TAKEN_BACK) throw error;
  });
  return found.result as T;
}

/** What happens by itself and is on record, without anybody asking leave for it. */
export type RecordedFact = 'camera.watch.end' | 'camera.turn.end' | 'audit.spool-broken';

/** Puts a fact on record. Throws 503 `audit-away` where it cannot be. */
export function record(
  sql: Sql | Tx,
  actor: Actor,
  fact: RecordedFact | Action,
  object: ActObject,
  outcome: 'done' | 'refused' = 'done',
): Promise<void> {
  return writeAuditRow(sql, actor, fact, outcome, object, object.detail ?? {});
}

async function writeAuditRow(
  sql: Sql | Tx,
  actor: Actor,
  action: string,
  outcome: 'done' | 'refused',
  object: ActObject,
  detail: { readonly [key: string]: Json },
): Promise<void> {
  // Whoever reads the row later may not know of the site, also when the camera has left the register (Art. 10(4)).
  const facts = withoutSecrets(object.protected === true ? { ...detail, protected: true } : detail);
  try {
    // The function waits some seconds for the audit, not for ever, and takes no round trip more than an insert.
    await sql`
      select write_audit(${actor.accountId}, ${actor.personName}, ${actor.role}, ${actor.address}, ${action}, ${outcome},
                         ${object.kind}, ${object.id === undefined ? null : String(object.id)}, ${sql.json(facts)})`.execute();
  } catch (error) {
    // The act had failed before and hid it: that is no fault of the audit.
    if ((error as { code?: unknown }).code === '25P02') throw error;
    throw auditStore.failed(error);
  }
  auditStore.wrote();
}
