import type { OrganisationView, TimelineView } from '../../server/organisation/organisation.schema.ts';
import { readOrganisation, readTimeline } from '../api/organisation.ts';
import { Moment } from './moment.svelte.ts';

/** The organisation of the day that is looked at, and all its days on one axis. */
export class Organisation {
  readonly moment = new Moment();
  view = $state.raw<OrganisationView | null>(null);
  timeline = $state.raw<TimelineView | null>(null);
  failure = $state.raw<unknown>(null);
  /** Whether what is shown is still of another moment than the one asked for. */
  isOfBefore = $state(false);
  #shown: unknown = null;
  #asked = 0;

  /** Reads both anew; an answer that a later question has overtaken is dropped. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    const { query } = this.moment;
    this.isOfBefore = this.#shown !== query;
    try {
      const [view, timeline] = await Promise.all([readOrganisation(query), readTimeline(query)]);
      if (asked !== this.#asked) return;
      this.view = view;
      this.timeline = timeline;
      this.failure = null;
      this.#shown = query;
      this.isOfBefore = false;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = thrown;
    }
  }
}
