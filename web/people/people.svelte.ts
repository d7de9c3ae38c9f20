import type { AccountsQuery, AccountView, RightChoices } from '../../server/people/accounts.schema.ts';
import { readAccounts, readChoices } from '../api/people.ts';

const PAGE = 100;

/** The accounts that the table shows, page by page, as the filter asks. */
export class People {
  rows = $state.raw<readonly AccountView[] | null>(null);
  next = $state<string | null>(null);
  failure = $state.raw<unknown>(null);
  choices = $state.raw<RightChoices | null>(null);
  q = $state('');
  role = $state('');
  state = $state<AccountsQuery['state']>('open');
  /** `department:3` or `agency:police`; empty for every body. */
  body = $state('');
  #asked = 0;

  #query(): Record<string, string> {
    const [kind, value] = this.body.split(':');
    return {
      state: this.state,
      limit: String(PAGE),
      ...(this.q.trim() === '' ? {} : { q: this.q.trim() }),
      ...(this.role === '' ? {} : { role: this.role }),
      ...(value === undefined ? {} : kind === 'agency' ? { agency: value } : { departmentId: value }),
    };
  }

  /** Reads the list anew; an answer that a later question has overtaken is dropped. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const page = await readAccounts(this.#query());
      if (asked !== this.#asked) return;
      this.rows = page.accounts;
      this.next = page.next;
      this.failure = null;
    } catch (failure) {
      if (asked === this.#asked) this.failure = failure;
    }
  }

  async more(): Promise<void> {
    if (this.next === null) return;
    const asked = ++this.#asked;
    try {
      const page = await readAccounts({ ...this.#query(), after: this.next });
      if (asked !== this.#asked) return;
      this.rows = [...(this.rows ?? []), ...page.accounts];
      this.next = page.next;
    } catch (failure) {
      this.failure = failure;
    }
  }

  async readChoices(): Promise<void> {
    this.choices = await readChoices().catch(() => null);
  }
}
