import { createHash } from 'node:crypto';
import { scopeOf, type Actor, type Scope } from '../platform/access.ts';
import { permit, rehearse } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError } from '../platform/http-errors.ts';
import { applyMoves, insertMoves } from './camera-moves.sql.ts';
import { checkPlan } from './check-plan.ts';
import { inOrder } from './in-order.ts';
import type { Plan, PreviewView, ReorganiseBody, Step } from './organisation.schema.ts';
import { insertOrder, lockOrganisation, selectOrders, selectState } from './organisation.sql.ts';
import { factsBefore, previewOf } from './preview.ts';
import { spread } from './spread.ts';
import { dedicatedOn, headPostOf, standsOn, type StepTaken } from './state.rules.ts';
import {
  begins,
  beginsPost,
  continuesPost,
  designates,
  ends,
  endsPost,
  movesHoldings,
  turnOn,
  type Turn,
} from './turn.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

const SOURCE = 'register';

/** What an order would change, found by doing it and taking it back. Throws what the order itself would throw. */
export function previewReorganisation(sql: Sql, actor: Actor, plan: Plan): Promise<PreviewView> {
  permit(actor, 'organisation.change', {});
  return rehearse(sql, async (tx) => {
    await lockOrganisation(tx);
    return tryOut(tx, scopeOf(actor), plan);
  });
}

async function tryOut(tx: Tx, scope: Scope, plan: Plan): Promise<PreviewView> {
  const before = await selectState(tx);
  checkPlan(plan, before);
  const facts = await factsBefore(tx, before, plan.effectiveOn, scope);
  const turn = turnOn(tx, before, plan.effectiveOn, plan.orderNo, SOURCE);
  const orderId = crypto.randomUUID();
  const steps = await takeSteps(turn, plan.steps);
  await keepOrder(turn, orderId, steps, plan, '');
  // In the trial the cameras move at once: signs and posts are read as they will be on the day.
  await applyMoves(tx, orderId, null);
  const found = await previewOf(tx, facts, plan.effectiveOn, scope);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([plan, found]))
    .digest('hex');
  return { fingerprint, ...found };
}

/**
 * Reorganises departments from a day on by one order (직제 개편): all of its steps or none. Posts and people go with the
 * work; signs that name what changed are stale from that day (Art. 5(1), 10(2)). Throws 409 `preview-stale` where it would
 * do something else than the preview said, 400 and 409 for a plan that cannot be. The same `reorganisationId` answers as
 * the first.
 */
export async function reorganise(
  sql: Sql,
  actor: Actor,
  { reorganisationId, fingerprint, ...plan }: ReorganiseBody,
  today: string,
): Promise<void> {
  const detail = { orderNo: plan.orderNo, effectiveOn: plan.effectiveOn, steps: plan.steps as never };
  await inOrder(sql, actor, { kind: 'reorganisation', id: reorganisationId, detail }, async (tx, note) => {
    const orders = await selectOrders(tx);
    if (orders.some(({ orderId }) => orderId === reorganisationId)) return note({ repeated: true });
    const seen = await rehearse(tx, (trial) => tryOut(trial, scopeOf(actor), plan));
    if (seen.fingerprint !== fingerprint)
      throw new ApiError(409, 'preview-stale', {
        ko: '미리 본 뒤에 조직이나 카메라가 바뀌었습니다. 새로 미리 보고 확인하십시오. 바뀐 것은 없습니다.',
        en: 'The organisation or its cameras changed after the preview. Look at it anew and confirm. Nothing was changed.',
      });
    const state = await selectState(tx);
    const turn = turnOn(tx, state, plan.effectiveOn, plan.orderNo, SOURCE);
    const steps = await takeSteps(turn, plan.steps);
    await keepOrder(turn, reorganisationId, steps, plan, actor.personName);
    if (plan.effectiveOn <= today) await applyMoves(tx, reorganisationId, actor);
    note({
      becomeStale: seen.signs.becomeStale,
      unanswered: seen.cameras.unanswered,
    });
    await spread(tx);
  });
}

async function keepOrder(
  turn: Turn,
  orderId: string,
  steps: readonly Taken[],
  plan: Plan,
  by: string,
): Promise<void> {
  const { tx, effects, day } = turn;
  const taken = steps.map(({ kind, from, to }) => ({ kind, from, to }));
  await insertOrder(tx, {
    ...{ orderId, kind: 'reorganisation', orderNo: plan.orderNo, effectiveOn: day, steps: taken },
    ...{ effects, by, source: SOURCE },
  });
  for (const { from, takes = [] } of steps)
    for (const { departmentId, purposes } of takes)
      await insertMoves(tx, {
        orderId,
        fromDepartmentId: from[0]!,
        departmentId,
        purposes,
        eve: dayAfter(day, -1),
      });
}

interface Takeover {
  readonly departmentId: number;
  readonly purposes: readonly string[];
}
type Taken = StepTaken & { readonly takes?: readonly Takeover[] };

async function takeSteps(turn: Turn, steps: readonly Step[]): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const step of steps) taken.push(await takeStep(turn, step));
  return taken;
}

