import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SYSTEM } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { insertReview } from './access-review.sql.ts';
import { contractorsToday } from './accounts.sql.ts';
import { createAccount } from './create-account.ts';
import { dateDemoAccount, findDemoPerson, insertDemoDisplay, insertDemoRight } from './demo-accounts.sql.ts';
import { DEMO_OFFICER, DEMO_PEOPLE, DEMO_REVIEW } from './demo-people.rules.ts';
import type { NewAccount } from './people.schema.ts';
import { departmentsToday, pledgeDemoAccount, removeDemoAccounts } from './people.sql.ts';
import { linesNow } from './review-rights.ts';

export const DEMO_ACCOUNTS_FILE = 'demo-accounts.json';

/**
 * One account a role with a random password, written to `DATA_DIR/demo-accounts.json` (0600) as
 * `[{role, agency?, account, password}]`, and invented people beside them whose passwords nobody has. The department
 * manager is of `departmentName`.
 */
export async function makeDemoAccounts(sql: Sql, dataDir: string, departmentName: string): Promise<void> {
  const departments = await departmentsToday(sql);
  const [contractor] = await contractorsToday(sql);
  const departmentOf = (name: string | undefined): number | null =>
    name === undefined
      ? null
      : (departments.find((each) => each.name === name) ??
          departments.find((each) => each.name === departmentName) ??
          departments[0])!.departmentId;
  await removeDemoAccounts(sql);
  const listed: Record<string, string>[] = [];
  for (const person of DEMO_PEOPLE) {
    if (person.ofContractor === true && contractor === undefined) continue;
    const password = randomBytes(12).toString('base64url');
    const row: NewAccount = {
      account: person.account,
      personName: person.personName,
      role: person.role,
      seat: person.seat ?? null,
      agency: person.agency ?? null,
      password,
      contractorId: person.ofContractor === true ? contractor!.contractorId : null,
      departmentId: departmentOf(person.department),
    };
    const personId = await findDemoPerson(sql, person.personName);
    const accountId = await createAccount(sql, SYSTEM, row, 'demo', { personId, right: null });
    for (const right of [...person.rights].reverse()) await insertDemoRight(sql, accountId, right);
    // Invented people have pledged in the invented past, so that a demo opens at once.
    await pledgeDemoAccount(sql, accountId);
    await dateDemoAccount(sql, accountId, person);
    if (person.opens !== true) continue;
    const agency = person.agency === undefined ? {} : { agency: person.agency };
    const employer = person.ofContractor === true ? { contractor: contractor!.name } : {};
    listed.push({ role: person.role, ...agency, ...employer, account: person.account, password });
  }
  await insertDemoDisplay(sql, 'operator');
  await signDemoReview(sql);
  await writeFile(join(dataDir, DEMO_ACCOUNTS_FILE), `${JSON.stringify(listed, null, 2)}\n`, {
    mode: 0o600,
  });
}

/** The review that the invented officer has signed: the invented rights that stood then, all kept. */
async function signDemoReview(sql: Sql): Promise<void> {
  const { quarter, signedAt, dueOn } = DEMO_REVIEW;
  await act(sql, SYSTEM, 'account.review', { kind: 'access-review', id: quarter }, async (tx) => {
    const decidedAt = signedAt;
    const stood = (await linesNow(tx, quarter)).filter(({ right }) => right.grantedAt < signedAt);
    const lines = stood.map(({ accountId: _, ...line }) => ({
      ...line,
      lastUsedAt: null,
      decision: {
        decision: 'keep' as const,
        reason: '맡은 업무에 필요',
        decidedBy: DEMO_OFFICER,
        decidedAt,
        own: line.personName === DEMO_OFFICER,
      },
    }));
    await insertReview(tx, {
      quarter,
      signedBy: DEMO_OFFICER,
      accountId: null,
      dueOn,
      lines,
      note: '시연용 합성 데이터',
      source: 'demo',
      signedAt,
    });
  });
}
