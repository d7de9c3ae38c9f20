import type { Integration } from '../cameras/snapshot.rules.ts';
import type { PostsOn } from '../signboards/posts.rules.ts';
import type { UnansweredReason } from './organisation.schema.ts';
import { standsOn } from './state.rules.ts';

interface Held {
  readonly integration: Integration | null;
  readonly departmentId: number | null;
}

/**
 * Why no post answers for such a camera on a day; null where one does: the 운영책임자 for what the centre holds, else the
 * 부서관리자 of the department (Art. 5(1)).
 */
export function unansweredReason(
  { integration, departmentId }: Held,
  posts: PostsOn,
  day: string,
): UnansweredReason | null {
  if (posts.responsibleFor({ integration, departmentId, contractorId: null }) !== null) return null;
  if (integration === null) return 'integration-unknown';
  if (integration !== 'standalone') return 'no-operations-head';
  const department = posts.departmentOf(departmentId);
  if (department === null) return 'no-department';
  if (department.validFrom > day) return 'department-not-begun';
  return standsOn(day, department) ? 'department-without-post' : 'department-abolished';
}
