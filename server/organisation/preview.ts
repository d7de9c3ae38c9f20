import { knows, type Scope } from '../platform/access.ts';
import type { Tx } from '../platform/db.ts';
import { readSignFacts } from '../signboards/index.ts';
import { postsOn } from '../signboards/posts.rules.ts';
import type { PreviewView } from './organisation.schema.ts';
import { selectDependents, selectState } from './organisation.sql.ts';
import { dedicatedOn, nameOf, registersOf, standsOn, type State } from './state.rules.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

interface Facts {
  readonly state: State;
  readonly signs: ReadonlyMap<number, ReadonlySet<number>>;
  readonly answers: ReadonlyMap<number, { readonly departmentId: number | null; readonly answered: boolean }>;
}

/** How things stand on the order's day without the order: what the preview holds its outcome against. */
export async function factsBefore(tx: Tx, state: State, day: string, scope: Scope): Promise<Facts> {
  const facts = await readSignFacts(tx, null, day);
  const signs = new Map<number, Set<number>>();
  const answers = new Map<number, { departmentId: number | null; answered: boolean }>();
  for (const [cameraId, camera] of facts.cameras) {
    const department = facts.posts.departmentOf(camera.departmentId);
    // What this person may not know of is not counted either (Art. 10(4)).
    if (!knows(scope, { protected: camera.protected, departmentId: department?.departmentId ?? null }))
      continue;
    const stands = department !== null && standsOn(day, department);
    answers.set(cameraId, {
      departmentId: stands ? department.departmentId : null,
      answered: facts.posts.responsibleFor(camera) !== null,
    });
    for (const { sign } of facts.standingOf(cameraId).stale) {
      const { signboardId } = sign.printed;
      const cameras = signs.get(signboardId);
      if (cameras === undefined) signs.set(signboardId, new Set([cameraId]));
      else cameras.add(cameraId);
    }
  }
  return { state, signs, answers };
}

/** What the order does, told by how things stand on its day with it and without it. Order of lists is fixed. */
export async function previewOf(
  tx: Tx,
  before: Facts,
  day: string,
  scope: Scope,
): Promise<Omit<PreviewView, 'fingerprint'>> {
  const after = await factsBefore(tx, await selectState(tx), day, scope);
  const stale = [...after.signs].filter(([signboardId]) => !before.signs.has(signboardId));
  const dependents = await selectDependents(tx);
  return {
    effectiveOn: day,
    ...organisationChanges(before.state, after.state, day),
    cameras: cameraChanges(before, after),
    signs: {
      becomeStale: stale.length,
      cameras: new Set(stale.flatMap(([, cameras]) => [...cameras])).size,
    },
    accounts: moved(dependents.accounts, before.state, after.state, day),
    grants: moved(dependents.grants, before.state, after.state, day),
  };
}

