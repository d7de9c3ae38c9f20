import type { AuditRow, ViewingRow } from '../../server/audit/audit.schema.ts';
import { readAuditRows, readViewings } from '../api/audit.ts';

const PAGE = '100';

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: number | null;
  readonly searchedTo: string | null;
  readonly unknownCamera: boolean;
}
type Query = Readonly<Record<string, string>>;

/** Rows of one kind as the filter asks, page by page; an answer that a later question has overtaken is dropped. */
export class Reading<Row> {
  rows = $state.raw<readonly Row[] | null>(null);
  next = $state<number | null>(null);
  searchedTo = $state<string | null>(null);
  unknownCamera = $state(false);
  failure = $state.raw<unknown>(null);
  busy = $state(false);
  #asked = 0;
  #query: Query = {};
  readonly #read: (query: Query) => Promise<Page<Row>>;

  constructor(read: (query: Query) => Promise<Page<Row>>) {
    this.#read = read;
  }

  ask(query: Query): Promise<void> {
    this.#query = query;
    return this.#page(null);
  }

  again = (): Promise<void> => this.#page(null);

  more = (): Promise<void> => this.#page(this.next);

  async #page(before: number | null): Promise<void> {
    const asked = ++this.#asked;
    this.busy = true;
    try {
      const page = await this.#read({
        ...this.#query,
        limit: PAGE,
        ...(before === null ? {} : { before: String(before) }),
      });
      if (asked !== this.#asked) return;
      this.rows = before === null || this.rows === null ? page.rows : [...this.rows, ...page.rows];
      this.next = page.next;
      this.searchedTo = page.searchedTo;
      this.unknownCamera = page.unknownCamera;
      this.failure = null;
    } catch (failure) {
      if (asked === this.#asked) this.failure = failure;
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}

export const rowsReading = (): Reading<AuditRow> => new Reading(readAuditRows);
export const viewingsReading = (): Reading<ViewingRow> =>
  new Reading(async (query) => {
    const { viewings, ...rest } = await readViewings(query);
    return { ...rest, rows: viewings };
  });
