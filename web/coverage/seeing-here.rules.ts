import type { DeviceState } from '../../server/cameras/snapshot.rules.ts';
import type { SeeingCamera } from '../../server/coverage/coverage.schema.ts';
import type { Seeing } from '../../server/coverage/sight.rules.ts';

/** What of a camera the answer tells beside its sight. */
export interface SeeingFacts {
  readonly state: DeviceState;
  readonly watched: boolean;
  readonly owner: string;
}

/**
 * The answer to who sees a place as the server gives it, worked out here: whoever gives no picture, or was not heard of,
 * is not seeing now (Art. 15(2)). Cameras of which nothing is known here are left out.
 */
export function seeingHere(
  found: readonly Seeing[],
  factsOf: (cameraId: number) => SeeingFacts | null,
): SeeingCamera[] {
  return found
    .flatMap(({ now, ...each }): SeeingCamera[] => {
      const facts = factsOf(each.cameraId);
      if (facts === null) return [];
      const gives = facts.state !== 'fault' && facts.state !== 'unknown';
      return [{ ...each, ...facts, seenNow: now && gives }];
    })
    .sort((a, b) => Number(b.seenNow) - Number(a.seenNow) || Number(b.sure) - Number(a.sure));
}
