import type { Sql, Tx } from '../platform/db.ts';
import type { Clause, ContractRow, Part, SupervisionBody } from './contracts.schema.ts';

const contractColumns = (sql: Sql | Tx) => sql`
  contract_id as "contractId", contract.contractor_id as "contractorId", contractor.name as contractor,
  document_no as "documentNo", title, contract.valid_from::text as "validFrom", contract.valid_to::text as "validTo",
  ended_on::text as "endedOn", end_reason as "endReason", ended_by as "endedBy", to_json(signed_at)#>>'{}' as "signedAt",
  signed_by as "signedBy", training_months as "trainingMonths", check_months as "checkMonths",
  contract.source = 'demo' as demo,
  coalesce((
    select array_agg(part order by part) from contract_scope where contract_scope.contract_id = contract.contract_id
  ), '{}') as parts,
  coalesce((
    select jsonb_agg(jsonb_build_object('clause', clause, 'tickedOn', ticked_on, 'tickedBy', ticked_by))
    from contract_clause where contract_clause.contract_id = contract.contract_id
  ), '[]') as clauses,
  (select max(done_on)::text from contract_supervision
   where contract_supervision.contract_id = contract.contract_id and kind = 'training') as "lastTraining",
  (select max(done_on)::text from contract_supervision
   where contract_supervision.contract_id = contract.contract_id and kind = 'check') as "lastCheck"`;

interface Asked {
  /** Null for all contractors. */
  readonly contractorId: number | null;
  readonly after: number | null;
  readonly limit: number;
}

/** Contracts, the newest first; `after` is the number of the last one of the page before. */
export function selectContracts(
  sql: Sql | Tx,
  { contractorId, after, limit }: Asked,
): Promise<ContractRow[]> {
  return sql<ContractRow[]>`
    select ${contractColumns(sql)} from contract join contractor using (contractor_id)
    where (${contractorId}::int is null or contract.contractor_id = ${contractorId})
      and contract_id < ${after ?? 2_147_483_647}
    order by contract_id desc limit ${limit}`;
}

/** Every signed contract of every contractor: what the whole is judged by. */
export function selectSigned(sql: Sql | Tx): Promise<ContractRow[]> {
  return sql<ContractRow[]>`
    select ${contractColumns(sql)} from contract join contractor using (contractor_id)
    where signed_at is not null order by contract_id`;
}

export async function selectContract(sql: Sql | Tx, contractId: number): Promise<ContractRow | undefined> {
  const [row] = await sql<ContractRow[]>`
    select ${contractColumns(sql)} from contract join contractor using (contractor_id)
    where contract_id = ${contractId}`;
  return row;
}

/** Makes every other writer of contracts wait until this transaction ends. */
export async function lockContracts(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('contracts'))`;
}

export async function findContractByRequest(tx: Tx, requestId: string): Promise<number | undefined> {
  const [row] = await tx<{ contractId: number }[]>`
    select contract_id as "contractId" from contract where request_id = ${requestId}`;
  return row?.contractId;
}

export function selectContractors(
  sql: Sql | Tx,
): Promise<{ contractorId: number; name: string; phone: string }[]> {
  return sql`select contractor_id as "contractorId", name, phone from contractor order by name, contractor_id`;
}

export async function insertContractor(
  tx: Tx,
  row: { readonly name: string; readonly phone: string; readonly from: string; readonly to: string },
): Promise<number> {
  const [made] = await tx<{ contractorId: number }[]>`
    insert into contractor (name, phone, valid_from, valid_to, source)
    values (${row.name}, ${row.phone}, ${row.from}, ${row.to}, 'console') returning contractor_id as "contractorId"`;
  return made!.contractorId;
}

export async function insertContract(
  tx: Tx,
  row: Pick<
    ContractRow,
    'contractorId' | 'documentNo' | 'title' | 'validFrom' | 'validTo' | 'trainingMonths' | 'checkMonths'
  > & { readonly requestId: string; readonly parts: readonly Part[] },
): Promise<number> {
  const [made] = await tx<{ contractId: number }[]>`
    insert into contract (contractor_id, request_id, document_no, title, valid_from, valid_to, training_months,
                          check_months, source)
    values (${row.contractorId}, ${row.requestId}, ${row.documentNo}, ${row.title}, ${row.validFrom}, ${row.validTo},
            ${row.trainingMonths}, ${row.checkMonths}, 'console')
    returning contract_id as "contractId"`;
  const { contractId } = made!;
  const scopes = row.parts.map((part) => ({ contract_id: contractId, part }));
  await tx`insert into contract_scope ${tx(scopes, 'contract_id', 'part')}`;
  return contractId;
}

export async function tickClauseRow(
  tx: Tx,
  contractId: number,
  clause: Clause,
  tickedOn: string,
  by: string,
): Promise<void> {
  await tx`
    insert into contract_clause values (${contractId}, ${clause}, ${tickedOn}, ${by})
    on conflict (contract_id, clause) do update set ticked_on = excluded.ticked_on, ticked_by = excluded.ticked_by`;
}

export async function signContractRow(tx: Tx, contractId: number, by: string): Promise<void> {
  await tx`update contract set signed_at = now(), signed_by = ${by} where contract_id = ${contractId}`;
}

export async function endContractRow(
  tx: Tx,
  contractId: number,
  end: { readonly endedOn: string; readonly reason: string; readonly by: string },
): Promise<void> {
  await tx`
    update contract set ended_on = ${end.endedOn}, end_reason = ${end.reason}, ended_by = ${end.by}
    where contract_id = ${contractId}`;
}

/** Ends the sessions of a contractor's people where no contract holds any more; returns how many. */
export async function endSessionsWithout(tx: Tx, contractorId: number): Promise<number> {
  const ended = await tx`
    delete from session using account
    where session.account_id = account.account_id and account.contractor_id = ${contractorId}
      and not contractor_holds(${contractorId})
    returning session_id`;
  return ended.length;
}

/** False where this act was on record already. */
export async function insertSupervision(
  tx: Tx,
  contractId: number,
  { supervisionId, kind, doneOn, findings }: SupervisionBody,
  by: string,
): Promise<boolean> {
  const made = await tx`
    insert into contract_supervision (supervision_id, contract_id, kind, done_on, done_by, findings, source)
    values (${supervisionId}, ${contractId}, ${kind}, ${doneOn}, ${by}, ${findings}, 'console')
    on conflict (supervision_id) do nothing returning supervision_id`;
  return made.length > 0;
}
