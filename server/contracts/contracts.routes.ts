import { Hono, type Context } from 'hono';
import { cityDay } from '../cameras/city-day.rules.ts';
import { permit } from '../platform/act.ts';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { outsourcingOf, stateOn, supervisionOn } from './contracts.rules.ts';
import {
  clauseBody,
  clauseParam,
  contractParam,
  contractsQuery,
  endBody,
  newContractBody,
  PARTS,
  supervisionBody,
  withdrawBody,
  type ContractRow,
  type ContractsPage,
  type ContractView,
} from './contracts.schema.ts';
import { selectContract, selectContractors, selectContracts, selectSigned } from './contracts.sql.ts';
import {
  draftContract,
  endContract,
  signContract,
  superviseContractor,
  tickClause,
  withdrawDraft,
} from './write-contract.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** Contracts of contractors over HTTP (위탁, Art. 12(1), 12(3)). A contractor's own people see the own ones only. */
export const contractsRoutes = (deps: Deps) => {
  const { sql } = deps;
  const today = (): string => cityDay(deps.now());
  const contractIdOf = (c: Context): number => {
    const result = contractParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.contractId;
  };
  const viewOf = (row: ContractRow): ContractView => ({
    ...row,
    state: stateOn(row, today()),
    supervision: supervisionOn(row, today()),
  });
  const read = async (actor: Actor, contractId: number): Promise<ContractView> => {
    const row = await selectContract(sql, contractId);
    if (row === undefined) throw notFound();
    permit(actor, 'contract.read', { contractorId: row.contractorId });
    return viewOf(row);
  };

  return new Hono<SignedInEnv>()
    .get('/contracts', policed('contract.read'), async (c) => {
      const { after, limit } = parsed(contractsQuery, c.req.query());
      const actor = c.get('actor');
      const own = actor.role === 'maintainer' ? actor.contractorId : null;
      const [rows, signed, contractors] = await Promise.all([
        selectContracts(sql, { contractorId: own, after: after ?? null, limit }),
        selectSigned(sql),
        selectContractors(sql),
      ]);
      const held = signed
        .filter((each) => own === null || each.contractorId === own)
        .map(outsourcingOf)
        .filter(({ from, to }) => from <= today() && today() < to);
      const page: ContractsPage = {
        contracts: rows.map(viewOf),
        next: rows.length < limit ? null : (rows.at(-1)?.contractId ?? null),
        contractors: contractors.filter(({ contractorId }) => own === null || contractorId === own),
        outsourced: PARTS.filter((part) => held.some(({ parts }) => parts.includes(part))),
        today: today(),
      };
      c.header('Cache-Control', 'no-store');
      return c.json(page);
    })
    .post('/contracts', policed('contract.change'), async (c) => {
      const body = parsed(newContractBody, await bodyOf(c));
      const contractId = await draftContract(sql, c.get('actor'), body);
      return c.json(await read(c.get('actor'), contractId), 201);
    })
    .get('/contracts/:contractId', policed('contract.read'), async (c) =>
      c.json(await read(c.get('actor'), contractIdOf(c))),
    )
    .put('/contracts/:contractId/clauses/:clause', policed('contract.change'), async (c) => {
      const params = clauseParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      const { contractId, clause } = params.data;
      const { tickedOn } = parsed(clauseBody, await bodyOf(c));
      await tickClause(sql, c.get('actor'), contractId, clause, { tickedOn, today: today() });
      return c.json(await read(c.get('actor'), contractId));
    })
    .post('/contracts/:contractId/sign', policed('contract.change'), async (c) => {
      await signContract(sql, c.get('actor'), contractIdOf(c));
      return c.json(await read(c.get('actor'), contractIdOf(c)));
    })
    .post('/contracts/:contractId/withdraw', policed('contract.change'), async (c) => {
      const { reason } = parsed(withdrawBody, await bodyOf(c));
      await withdrawDraft(sql, c.get('actor'), contractIdOf(c), reason);
      return c.json(await read(c.get('actor'), contractIdOf(c)));
    })
    .post('/contracts/:contractId/end', policed('contract.change'), async (c) => {
      const body = parsed(endBody, await bodyOf(c));
      await endContract(sql, c.get('actor'), contractIdOf(c), { ...body, today: today() });
      return c.json(await read(c.get('actor'), contractIdOf(c)));
    })
    .post('/contracts/:contractId/supervision', policed('contract.change'), async (c) => {
      const body = parsed(supervisionBody, await bodyOf(c));
      await superviseContractor(sql, c.get('actor'), contractIdOf(c), body, today());
      return c.json(await read(c.get('actor'), contractIdOf(c)), 201);
    });
};
