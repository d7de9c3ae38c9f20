import type { Demand } from '../../server/coverage/demand/demand.rules.ts';
import { readDemands } from '../api/coverage.ts';

/** What a gap can weigh, as it was loaded into the city. */
export class Demands {
  /** Another array with every reading. */
  all = $state.raw<readonly Demand[]>([]);
  failure = $state.raw<unknown>(null);

  async read(): Promise<void> {
    try {
      this.all = await readDemands();
      this.failure = null;
    } catch (failure) {
      this.failure = failure;
    }
  }
}
