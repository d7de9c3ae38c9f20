import { cityMinute } from '../../cameras/city-day.rules.ts';
import { act } from '../../platform/act.ts';
import { can, type Actor } from '../../platform/access.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { ApiError, invalid, notFound } from '../../platform/http-errors.ts';
import { MOST_PLANS, type NewPlanBody, type PlanBody } from './plan.schema.ts';
import {
  countPlansOf,
  deletePlan,
  insertPlan,
  isDepartment,
  lockNewPlans,
  lockPlan,
  replaceAlternatives,
  selectPlan,
  updatePlan,
  type PlanRow,
} from './plan.sql.ts';

const tooMany = (): ApiError =>
  new ApiError(409, 'too-many-plans', {
    ko: `계획은 한 사람이 ${MOST_PLANS}개까지 둡니다. 쓰지 않는 계획을 지운 뒤 다시 저장해 주십시오.`,
    en: `One person keeps ${MOST_PLANS} plans at most. Remove one that is not used and save again.`,
  });

function changedMeanwhile({ changedBy, changedAt }: PlanRow): ApiError {
  const at = cityMinute(new Date(changedAt));
  return new ApiError(
    409,
    'changed-meanwhile',
    {
      ko: `그사이 ${changedBy} 님이 ${at}에 이 계획을 바꾸었습니다. 저장한 것은 없습니다. 계획을 새로 불러와 다시 고치거나, 다른 이름의 새 계획으로 저장해 주십시오.`,
      en: `${changedBy} changed this plan at ${at}. Nothing was saved. Load it anew and edit again, or save yours as a new plan.`,
    },
    'version',
  );
}

const noDepartment = (): ApiError =>
  invalid(
    'departmentId',
    '그런 부서가 없습니다. 부서를 다시 골라 주십시오.',
    'There is no such department. Choose again.',
  );

/** A department's account plans for the own department, whatever it sends. */
const departmentFor = (actor: Actor, departmentId: number | null): number | null =>
  actor.role === 'department' ? actor.departmentId : departmentId;

const objectOf = (
  planId: string,
  departmentId: number | null,
  detail: { readonly [key: string]: string | number },
) => ({
  kind: 'siting-plan',
  id: planId,
  departmentId,
  detail,
});

async function requireDepartment(tx: Tx, departmentId: number | null): Promise<void> {
  if (departmentId !== null && !(await isDepartment(tx, departmentId))) throw noDepartment();
}

async function planFor(sql: Sql | Tx, actor: Actor, planId: string): Promise<PlanRow> {
  const row = await selectPlan(sql, planId);
  if (row === undefined || !can(actor, 'plan.read', row)) throw notFound();
  return row;
}

/**
 * Keeps a new plan of cameras (설치 계획 초안). The same `planId` once more answers as the first and changes nothing. Throws
 * 404 where the number is a plan of another department, 400 for a department that there is not, 409 `too-many-plans`.
 */
export async function addPlan(sql: Sql, actor: Actor, body: NewPlanBody): Promise<PlanRow> {
  const { planId, title, alternatives } = body;
  const departmentId = departmentFor(actor, body.departmentId);
  const object = objectOf(planId, departmentId, { title, alternatives: alternatives.length });
  return act(sql, actor, 'plan.keep', object, async (tx, note) => {
    await lockNewPlans(tx);
    const earlier = await selectPlan(tx, planId);
    if (earlier === undefined) {
      if ((await countPlansOf(tx, actor.accountId)) >= MOST_PLANS) throw tooMany();
      await requireDepartment(tx, departmentId);
      await insertPlan(tx, planId, actor.accountId, { title, departmentId, by: actor.personName });
      await replaceAlternatives(tx, planId, alternatives);
    } else note({ repeated: true });
    return planFor(tx, actor, planId);
  });
}

/**
 * Writes a plan as it is now. Throws 404 where there is none for this person, 409 `changed-meanwhile` with who changed it
 * and when where it is no longer the version that was read, 400 for a department that there is not.
 */
export async function changePlan(sql: Sql, actor: Actor, planId: string, body: PlanBody): Promise<PlanRow> {
  const { title, alternatives, version } = body;
  const found = await planFor(sql, actor, planId);
  const object = objectOf(planId, found.departmentId, { title, alternatives: alternatives.length });
  return act(sql, actor, 'plan.keep', object, async (tx, note) => {
    const now = await lockPlan(tx, planId);
    if (now === undefined || !can(actor, 'plan.keep', now)) throw notFound();
    if (now.version !== version) throw changedMeanwhile(now);
    const departmentId = departmentFor(actor, body.departmentId);
    await requireDepartment(tx, departmentId);
    await updatePlan(tx, planId, { title, departmentId, by: actor.personName });
    await replaceAlternatives(tx, planId, alternatives);
    if (now.title !== title) note({ was: now.title });
    return planFor(tx, actor, planId);
  });
}

/** Removes a plan with its alternatives. Throws 404 where there is none for this person. */
export async function removePlan(sql: Sql, actor: Actor, planId: string): Promise<void> {
  const found = await planFor(sql, actor, planId);
  const object = objectOf(planId, found.departmentId, {});
  await act(sql, actor, 'plan.keep', object, async (tx, note) => {
    await deletePlan(tx, planId);
    note({ removed: found.title });
  });
}
