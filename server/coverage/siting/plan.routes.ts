import { Hono, type Context } from 'hono';
import { can, type Actor } from '../../platform/access.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound, parsed } from '../../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../../platform/policed.ts';
import { addPlan, changePlan, removePlan } from './keep-plan.ts';
import { newPlanBody, planBody, planParam, type PlanLine, type PlanView } from './plan.schema.ts';
import { selectPlan, selectPlans, type PlanRow } from './plan.sql.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

const viewOf = (actor: Actor, row: PlanRow): PlanView => ({ ...row, mayKeep: can(actor, 'plan.keep', row) });

/** Plans of cameras that do not stand yet, over HTTP. A department reads and keeps its own; another's does not exist for it. */
export const planRoutes = ({ sql }: Deps) => {
  const planIdOf = (c: Context): string => {
    const params = planParam.safeParse(c.req.param());
    if (!params.success) throw notFound();
    return params.data.planId;
  };
  return new Hono<SignedInEnv>()
    .get('/coverage/plans', policed('plan.read'), async (c) => {
      const actor = c.get('actor');
      const rows = await selectPlans(sql, actor.role === 'department' ? actor.departmentId : null);
      const plans = rows
        .filter((row) => can(actor, 'plan.read', row))
        .map((row): PlanLine => ({ ...row, mayKeep: can(actor, 'plan.keep', row) }));
      c.header('Cache-Control', 'no-store');
      return c.json({ plans });
    })
    .post('/coverage/plans', policed('plan.keep'), async (c) => {
      const actor = c.get('actor');
      return c.json(viewOf(actor, await addPlan(sql, actor, parsed(newPlanBody, await bodyOf(c)))), 201);
    })
    .get('/coverage/plans/:planId', policed('plan.read'), async (c) => {
      const [actor, planId] = [c.get('actor'), planIdOf(c)];
      const row = await selectPlan(sql, planId);
      if (row === undefined || !can(actor, 'plan.read', row)) throw notFound();
      c.header('Cache-Control', 'no-store');
      return c.json(viewOf(actor, row));
    })
    .put('/coverage/plans/:planId', policed('plan.keep'), async (c) => {
      const [actor, planId] = [c.get('actor'), planIdOf(c)];
      const body = parsed(planBody, await bodyOf(c));
      return c.json(viewOf(actor, await changePlan(sql, actor, planId, body)));
    })
    .delete('/coverage/plans/:planId', policed('plan.keep'), async (c) => {
      await removePlan(sql, c.get('actor'), planIdOf(c));
      return c.body(null, 204);
    });
};
