import type { AccountRequestView } from '../../server/people/requests/account-requests.schema.ts';
import { readRequests } from '../api/people.ts';

const REREAD_MS = 60_000;

/** What was asked about overseers' accounts, as far as whoever reads may see it (Art. 30(3)). */
export class AccountRequests {
  rows = $state.raw<readonly AccountRequestView[] | null>(null);
  failure = $state.raw<unknown>(null);
  /** How many wait for whoever reads. */
  readonly waiting = $derived((this.rows ?? []).filter(({ mayDecide }) => mayDecide).length);
  #asked = 0;

  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const rows = await readRequests();
      if (asked !== this.#asked) return;
      this.rows = rows;
      this.failure = null;
    } catch (failure) {
      if (asked === this.#asked) this.failure = failure;
    }
  }

  /** Reads now and then every minute; no event tells of them. Returns what stops it. */
  watch(): () => void {
    void this.read();
    const timer = setInterval(() => void this.read(), REREAD_MS * (1 + Math.random() / 2));
    return () => clearInterval(timer);
  }

  /** What waits about this account. */
  about(account: string): readonly AccountRequestView[] {
    return (this.rows ?? []).filter((each) => each.account === account && each.state === 'asked');
  }
}
