import type { Department, Post } from '../signboards/posts.rules.ts';
import type {
  DepartmentRef,
  DepartmentView,
  DesignationView,
  HoldingView,
  OrganisationView,
  PostView,
  ReorganisationView,
  TimelineView,
} from './organisation.schema.ts';
import { dedicatedOn, nameOf, standsOn, type Designation, type Holding, type State } from './state.rules.ts';

const holdingView = (held: Holding): HoldingView => ({
  holdingId: held.holdingId,
  personId: held.personId,
  personName: held.personName,
  phone: held.phone,
  kind: held.kind,
  orderNo: held.orderNo,
  validFrom: held.validFrom,
  validTo: held.validTo,
});

/** A post with who is in it on a day: an acting one answers before the holder; with neither, since when nobody does. */
export function postViewOf(state: State, post: Post, day: string): PostView {
  const held = state.holdings.filter(({ postId }) => postId === post.postId);
  const on = held.filter((each) => standsOn(day, each)).map(holdingView);
  const holder = on.find(({ kind }) => kind === 'holder') ?? null;
  const acting = on.find(({ kind }) => kind === 'acting') ?? null;
  const gone = held.flatMap(({ validTo }) => (validTo !== null && validTo <= day ? [validTo] : [])).sort();
  const answers = acting ?? holder;
  return {
    postId: post.postId,
    departmentId: post.departmentId,
    departmentName: nameOf(state, post.departmentId),
    duty: post.duty,
    title: post.title,
    phone: post.phone,
    validFrom: post.validFrom,
    validTo: post.validTo,
    holder,
    acting,
    answers,
    coming: held.filter(({ validFrom }) => validFrom > day).map(holdingView),
    vacantSince: answers === null ? (gone.at(-1) ?? post.validFrom) : null,
  };
}

export const designationView = (state: State, each: Designation): DesignationView => ({
  ...each,
  departmentName: nameOf(state, each.departmentId),
});

const refOf = ({ departmentId, name }: Department): DepartmentRef => ({ departmentId, name });

export interface CameraCount {
  readonly departmentId: number | null;
  readonly own: boolean;
  readonly count: number;
}

/** The organisation of one day. `counts`: cameras by the department of that day; `own`: run outside the centre. */
export function organisationOn(
  state: State,
  moment: Pick<OrganisationView, 'on' | 'known' | 'today' | 'isNow'>,
  counts: readonly CameraCount[],
  unanswered: number,
): OrganisationView {
  const { on } = moment;
  const dedicated = dedicatedOn(state, on);
  const head = state.posts.find((post) => post.duty === 'operations-head' && standsOn(on, post));
  const departments = state.departments
    .filter((each) => standsOn(on, each))
    .sort((a, b) => a.name.localeCompare(b.name, 'ko'))
    .map((each): DepartmentView => {
      const { departmentId, name, phone, validFrom, validTo } = each;
      const cameras = counts.filter((count) => count.departmentId === departmentId);
      const successor = state.departments.find((next) => next.departmentId === each.succeededBy);
      return {
        ...{ departmentId, name, phone, validFrom, validTo },
        predecessors: state.departments.filter(({ succeededBy }) => succeededBy === departmentId).map(refOf),
        successor: successor === undefined ? null : refOf(successor),
        dedicated: dedicated?.departmentId === departmentId,
        posts: state.posts
          .filter((post) => post.departmentId === departmentId && standsOn(on, post))
          .map((post) => postViewOf(state, post, on)),
        cameras: cameras.reduce((sum, { count }) => sum + count, 0),
        ownCameras: cameras.reduce((sum, { own, count }) => sum + (own ? count : 0), 0),
      };
    });
  const operationsHead = head === undefined ? null : postViewOf(state, head, on);
  return {
    ...moment,
    dedicated: dedicated === null ? null : designationView(state, dedicated),
    operationsHead,
    departments,
    faults: [
      ...(dedicated === null ? [fault('no-dedicated-department')] : []),
      ...(operationsHead === null ? [fault('no-operations-head')] : []),
      ...departments.flatMap((each) => faultsOf(each)),
    ],
    unanswered,
  };
}

type Fault = OrganisationView['faults'][number];
const fault = (
  name: Fault['fault'],
  departmentId: number | null = null,
  postId: number | null = null,
): Fault => ({
  fault: name,
  departmentId,
  postId,
});
function faultsOf({ departmentId, posts, ownCameras }: DepartmentView): Fault[] {
  if (posts.length === 0) return ownCameras === 0 ? [] : [fault('department-without-post', departmentId)];
  return posts
    .filter(({ answers }) => answers === null)
    .map(({ duty, postId }) =>
      fault(duty === 'operations-head' ? 'operations-head-vacant' : 'manager-vacant', departmentId, postId),
    );
}

interface TimelineOrder {
  readonly orderId: string;
  readonly orderNo: string;
  readonly effectiveOn: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly steps: readonly {
    readonly kind: string;
    readonly from: readonly number[];
    readonly to: readonly number[];
  }[];
  readonly corrections: ReorganisationView['corrections'];
}

export function reorganisationView(state: State, order: TimelineOrder): ReorganisationView {
  const refs = (ids: readonly number[]): DepartmentRef[] =>
    ids.map((departmentId) => ({ departmentId, name: nameOf(state, departmentId) }));
  return {
    reorganisationId: order.orderId,
    orderNo: order.orderNo,
    effectiveOn: order.effectiveOn,
    recordedAt: order.recordedAt.toISOString(),
    recordedBy: order.recordedBy,
    steps: order.steps.map(({ kind, from, to }) => ({
      kind: kind as ReorganisationView['steps'][number]['kind'],
      from: refs(from),
      to: refs(to),
    })),
    corrections: order.corrections.filter(({ effectiveOn }) => effectiveOn !== order.effectiveOn),
  };
}

export function timelineOf(state: State, orders: readonly TimelineOrder[], today: string): TimelineView {
  return {
    today,
    departments: state.departments.map(({ departmentId, name, validFrom, validTo, succeededBy }) => ({
      ...{ departmentId, name, validFrom, validTo, succeededBy },
      succeeds: state.departments.find((each) => each.succeededBy === departmentId)?.departmentId ?? null,
    })),
    designations: state.designations.map((each) => designationView(state, each)),
    reorganisations: orders.map((order) => reorganisationView(state, order)),
  };
}