function organisationChanges(
  before: State,
  after: State,
  day: string,
): Pick<PreviewView, 'departments' | 'designation' | 'posts' | 'holdings' | 'vacancies'> {
  const had = new Set(before.departments.map(({ departmentId }) => departmentId));
  const ended = after.departments.filter(
    (each) => had.has(each.departmentId) && each.validTo === day && standsOn(dayAfter(day, -1), each),
  );
  const begun = after.departments.filter(({ departmentId }) => !had.has(departmentId));
  const heirs = new Set(ended.map(({ succeededBy }) => succeededBy));
  const goOn = after.departments.filter(
    ({ departmentId }) => had.has(departmentId) && heirs.has(departmentId),
  );
  const hadPosts = new Set(before.posts.map(({ postId }) => postId));
  const endedPosts = after.posts.filter(
    (each) =>
      hadPosts.has(each.postId) &&
      each.validTo === day &&
      !before.posts.some((was) => was.postId === each.postId && was.validTo === day),
  );
  const begunPosts = after.posts.filter(({ postId }) => !hadPosts.has(postId));
  const postOf = new Map(after.posts.map((post) => [post.postId, post]));
  const hadHoldings = new Map(before.holdings.map((held) => [held.holdingId, held]));
  const begunHoldings = after.holdings.filter(({ holdingId }) => !hadHoldings.has(holdingId));
  const endedHoldings = [...hadHoldings.values()].filter((was) => {
    const now = after.holdings.find(({ holdingId }) => holdingId === was.holdingId);
    return now?.postId !== was.postId || now.validTo !== was.validTo;
  });
  const [from, to] = [dedicatedOn(before, day), dedicatedOn(after, day)];
  const post = (each: State['posts'][number], change: 'ends' | 'begins') => ({
    postId: change === 'ends' ? each.postId : null,
    title: each.title,
    departmentName: nameOf(after, each.departmentId),
    duty: each.duty,
    change,
  });
  return {
    departments: [
      ...ended.map(({ departmentId, name, succeededBy }) => ({
        ...{ departmentId, name, change: 'ends' as const },
        into: succeededBy === null ? null : nameOf(after, succeededBy),
      })),
      ...begun.map(({ name }) => ({ departmentId: null, name, change: 'begins' as const, into: null })),
      ...goOn.map(({ departmentId, name }) => ({
        departmentId,
        name,
        change: 'goes-on' as const,
        into: null,
      })),
    ],
    designation:
      from !== null && to !== null && from.departmentId !== to.departmentId
        ? { from: nameOf(after, from.departmentId), to: nameOf(after, to.departmentId) }
        : null,
    posts: [
      ...endedPosts.map((each) => post(each, 'ends')),
      ...begunPosts.map((each) => post(each, 'begins')),
    ],
    holdings: endedHoldings.map((was) => {
      const kept = after.holdings.find(
        ({ holdingId, postId }) => holdingId === was.holdingId && postId !== was.postId,
      );
      const next =
        kept ?? begunHoldings.find(({ personId, kind }) => personId === was.personId && kind === was.kind);
      return {
        ...{ personName: was.personName, kind: was.kind, from: postOf.get(was.postId)?.title ?? '' },
        to: next === undefined ? null : (postOf.get(next.postId)?.title ?? null),
        change: next === undefined ? ('ends' as const) : ('moves' as const),
      };
    }),
    vacancies: begunPosts
      .filter(({ postId }) => !after.holdings.some((held) => held.postId === postId && standsOn(day, held)))
      .map(({ title }) => title),
  };
}

function cameraChanges(before: Facts, after: Facts): PreviewView['cameras'] {
  const counts = new Map<string, { from: string; to: string | null; count: number }>();
  let unanswered = 0;
  for (const [cameraId, was] of before.answers) {
    const now = after.answers.get(cameraId)!;
    if (was.answered && !now.answered) unanswered++;
    if (was.departmentId === now.departmentId || was.departmentId === null) continue;
    const key = `${was.departmentId} ${now.departmentId}`;
    const seen = counts.get(key);
    if (seen === undefined)
      counts.set(key, {
        from: nameOf(after.state, was.departmentId),
        to: now.departmentId === null ? null : nameOf(after.state, now.departmentId),
        count: 1,
      });
    else seen.count++;
  }
  const moves = [...counts.values()].sort(
    (a, b) => a.from.localeCompare(b.from, 'ko') || (a.to ?? '').localeCompare(b.to ?? '', 'ko'),
  );
  return { moved: moves, unanswered };
}

function moved(
  rows: readonly { account: string; personName: string; departmentId: number }[],
  before: State,
  after: State,
  day: string,
): PreviewView['accounts'] {
  const [then, now] = [postsOn(registersOf(before), day), postsOn(registersOf(after), day)];
  const found = [];
  for (const { account, personName, departmentId } of rows) {
    const [was, is] = [then.departmentOf(departmentId), now.departmentOf(departmentId)];
    const stands = is !== null && standsOn(day, is);
    if (was === null || (stands && was.departmentId === is.departmentId)) continue;
    if (!stands && !standsOn(day, was)) continue;
    found.push({ account, personName, from: was.name, to: stands ? is.name : null });
  }
  return found;
}
