import { parseArgs } from 'node:util';
import { SYSTEM } from './platform/access.ts';
import type { Config } from './platform/config.ts';
import type { Sql } from './platform/db.ts';
import { ApiError } from './platform/http-errors.ts';
import { withInstallation } from './platform/installation.ts';
import { cityDay } from './cameras/city-day.rules.ts';
import {
  closeAccount,
  contractorsToday,
  createAccount,
  departmentsToday,
  linkAccount,
  personByNo,
  resetSecondFactor,
  setPassword,
} from './people/index.ts';
import { newAccount, newPassword } from './people/people.schema.ts';
import { isOverseer } from './people/two-people.law.ts';
import { rotateCameraKey } from './streams/index.ts';

const USAGE = `npm run admin -- create-account --account 이름 --name 성명 --role officer [--seat 3석] [--department 교통과] [--agency police|fire|coast-guard|forest] [--contractor 가상관제유지보수]
npm run admin -- set-password --account 이름
npm run admin -- reset-second-factor --account 이름
npm run admin -- close-account --account 이름 [--reason 퇴직] [--left-on 2026-01-02]
npm run admin -- link-account --account 이름 --person-no 직원번호
npm run admin -- rotate-camera-key
비밀번호는 표준 입력의 첫 줄로 받습니다 (12자 이상). The password is read from the first line of standard input (12 characters or more).
  printf '%s\\n' "$PASSWORD" | npm run admin -- create-account --account kim.cs --name 김철수 --role officer`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    account: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    seat: { type: 'string' },
    department: { type: 'string' },
    agency: { type: 'string' },
    contractor: { type: 'string' },
    reason: { type: 'string' },
    'left-on': { type: 'string' },
    'person-no': { type: 'string' },
  },
});

async function passwordFromInput(): Promise<string> {
  if (process.stdin.isTTY)
    console.error('비밀번호를 입력하고 Enter를 누르십시오. Type the password and press Enter.');
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}

async function departmentNamed(sql: Sql, name: string | undefined): Promise<number | null> {
  if (name === undefined) return null;
  const departments = await departmentsToday(sql);
  const found = departments.find((each) => each.name === name);
  if (found) return found.departmentId;
  const known = departments.map((each) => each.name).join(', ') || '-';
  throw new Error(
    `--department ${name}: 그런 부서가 없습니다. There is no such department. 있는 부서(known): ${known}`,
  );
}

async function contractorNamed(sql: Sql, name: string | undefined): Promise<number | null> {
  if (name === undefined) return null;
  const contractors = await contractorsToday(sql);
  const found = contractors.find((each) => each.name === name);
  if (found) return found.contractorId;
  const known = contractors.map((each) => each.name).join(', ') || '-';
  throw new Error(
    `--contractor ${name}: 그런 수탁자가 없습니다. There is no such contractor. 있는 수탁자(known): ${known}`,
  );
}

async function create(sql: Sql): Promise<string> {
  const given = {
    account: values.account,
    personName: values.name,
    role: values.role,
    seat: values.seat ?? null,
    agency: values.agency ?? null,
    contractorId: await contractorNamed(sql, values.contractor),
    departmentId: await departmentNamed(sql, values.department),
    password: await passwordFromInput(),
  };
  const result = newAccount.safeParse(given);
  if (!result.success) {
    const wrong = result.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`${wrong.join('\n')}\n\n${USAGE}`);
  }
  await createAccount(sql, SYSTEM, result.data, 'console', { passwordDue: isOverseer(result.data.role) });
  return `계정을 만들었습니다. Created: ${result.data.account} (${result.data.role})`;
}

async function changePassword(sql: Sql, account: string): Promise<string> {
  const password = newPassword.safeParse(await passwordFromInput());
  if (!password.success) throw new Error(`password: ${password.error.issues[0]?.message ?? ''}\n\n${USAGE}`);
  await setPassword(sql, SYSTEM, account, password.data, { due: true });
  return `비밀번호를 바꾸고 로그인을 모두 끝냈습니다. 다음 로그인에서 본인이 새로 정합니다. Password set, sessions ended, its holder sets another at the next sign-in: ${account}`;
}

async function close(sql: Sql, account: string): Promise<string> {
  const today = cityDay(new Date());
  const leftOn = values['left-on'] ?? today;
  if (!/^\d{4}-\d\d-\d\d$/.test(leftOn)) throw new Error(`--left-on ${leftOn}: YYYY-MM-DD`);
  await closeAccount(sql, SYSTEM, account, { reason: values.reason ?? '터미널에서 닫음', leftOn, today });
  return `계정을 닫고 로그인을 모두 끝냈습니다. Closed, sessions ended: ${account}`;
}

async function link(sql: Sql, account: string): Promise<string> {
  const personNo = values['person-no'];
  if (personNo === undefined) throw new Error(`--person-no\n\n${USAGE}`);
  const personId = await personByNo(sql, personNo);
  if (personId === undefined)
    throw new Error(
      `--person-no ${personNo}: 직원 명부에 그런 사람이 없습니다. Nobody on record has this number.`,
    );
  await linkAccount(sql, SYSTEM, account, personId);
  return `계정을 사람과 이었습니다. Tied: ${account} - ${personNo}`;
}

async function rotate(sql: Sql, { secretsDir }: Config): Promise<string> {
  const { version, resealed, dropped } = await rotateCameraKey(sql, secretsDir);
  const gone = dropped.length === 0 ? '-' : dropped.join(', ');
  return `카메라 비밀번호의 열쇠를 바꾸었습니다: 판 ${version}, 다시 잠근 비밀번호 ${resealed}개, 지운 판 ${gone}. 지운 판으로 잠긴 백업은 열리지 않으니 새로 백업하십시오.
The cameras' passwords have a new key: version ${version}, ${resealed} sealed anew, versions dropped: ${gone}. Older backups hold passwords that no key opens: make a new one.`;
}

async function resetFactor(sql: Sql, account: string): Promise<string> {
  await resetSecondFactor(sql, SYSTEM, account, null);
  return `두 번째 인증을 지우고 로그인을 모두 끝냈습니다. Second factor reset, sessions ended: ${account}`;
}

const { account } = values;
const acts: Record<string, ((sql: Sql, config: Config) => Promise<string>) | undefined> = {
  'create-account': create,
  'rotate-camera-key': rotate,
  ...(account === undefined
    ? {}
    : {
        'set-password': (sql: Sql) => changePassword(sql, account),
        'reset-second-factor': (sql: Sql) => resetFactor(sql, account),
        'link-account': (sql: Sql) => link(sql, account),
        'close-account': (sql: Sql) => close(sql, account),
      }),
};
const chosen = acts[positionals[0] ?? ''];
if (chosen === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await withInstallation('gwanje-map admin', 'app', async (sql, config) => {
    try {
      console.log(await chosen(sql, config));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { ko, en } =
        error.status === 404
          ? { ko: '그런 계정이 없습니다.', en: 'No account has this name.' }
          : error.sentence;
      throw new Error(`--${error.field ?? 'account'} ${account ?? ''}: ${ko} ${en}`, { cause: error });
    }
  });
}
