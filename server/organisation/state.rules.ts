import { isInForce, type Contractor, type Department, type Post } from '../signboards/posts.rules.ts';
import type { HoldingKind, ReorganisationView } from './organisation.schema.ts';

export interface Holding {
  readonly holdingId: number;
  readonly postId: number;
  readonly personId: number;
  readonly personName: string;
  readonly phone: string | null;
  readonly kind: HoldingKind;
  readonly orderNo: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface Designation {
  readonly designationId: number;
  readonly departmentId: number;
  readonly orderNo: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Departments, posts, who holds them and which department is the dedicated one (전담부서), of all days. */
export interface State {
  readonly departments: readonly Department[];
  readonly posts: readonly Post[];
  readonly holdings: readonly Holding[];
  readonly designations: readonly Designation[];
}

/** Rows that an order began and ended, by their numbers. */
export interface Effects {
  readonly departments: Turned;
  readonly posts: Turned;
  readonly holdings: Turned;
  readonly designations: Turned;
}
interface Turned {
  readonly begun: number[];
  readonly ended: number[];
}
export const noEffects = (): Effects => ({
  departments: { begun: [], ended: [] },
  posts: { begun: [], ended: [] },
  holdings: { begun: [], ended: [] },
  designations: { begun: [], ended: [] },
});

/** The steps of an order as they were taken, by the numbers of departments. */
export interface StepTaken {
  readonly kind: ReorganisationView['steps'][number]['kind'];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export interface Order {
  readonly orderId: string;
  readonly kind: 'reorganisation' | 'designation';
  readonly orderNo: string;
  readonly effectiveOn: string;
  readonly steps: readonly StepTaken[];
  readonly effects: Effects;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}
export const standsOn = (day: string, { validFrom, validTo }: Period): boolean =>
  isInForce(day, validFrom, validTo);

/** What `postsOn` reads, where contractors do not matter. */
export const registersOf = ({ departments, posts }: State) => ({
  departments,
  posts,
  contractors: [] as Contractor[],
});

export const dedicatedOn = ({ designations }: State, day: string): Designation | null =>
  designations.find((each) => standsOn(day, each)) ?? null;

/** The post of a department's head on a day: of the 운영책임자, else of the 부서관리자. */
export function headPostOf({ posts }: State, departmentId: number, day: string): Post | null {
  const own = posts.filter((post) => post.departmentId === departmentId && standsOn(day, post));
  return own.find(({ duty }) => duty === 'operations-head') ?? own[0] ?? null;
}

export const nameOf = ({ departments }: State, departmentId: number): string =>
  departments.find((each) => each.departmentId === departmentId)?.name ?? '';

/** The acting one who stands in a post on a day with no end but the post's own. */
export const openActing = ({ holdings }: State, post: Post, day: string): Holding | undefined =>
  holdings.find(
    (held) =>
      held.postId === post.postId &&
      held.kind === 'acting' &&
      standsOn(day, held) &&
      held.validTo === post.validTo,
  );
