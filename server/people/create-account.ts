import { act, record, type Note } from '../platform/act.ts';
import type { Actor, Role } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { readSetting } from '../platform/settings.ts';
import { nameTaken, noSuch, personHasAccount, requestReused, secondPersonFirst } from './account-faults.ts';
import {
  contractorLastDay,
  findAccountByRequest,
  findAccountToActOn,
  insertAccount,
  isAgency,
  isPersonHere,
  openAccountsOfPerson,
  reserveName,
} from './accounts.sql.ts';
import type { RightForm } from './accounts.schema.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { checkRight } from './give-right.ts';
import { hashPassword } from './login/password.ts';
import { refuseWeak } from './login/weak-password.ts';
import type { NewAccount } from './people.schema.ts';
import { isOutsider, WHOLE_CITY_FORM } from './rights.rules.ts';
import { insertRight, isDepartment } from './rights.sql.ts';
import { dayAfter } from '../platform/day-after.rules.ts';
import { needsSecondPerson } from './two-people.law.ts';

interface Standing {
  readonly role: Role;
  readonly departmentId: number | null;
  readonly agency: string | null;
  readonly contractorId: number | null;
}

/** Throws 400 naming the field where the department, agency or contractor is not on record. */
export async function checkStanding(tx: Tx, { departmentId, agency, contractorId }: Standing): Promise<void> {
  if (departmentId !== null && !(await isDepartment(tx, departmentId))) throw noSuch('departmentId');
  if (agency !== null && !(await isAgency(tx, agency))) throw noSuch('agency');
  if (contractorId !== null && (await contractorLastDay(tx, contractorId)) === undefined)
    throw noSuch('contractorId');
}

/** The whole city for as long as the city allows: without an end for staff, with one for people from outside. */
async function widestRight(tx: Tx, person: Standing, today: string): Promise<RightForm> {
  if (!isOutsider(person)) return WHOLE_CITY_FORM;
  const limit = dayAfter(today, await readSetting(tx, 'outsider.days'));
  const contract =
    person.contractorId === null ? undefined : await contractorLastDay(tx, person.contractorId);
  const lastDay = contract?.lastDay ?? limit;
  return { ...WHOLE_CITY_FORM, untilDay: lastDay < limit ? lastDay : limit };
}

interface FirstSteps {
  /** Made by the client, so that a second press answers as the first. */
  readonly requestId?: string | null;
  readonly personId?: number | null;
  /** The first right: undefined is the whole city for as long as may be, null is none yet. */
  readonly right?: RightForm | null;
  readonly reason?: string;
  /** The city's day. */
  readonly today?: string;
  /** Whether somebody else knows the password: then the holder sets another first. */
  readonly passwordDue?: boolean;
}

interface Maker {
  /** Who is named for it. */
  readonly by: string;
  readonly passwordHash: string;
  readonly source: string;
}

/** `createAccount` inside the caller's transaction. */
export async function makeAccount(
  tx: Tx,
  row: Omit<NewAccount, 'password'>,
  { by, passwordHash, source }: Maker,
  first: FirstSteps,
  note: Note,
): Promise<number> {
  const { requestId = null, personId = null, reason = '계정을 만들 때', today = cityDay(new Date()) } = first;
  const person = { ...row, contractorId: row.contractorId ?? null };
  await reserveName(tx, row.account);
  const earlier = requestId === null ? undefined : await findAccountByRequest(tx, requestId);
  const named = await findAccountToActOn(tx, row.account);
  if (earlier !== undefined) {
    if (earlier !== row.account) throw requestReused();
    note({ repeated: true });
    return named!.accountId;
  }
  if (named !== undefined) throw nameTaken(row.account);
  await checkStanding(tx, person);
  if (personId !== null) {
    if (!(await isPersonHere(tx, personId))) throw noSuch('personId');
    if ((await openAccountsOfPerson(tx, personId)).length > 0) throw personHasAccount();
  }
  const right = first.right === undefined ? await widestRight(tx, person, today) : first.right;
  if (first.right != null) await checkRight(tx, person, first.right, today);
  const passwordDue = first.passwordDue ?? false;
  const accountId = await insertAccount(tx, person, {
    passwordHash,
    passwordDue,
    source,
    personId,
    requestId,
  });
  if (right !== null) await insertRight(tx, right, { accountId, reason, grantedBy: by });
  return accountId;
}

/**
 * Makes an account for one person (Art. 30(1): no shared accounts), with the first right. Throws 409 `name-taken` and
 * 409 `person-has-account` with their field, 409 `second-person` for an overseer's, 400 for a weak password. Returns the number of the account.
 */
export async function createAccount(
  sql: Sql,
  actor: Actor,
  row: NewAccount,
  source: string,
  first: FirstSteps = {},
): Promise<number> {
  const detail = {
    role: row.role,
    reason: first.reason ?? '계정을 만들 때',
    ...(first.right === undefined ? {} : { right: first.right }),
  };
  const object = { kind: 'account', id: row.account, detail };
  if (actor.role !== 'system' && needsSecondPerson({ is: null, becomes: row.role })) {
    await record(sql, actor, 'account.create', object, 'refused');
    throw secondPersonFirst();
  }
  refuseWeak(row.password, row, 'password');
  const maker = { by: actor.personName, passwordHash: await hashPassword(row.password), source };
  return act(sql, actor, 'account.create', object, (tx, note) => makeAccount(tx, row, maker, first, note));
}
