import { permit } from '../platform/act.ts';
import { scopeOf, type Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { notFound } from '../platform/http-errors.ts';
import { readSetting } from '../platform/settings.ts';
import type {
  AgenciesPage,
  AgencyRow,
  BodyCounts,
  BodyDetail,
  BodyView,
  CameraDelegation,
  DelegationView,
  Ending,
  MeasureView,
} from './agencies.schema.ts';
import { selectAgencies, selectOwnerNames } from './agencies.sql.ts';
import { bodyStandsAs, delegationOn, lacksOn, measureOn } from './delegations.rules.ts';
import {
  cameraIsKnown,
  selectDelegations,
  selectDelegationsOfCamera,
  selectMeasures,
} from './delegations.sql.ts';
import { selectLinkFacts } from './link-facts.sql.ts';

/** For so many days what has ended stays in the list of what ends. */
const ENDED_LISTED_DAYS = 90;

/** The one body that a liaison stands for, or null for all of them. */
export const onlyBodyOf = (actor: Actor): string | null =>
  actor.role === 'liaison' ? (actor.agency ?? '') : null;

interface Papers {
  readonly delegations: readonly DelegationView[];
  readonly measures: readonly MeasureView[];
}

async function papersOf(sql: Sql, actor: Actor, code: string | null, today: string): Promise<Papers> {
  const [delegations, measures] = await Promise.all([
    selectDelegations(sql, scopeOf(actor), code, today),
    selectMeasures(sql, code),
  ]);
  return {
    delegations: delegations.map((row) => delegationOn(row, today)),
    measures: measures.map((row) => measureOn(row, today)),
  };
}

function viewOf(row: AgencyRow & BodyCounts, papers: Papers, noticeDays: number): BodyView {
  const delegations = papers.delegations.filter(({ agency }) => agency === row.code);
  const measures = papers.measures.filter(({ agency }) => agency === row.code);
  return { ...row, ...bodyStandsAs(row, delegations, measures, noticeDays) };
}

/** What ends within the notice, and what has ended lately, the most urgent first. A request has no end to watch. */
function endingsOf(
  { delegations, measures }: Papers,
  bodies: readonly AgencyRow[],
  noticeDays: number,
): Ending[] {
  const names = new Map(bodies.map(({ code, name }) => [code, name]));
  const papers = [
    ...delegations.map((each) => ({ ...each, what: 'delegation' as const })),
    ...measures.map((each) => ({ ...each, what: 'security' as const })),
  ];
  return papers
    .flatMap(({ what, agency, documentNo, validTo, endedOn, daysLeft }): Ending[] => {
      if (documentNo === null || daysLeft === null) return [];
      if (daysLeft > noticeDays || daysLeft < -ENDED_LISTED_DAYS) return [];
      const endsOn = endedOn !== null && (validTo === null || endedOn < validTo) ? endedOn : validTo!;
      return [{ what, agency, agencyName: names.get(agency) ?? agency, documentNo, endsOn, daysLeft }];
    })
    .sort((a, b) => a.daysLeft - b.daysLeft || a.documentNo.localeCompare(b.documentNo));
}

/** The bodies beside the city, how each stands with the centre, what ends, and whose nobody knows (Art. 18(5), 23, 25). */
export async function readAgencies(sql: Sql, actor: Actor, today: string): Promise<AgenciesPage> {
  const only = onlyBodyOf(actor);
  const [rows, papers, owners, noticeDays] = await Promise.all([
    selectAgencies(sql, scopeOf(actor), only, today),
    papersOf(sql, actor, only, today),
    only === null ? selectOwnerNames(sql, scopeOf(actor)) : null,
    readSetting(sql, 'delegation.notice-days'),
  ]);
  return {
    today,
    noticeDays,
    bodies: rows.map((row) => viewOf(row, papers, noticeDays)),
    endings: endingsOf(papers, rows, noticeDays),
    owners,
  };
}

/** One body with its delegations and security measures over time. Throws 404 for another liaison's. */
export async function readBody(sql: Sql, actor: Actor, code: string, today: string): Promise<BodyDetail> {
  permit(actor, 'agency.read', { agency: code });
  const [[row], papers, noticeDays] = await Promise.all([
    selectAgencies(sql, scopeOf(actor), code, today),
    papersOf(sql, actor, code, today),
    readSetting(sql, 'delegation.notice-days'),
  ]);
  if (row === undefined) throw notFound();
  return { body: viewOf(row, papers, noticeDays), ...papers, today, noticeDays };
}

/**
 * Whose a camera is and by what the centre may link and watch it (수임, Art. 18(5), 23, 25), for its card. A
 * liaison reads the papers of the own body alone. Throws 404 where the actor may not know of the camera.
 */
export async function readCameraDelegation(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  today: string,
): Promise<CameraDelegation> {
  const scope = scopeOf(actor);
  if (!(await cameraIsKnown(sql, scope, cameraId))) throw notFound();
  const [facts] = await selectLinkFacts(sql, [cameraId]);
  if (facts === undefined) throw notFound();
  const { whose, isLinked, owner, agency, agencyName } = facts;
  const only = onlyBodyOf(actor);
  const readable = agency === null || only === null || only === agency;
  const lacks = readable ? lacksOn(facts, today) : [];
  const own = { whose, isLinked, owner, agency, agencyName, readable, lacks };
  if (agency === null || !readable) return { ...own, delegation: null, measure: null };
  const [naming, measures] = await Promise.all([
    selectDelegationsOfCamera(sql, scope, cameraId, agency, today),
    selectMeasures(sql, agency),
  ]);
  const delegation = naming.map((row) => delegationOn(row, today))[0] ?? null;
  const measure = measures.map((row) => measureOn(row, today)).find(({ inForce }) => inForce) ?? null;
  return {
    ...own,
    delegation: delegation && cardDelegation(delegation),
    measure: measure && cardMeasure(measure),
  };
}

/** A card tells the paper and no more: who asked and who wrote it down is the register's. */
const cardDelegation = (view: DelegationView): NonNullable<CameraDelegation['delegation']> => {
  const { documentNo, validFrom, validTo, endedOn, state, daysLeft, adjustments } = view;
  return { documentNo, validFrom, validTo, endedOn, state, daysLeft, adjustments };
};
const cardMeasure = (view: MeasureView): NonNullable<CameraDelegation['measure']> => {
  const { documentNo, decidedOn, validTo, daysLeft } = view;
  return { documentNo, decidedOn, validTo, daysLeft };
};