async function takeStep(turn: Turn, step: Step): Promise<Taken> {
  switch (step.kind) {
    case 'rename':
      return rename(turn, step);
    case 'merge':
      return merge(turn, step);
    case 'split':
      return split(turn, step);
    case 'abolish':
      for (const post of postsOf(turn, step.departmentId)) {
        await endsPost(turn, post);
        await movesHoldings(turn, post.postId, null);
      }
      await ends(turn, step.departmentId, null);
      return { kind: 'abolish', from: [step.departmentId], to: [] };
    case 'found': {
      const departmentId = await begins(turn, step.name, step.phone);
      await beginsHead(turn, departmentId, step);
      return { kind: 'found', from: [], to: [departmentId] };
    }
  }
}

const postsOf = ({ state, day }: Turn, departmentId: number) =>
  state.posts.filter((post) => post.departmentId === departmentId && standsOn(day, post));

const beginsHead = (
  turn: Turn,
  departmentId: number,
  { name, phone }: { name: string; phone: string | null },
): Promise<number> =>
  beginsPost(turn, { departmentId, duty: 'department-manager', title: `${name}장`, phone, validTo: null });

async function rename(turn: Turn, step: Step & { kind: 'rename' }): Promise<Taken> {
  const departmentId = await begins(turn, step.name, step.phone);
  await follows(turn, step.departmentId, departmentId, step);
  return { kind: 'rename', from: [step.departmentId], to: [departmentId] };
}

/** A department ends and its heir goes on with its posts, its people and, where it was, as the dedicated one. */
async function follows(
  turn: Turn,
  former: number,
  heir: number,
  { name, phone }: { name: string; phone: string | null },
): Promise<void> {
  const was = turn.state.departments.find(({ departmentId }) => departmentId === former)!;
  for (const post of postsOf(turn, former)) {
    const title = post.title.startsWith(was.name) ? name + post.title.slice(was.name.length) : post.title;
    // A post with a telephone of its own keeps it; one that answered at the department's goes with the department.
    const answersAt = post.phone === was.phone ? phone : post.phone;
    await continuesPost(turn, post, { departmentId: heir, title, phone: answersAt });
  }
  if (dedicatedOn(turn.state, turn.day)?.departmentId === former) await designates(turn, heir, false);
  await ends(turn, former, heir);
}

/**
 * Departments become one, new or one of those that are there. One head goes on, of whichever of them was chosen; every
 * other post of those that end is gone with its people.
 */
async function merge(
  turn: Turn,
  { departmentIds, into: target, headFrom }: Step & { kind: 'merge' },
): Promise<Taken> {
  const { state, day } = turn;
  const goesOn = 'departmentId' in target ? target.departmentId : null;
  const into = 'departmentId' in target ? target.departmentId : await begins(turn, target.name, target.phone);
  const becomes = departmentIds.includes(dedicatedOn(state, day)?.departmentId ?? 0);
  const chosen = headFrom === null ? null : headPostOf(state, headFrom, day);
  const own = goesOn === null ? null : headPostOf(state, goesOn, day);
  for (const post of departmentIds.flatMap((departmentId) => postsOf(turn, departmentId))) {
    await endsPost(turn, post);
    if (post.postId !== chosen?.postId) await movesHoldings(turn, post.postId, null);
  }
  const stays = own !== null && (!becomes || own.duty === 'operations-head');
  if (own !== null && !stays) await endsPost(turn, own);
  if (own !== null && own.postId !== chosen?.postId) await movesHoldings(turn, own.postId, null);
  const { name, phone } =
    'name' in target ? target : state.departments.find(({ departmentId }) => departmentId === into)!;
  const duty = becomes ? 'operations-head' : 'department-manager';
  const title = own?.title ?? `${name}장`;
  const head = stays
    ? own.postId
    : await beginsPost(turn, { departmentId: into, duty, title, phone: own?.phone ?? phone, validTo: null });
  if (chosen !== null && chosen.postId !== head) await movesHoldings(turn, chosen.postId, head);
  if (becomes) await designates(turn, into, false);
  for (const departmentId of departmentIds) await ends(turn, departmentId, into);
  return { kind: 'merge', from: goesOn === null ? departmentIds : [...departmentIds, goesOn], to: [into] };
}

/** A department is divided: it goes on beside its parts, or its first part is its heir. Parts begin with a vacancy. */
async function split(turn: Turn, { departmentId, goesOn, parts }: Step & { kind: 'split' }): Promise<Taken> {
  const to: number[] = [];
  for (const part of parts) to.push(await begins(turn, part.name, part.phone));
  for (const [i, part] of parts.entries())
    if (i > 0 || goesOn) await beginsHead(turn, to[i]!, part);
    else await follows(turn, departmentId, to[0]!, part);
  const takes = parts.map(({ purposes }, i) => ({ departmentId: to[i]!, purposes }));
  return {
    kind: 'split',
    from: [departmentId],
    to: goesOn ? [departmentId, ...to] : to,
    takes: takes.filter(({ purposes }, i) => purposes.length > 0 && (i > 0 || goesOn)),
  };
}
