import { knows, scopeOf, type Actor } from '../platform/access.ts';
import { permit } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { notFound } from '../platform/http-errors.ts';
import { postsOn } from '../signboards/posts.rules.ts';
import { unansweredReason } from './answering.rules.ts';
import { countHeld, listHeld, selectHeld, type HeldAt, type HeldGroup } from './held-cameras.sql.ts';
import { organisationOn, postViewOf, timelineOf, type CameraCount } from './organisation-view.rules.ts';
import type {
  Moment,
  OrganisationView,
  PostView,
  ResponsibleView,
  TimelineView,
  UnansweredPage,
  UnansweredQuery,
  UnansweredReason,
} from './organisation.schema.ts';
import { selectOrders, selectState } from './organisation.sql.ts';
import { registersOf, standsOn, type State } from './state.rules.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

/** The day and the instant of a question; `known` null: as known now. */
interface Asked {
  readonly on: string;
  readonly known: string | null;
  readonly now: Date;
  readonly today: string;
}

export const askedAt = ({ on, known }: Moment, now: Date, today: string): Asked => ({
  on: on ?? today,
  known: known === undefined || Date.parse(known) >= now.getTime() ? null : known,
  now,
  today,
});

/** Cameras as they were at the end of a day gone by, and never later than what was known. */
function heldAt({ on, known, today }: Asked): HeldAt {
  const end = on < today ? new Date(`${dayAfter(on)}T00:00:00+09:00`).toISOString() : null;
  const instants = [end, known].filter((each) => each !== null);
  const [instant = null] = instants.sort((a, b) => Date.parse(a) - Date.parse(b));
  return { instant, known, day: on };
}

const groupsKnownTo = async (sql: Sql, actor: Actor, state: State, asked: Asked): Promise<HeldGroup[]> => {
  const posts = postsOn(registersOf(state), asked.on);
  const scope = scopeOf(actor, asked.now);
  return (await countHeld(sql, heldAt(asked))).filter((group) =>
    knows(scope, {
      protected: group.protected,
      departmentId: posts.departmentOf(group.departmentId)?.departmentId ?? null,
    }),
  );
};

/** The organisation of one day, as known now or at an earlier instant (Art. 4(1), 5(1)). */
export async function readOrganisation(sql: Sql, actor: Actor, asked: Asked): Promise<OrganisationView> {
  const { on, known, now, today } = asked;
  const state = await selectState(sql, known);
  const groups = await groupsKnownTo(sql, actor, state, asked);
  const posts = postsOn(registersOf(state), on);
  const counts = groups.map((group): CameraCount => {
    const department = posts.departmentOf(group.departmentId);
    return {
      departmentId: department !== null && standsOn(on, department) ? department.departmentId : null,
      own: group.integration === 'standalone',
      count: group.count,
    };
  });
  const unanswered = groups
    .filter((group) => unansweredReason(group, posts, on) !== null)
    .reduce((sum, { count }) => sum + count, 0);
  const moment = { on, known: known ?? now.toISOString(), today, isNow: on === today && known === null };
  return organisationOn(state, moment, counts, unanswered);
}

export async function readTimeline(sql: Sql, { known, today }: Asked): Promise<TimelineView> {
  const [state, orders] = await Promise.all([selectState(sql, known), selectOrders(sql, known)]);
  return timelineOf(
    state,
    orders.filter(({ kind }) => kind === 'reorganisation'),
    today,
  );
}

/** Cameras that no post answers for on a day, by number, each with the reason. */
export async function readUnanswered(
  sql: Sql,
  actor: Actor,
  asked: Asked,
  { reason, after = 0, limit }: UnansweredQuery,
): Promise<UnansweredPage> {
  const state = await selectState(sql, asked.known);
  const posts = postsOn(registersOf(state), asked.on);
  const groups = (await groupsKnownTo(sql, actor, state, asked)).flatMap((group) => {
    const why = unansweredReason(group, posts, asked.on);
    return why === null ? [] : [{ ...group, why }];
  });
  const byReason = new Map<UnansweredReason, number>();
  for (const { why, count } of groups) byReason.set(why, (byReason.get(why) ?? 0) + count);
  const ways = groups
    .filter(({ why }) => reason === undefined || why === reason)
    .map(({ departmentId, integration, protected: hidden }) => ({
      departmentId,
      integration,
      protected: hidden,
    }));
  const found = ways.length === 0 ? [] : await listHeld(sql, heldAt(asked), ways, after, limit);
  return {
    total: groups.reduce((sum, { count }) => sum + count, 0),
    byReason: [...byReason]
      .map(([each, cameras]) => ({ reason: each, cameras }))
      .sort((a, b) => b.cameras - a.cameras),
    cameras: found.map((camera) => ({
      cameraId: camera.cameraId,
      managementNo: camera.managementNo,
      name: camera.name,
      department: posts.departmentOf(camera.departmentId)?.name ?? null,
      reason: unansweredReason(camera, posts, asked.on)!,
      lon: camera.lon,
      lat: camera.lat,
    })),
    next: found.length < limit ? null : found.at(-1)!.cameraId,
  };
}

/** Who answers for one camera on a day. Throws 404 where the actor may not know of it. */
export async function readResponsible(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  asked: Asked,
): Promise<ResponsibleView> {
  const { on, known, now } = asked;
  const [state, camera] = await Promise.all([
    selectState(sql, known),
    selectHeld(sql, cameraId, heldAt(asked)),
  ]);
  if (camera === undefined) throw notFound();
  const posts = postsOn(registersOf(state), on);
  const department = posts.departmentOf(camera.departmentId);
  const object = { protected: camera.protected, departmentId: department?.departmentId ?? null };
  permit(actor, 'organisation.read', object);
  const responsible = posts.responsibleFor({ ...camera, contractorId: null });
  const post = state.posts.find(({ postId }) => postId === responsible?.postId);
  return {
    cameraId,
    on,
    known: known ?? now.toISOString(),
    post: post === undefined ? null : postViewOf(state, post, on),
    reason: unansweredReason(camera, posts, on),
    department: department && { departmentId: department.departmentId, name: department.name },
    integration: camera.integration,
  };
}

/** One post with who is in it on a day. */
export async function readPost(sql: Sql, postId: number, day: string): Promise<PostView> {
  const state = await selectState(sql);
  const post = state.posts.find((each) => each.postId === postId);
  if (post === undefined) throw notFound();
  return postViewOf(state, post, day);
}
