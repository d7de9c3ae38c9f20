import type { Integration } from '../cameras/snapshot.rules.ts';

/** Days are ISO dates; a period is [validFrom, validTo), open when `validTo` is null. */
interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface Department extends Period {
  readonly departmentId: number;
  readonly name: string;
  readonly phone: string | null;
  /** The department that takes over its work on `validTo`, when an order renames, merges or divides it (직제 개편). */
  readonly succeededBy: number | null;
}

export interface Post extends Period {
  readonly postId: number;
  readonly departmentId: number;
  readonly duty: 'operations-head' | 'department-manager';
  readonly title: string;
  readonly phone: string | null;
}

export interface Contractor extends Period {
  readonly contractorId: number;
  readonly name: string;
  readonly phone: string;
}

export interface Registers {
  readonly departments: readonly Department[];
  readonly posts: readonly Post[];
  readonly contractors: readonly Contractor[];
}

/** Who answers for a camera on a day. `signName` is how a sign names the post: department and title, once each. */
export interface Responsible {
  readonly postId: number;
  readonly duty: Post['duty'];
  readonly title: string;
  readonly departmentName: string;
  readonly phone: string | null;
  readonly signName: string;
  readonly since: string;
}

interface Held {
  readonly integration: Integration | null;
  readonly departmentId: number | null;
  readonly contractorId: number | null;
}

export interface PostsOn {
  /**
   * 운영책임자 for what the centre holds, else the 부서관리자 of its department, who in the dedicated department is the same
   * head (Art. 5(1)); null when none is known, and where nobody knows whether the centre holds it.
   */
  responsibleFor(camera: Held): Responsible | null;
  /** The 수탁자 whose contract is in force (Art. 10(1)4), else null. */
  contractorFor(camera: Held): Contractor | null;
  /** The department on that day, following renamings and mergers. */
  departmentOf(departmentId: number | null): Department | null;
}

export function isInForce(day: string, from: string | null, to: string | null): boolean {
  return (from === null || from <= day) && (to === null || to > day);
}

/** The registers of people as they stand on one day: a new order counts from the day it takes effect (시행일). */
export function postsOn(registers: Registers, day: string): PostsOn {
  const departments = new Map(registers.departments.map((each) => [each.departmentId, each]));
  const predecessors = Map.groupBy(registers.departments, ({ succeededBy }) => succeededBy);
  const current = (departmentId: number): Department | null => {
    let department = departments.get(departmentId);
    // Asked about a day before it began: the one whose work it took over, where that was one alone.
    for (let hops = 0; department !== undefined && department.validFrom > day && hops < 32; hops++) {
      const former: Department[] = predecessors.get(department.departmentId) ?? [];
      if (former.length !== 1) break;
      department = former[0];
    }
    for (let hops = 0; department !== undefined && hops < 32; hops++) {
      const next = department.succeededBy === null ? undefined : departments.get(department.succeededBy);
      if (department.validTo === null || department.validTo > day || next === undefined) break;
      department = next;
    }
    return department ?? null;
  };
  const inForce = registers.posts.filter((post) => isInForce(day, post.validFrom, post.validTo));
  const described = (post: Post): Responsible | null => {
    const department = current(post.departmentId);
    if (department === null) return null;
    const titleNamesIt = post.title.startsWith(department.name);
    return {
      postId: post.postId,
      duty: post.duty,
      title: post.title,
      departmentName: department.name,
      phone: post.phone ?? department.phone,
      signName: titleNamesIt ? post.title : `${department.name} ${post.title}`,
      since: post.validFrom,
    };
  };
  const head = inForce.find(({ duty }) => duty === 'operations-head');
  const operationsHead = head === undefined ? null : described(head);
  const managers = new Map<number, Responsible | null>();
  for (const post of inForce) {
    const departmentId = current(post.departmentId)?.departmentId;
    if (post.duty === 'department-manager' && departmentId !== undefined)
      managers.set(departmentId, described(post));
  }
  const contractors = new Map(
    registers.contractors
      .filter((each) => isInForce(day, each.validFrom, each.validTo))
      .map((each) => [each.contractorId, each]),
  );
  const departmentOf = (departmentId: number | null): Department | null =>
    departmentId === null ? null : current(departmentId);
  return {
    departmentOf,
    responsibleFor(camera) {
      if (camera.integration === null) return null;
      if (camera.integration !== 'standalone') return operationsHead;
      const department = departmentOf(camera.departmentId);
      if (department === null) return null;
      const heads = head !== undefined && current(head.departmentId) === department ? operationsHead : null;
      return managers.get(department.departmentId) ?? heads;
    },
    contractorFor: ({ contractorId }) =>
      contractorId === null ? null : (contractors.get(contractorId) ?? null),
  };
}
