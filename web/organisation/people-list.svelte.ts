import type { PersonView } from '../../server/organisation/person.schema.ts';
import { readPeople } from '../api/organisation.ts';

const PAGE = 100;

/** The people that the list shows, page by page, as the filter asks. */
export class PeopleList {
  rows = $state.raw<readonly PersonView[] | null>(null);
  total = $state(0);
  next = $state<number | null>(null);
  failure = $state.raw<unknown>(null);
  q = $state('');
  state = $state<'here' | 'left' | 'all'>('here');
  /** Empty for every department. */
  departmentId = $state('');
  readonly isFiltered = $derived(this.q.trim() !== '' || this.departmentId !== '' || this.state !== 'here');
  #asked = 0;

  #query(): Record<string, string> {
    return {
      state: this.state,
      limit: String(PAGE),
      ...(this.q.trim() === '' ? {} : { q: this.q.trim() }),
      ...(this.departmentId === '' ? {} : { departmentId: this.departmentId }),
    };
  }

  /** Reads the list anew; an answer that a later question has overtaken is dropped. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const page = await readPeople(this.#query());
      if (asked !== this.#asked) return;
      this.rows = page.people;
      this.total = page.total;
      this.next = page.next;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = thrown;
    }
  }

  async more(): Promise<void> {
    if (this.next === null) return;
    const asked = ++this.#asked;
    try {
      const page = await readPeople({ ...this.#query(), after: String(this.next) });
      if (asked !== this.#asked) return;
      this.rows = [...(this.rows ?? []), ...page.people];
      this.next = page.next;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = thrown;
    }
  }
}
