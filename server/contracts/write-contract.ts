import { act } from '../platform/act.ts';
import type { Action, Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import { forgetSessions } from '../platform/session.ts';
import { firstWhole, outsourcingOf, type Outsourcing } from './contracts.rules.ts';
import {
  CLAUSES,
  DUTY_NAMES,
  type Clause,
  type ContractRow,
  type NewContractBody,
  type SupervisionBody,
} from './contracts.schema.ts';
import {
  endContractRow,
  endSessionsWithout,
  findContractByRequest,
  insertContract,
  insertContractor,
  insertSupervision,
  lockContracts,
  selectContract,
  selectContractors,
  selectSigned,
  signContractRow,
  tickClauseRow,
} from './contracts.sql.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

const conflict = (code: string, ko: string, en: string, field?: string): ApiError =>
  new ApiError(409, code, { ko, en }, field);

/** Throws 409 `whole-outsourced`, naming the day and the contracts, where with `added` a whole is outsourced (Art. 12(1)). */
async function refuseWhole(tx: Tx, added: Outsourcing): Promise<void> {
  const whole = firstWhole([...(await selectSigned(tx)).map(outsourcingOf), added]);
  if (whole === null) return;
  const { ko, en } = DUTY_NAMES[whole.duty];
  const by = whole.by.join(', ');
  throw conflict(
    'whole-outsourced',
    `${whole.on}부터 ${ko} 전체가 위탁됩니다: ${by}. 전체 업무는 위탁할 수 없습니다(제12조제1항). 한 부분을 시가 직접 맡도록 빼 주십시오.`,
    `From ${whole.on} the whole ${en} would be outsourced: ${by}. The whole may not be outsourced (Art. 12(1)). Leave one part to the city.`,
    'parts',
  );
}

/** Acts on one contract, one writer at a time. Throws 404 where there is none for this person, 409 `withdrawn`. */
async function actOnContract<T>(
  sql: Sql,
  actor: Actor,
  action: Action,
  contractId: number,
  detail: Readonly<Record<string, string | boolean | null>>,
  fn: (tx: Tx, contract: ContractRow) => Promise<T>,
): Promise<T> {
  const found = await selectContract(sql, contractId);
  if (found === undefined) throw notFound();
  const object = { kind: 'contract', id: contractId, contractorId: found.contractorId, detail };
  return act(sql, actor, action, object, async (tx) => {
    await lockContracts(tx);
    const contract = await selectContract(tx, contractId);
    if (contract === undefined) throw notFound();
    if (contract.signedAt === null && contract.endedOn !== null)
      throw conflict(
        'withdrawn',
        '거둔 계약입니다. 새로 적어 주십시오.',
        'This draft was withdrawn. Write it anew.',
      );
    return fn(tx, contract);
  });
}

/** Names that differ in blanks or in how (주) is written are one company's. */
const companyOf = (name: string): string => name.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** Throws 409 `contractor-known` at the name where the register holds the new company already. */
function refuseKnown(known: readonly { readonly name: string }[], name: string): void {
  const same = known.find((each) => companyOf(each.name) === companyOf(name));
  if (same === undefined) return;
  throw conflict(
    'contractor-known',
    `이미 적힌 수탁자입니다: ${same.name}. ‘수탁자’에서 고르십시오.`,
    `This contractor is on record already: ${same.name}. Choose it under “Contractor”.`,
    'party.name',
  );
}

/**
 * Writes a contract as a draft; it holds once it is signed. Throws 409 `whole-outsourced` at once where signing it could
 * not be lawful (Art. 12(1)). A new company enters the register in the same act; 409 `contractor-known`. A second press with the same `requestId` answers as the first. Returns its number.
 */
export async function draftContract(sql: Sql, actor: Actor, body: NewContractBody): Promise<number> {
  const { party, fromDay, lastDay, requestId, parts, ...rest } = body;
  const detail = { documentNo: body.documentNo, fromDay, lastDay, parts: [...parts] };
  return act(sql, actor, 'contract.change', { kind: 'contract', detail }, async (tx, note) => {
    await lockContracts(tx);
    const earlier = await findContractByRequest(tx, requestId);
    if (earlier !== undefined) {
      note({ contractId: earlier, repeated: true });
      return earlier;
    }
    const known = await selectContractors(tx);
    const chosen =
      'contractorId' in party ? known.find(({ contractorId }) => contractorId === party.contractorId) : party;
    if (chosen === undefined)
      throw invalid('party', '그런 수탁자가 없습니다.', 'There is no such contractor.');
    if ('name' in party) refuseKnown(known, party.name);
    const period = { from: fromDay, to: dayAfter(lastDay) };
    await refuseWhole(tx, { name: `${chosen.name} ${body.documentNo}`, ...period, parts });
    const contractorId =
      'contractorId' in party
        ? party.contractorId
        : await insertContractor(tx, { name: party.name, phone: party.phone, ...period });
    const row = { ...rest, contractorId, requestId, validFrom: period.from, validTo: period.to };
    const contractId = await insertContract(tx, { ...row, parts: [...new Set(parts)] });
    note({
      contractId,
      contractor: chosen.name,
      ...('name' in party ? { contractorId, phone: party.phone } : {}),
    });
    return contractId;
  });
}

/** Ticks a clause as read in the document on a day. Throws 409 `signed` once the contract is signed. */
export async function tickClause(
  sql: Sql,
  actor: Actor,
  contractId: number,
  clause: Clause,
  { tickedOn, today }: { tickedOn: string; today: string },
): Promise<void> {
  const detail = { clause, tickedOn };
  await actOnContract(sql, actor, 'contract.change', contractId, detail, async (tx, contract) => {
    if (contract.signedAt !== null)
      throw conflict('signed', '서명한 계약은 바꾸지 않습니다.', 'A signed contract is not changed.');
    if (tickedOn > today)
      throw invalid('tickedOn', '확인한 날은 오늘까지입니다.', 'The day of checking is today or earlier.');
    await tickClauseRow(tx, contractId, clause, tickedOn, actor.personName);
  });
}

/** Puts a contract in force for its period. Throws 409 `clauses-missing`, 409 `whole-outsourced` (Art. 12(1)). */
export async function signContract(sql: Sql, actor: Actor, contractId: number): Promise<void> {
  await actOnContract(sql, actor, 'contract.change', contractId, { signed: null }, async (tx, contract) => {
    if (contract.signedAt !== null) return;
    const ticked = new Set(contract.clauses.map(({ clause }) => clause));
    if (CLAUSES.some((clause) => !ticked.has(clause)))
      throw conflict(
        'clauses-missing',
        `계약서의 다섯 조항 가운데 ${ticked.size}개만 확인했습니다. 모두 확인해야 계약이 시작됩니다.`,
        `Only ${ticked.size} of the five clauses are checked. A contract begins with all of them.`,
        'clauses',
      );
    await refuseWhole(tx, outsourcingOf(contract));
    await signContractRow(tx, contractId, actor.personName);
    await announce(tx, { kind: 'register' });
  });
  forgetSessions();
}

/**
 * Takes back a draft that never held; it stays on record with its reason (Art. 12(1)). Throws 409 `signed` for a contract
 * that was begun: that one is only ended.
 */
export async function withdrawDraft(
  sql: Sql,
  actor: Actor,
  contractId: number,
  reason: string,
): Promise<void> {
  const detail = { withdrawn: true, reason };
  await actOnContract(sql, actor, 'contract.change', contractId, detail, async (tx, contract) => {
    if (contract.signedAt !== null)
      throw conflict(
        'signed',
        '시작한 계약은 거둘 수 없습니다. 끝내기로 끝내 주십시오.',
        'A contract that was begun cannot be withdrawn. End it instead.',
      );
    await endContractRow(tx, contractId, { endedOn: contract.validFrom, reason, by: actor.personName });
  });
}

/**
 * Ends a contract before its last day. From that day the contractor's people hold no rights and their sessions are
 * over, and its name must come off the signs (Art. 10(1)4, 10(2), 12(1)). Throws 400 for a day outside the contract.
 */
export async function endContract(
  sql: Sql,
  actor: Actor,
  contractId: number,
  { endedOn, reason, today }: { endedOn: string; reason: string; today: string },
): Promise<void> {
  const detail = { endedOn, reason };
  await actOnContract(sql, actor, 'contract.change', contractId, detail, async (tx, contract) => {
    if (contract.signedAt === null || contract.endedOn !== null)
      throw conflict('not-running', '끝낼 수 있는 계약이 아닙니다.', 'This contract cannot be ended.');
    if (endedOn < today || endedOn < contract.validFrom || endedOn >= contract.validTo)
      throw invalid(
        'endedOn',
        `끝나는 날은 오늘부터 계약의 마지막 날(${contract.validTo} 앞날)까지입니다.`,
        `The end lies between today and the last day of the contract (before ${contract.validTo}).`,
      );
    await endContractRow(tx, contractId, { endedOn, reason, by: actor.personName });
    await endSessionsWithout(tx, contract.contractorId);
    await announce(tx, { kind: 'register' });
  });
  forgetSessions();
}

/** Puts a training or a check of the contractor on record (Art. 12(3)). A second press answers as the first. */
export async function superviseContractor(
  sql: Sql,
  actor: Actor,
  contractId: number,
  body: SupervisionBody,
  today: string,
): Promise<void> {
  const { kind, doneOn, findings } = body;
  const detail = { kind, doneOn, findings };
  await actOnContract(sql, actor, 'contract.change', contractId, detail, async (tx, contract) => {
    if (doneOn > today || doneOn < contract.validFrom)
      throw invalid(
        'doneOn',
        '한 날은 계약이 시작된 날부터 오늘까지입니다.',
        'The day lies between the beginning of the contract and today.',
      );
    await insertSupervision(tx, contractId, body, actor.personName);
  });
}
