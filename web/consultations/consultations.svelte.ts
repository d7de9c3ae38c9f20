import type { ConsultationState, ConsultationView } from '../../server/consultations/consultations.schema.ts';
import { readConsultations } from '../api/agencies.ts';

/** What has left the list of those that wait: by whoever is here (`how`), or by somebody else. */
export interface Left {
  readonly first: ConsultationView;
  readonly count: number;
  readonly how: ConsultationState | null;
}

/** So many pages are looked through for one that is to be shown. */
const MOST_PAGES = 20;

/** The consultations that this person may know of, open or answered, page by page. */
export class Consultations {
  rows = $state.raw<readonly ConsultationView[] | null>(null);
  next = $state<string | null>(null);
  failure = $state.raw<unknown>(null);
  list = $state<'open' | 'answered'>('open');
  chosen = $state<string | null>(null);
  left = $state.raw<Left | null>(null);
  #asked = 0;

  readonly shown = $derived(
    this.rows?.find(({ consultationId }) => consultationId === this.chosen) ?? this.rows?.[0] ?? null,
  );

  /** Reads the list anew, and keeps what has left it meanwhile; an answer that a later question has overtaken is dropped. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    const before = this.rows;
    try {
      const page = await readConsultations(this.list, null);
      if (asked !== this.#asked) return;
      this.rows = page.consultations;
      this.#tellLeft(before, page);
      this.next = page.next;
      this.failure = null;
    } catch (failure) {
      if (asked === this.#asked) this.failure = failure;
    }
  }

  /** Says what whoever is here has made of one; the word of the server may have taken it from the list already. */
  async done(first: ConsultationView, how: ConsultationState): Promise<void> {
    this.left = { first, count: 1, how };
    await this.read();
  }

  /** Of the open ones, the oldest first, none moves to a later page: what is not there any more has left. */
  #tellLeft(
    before: readonly ConsultationView[] | null,
    { consultations, next }: { consultations: readonly ConsultationView[]; next: string | null },
  ): void {
    if (this.list !== 'open') return;
    const ids = new Set(consultations.map(({ consultationId }) => consultationId));
    const seen = next === null ? before : before?.slice(0, consultations.length);
    const told = this.left?.first.consultationId;
    const gone = (seen ?? []).filter(
      ({ consultationId }) => !ids.has(consultationId) && consultationId !== told,
    );
    if (gone[0] !== undefined) this.left = { first: gone[0], count: gone.length, how: null };
  }

  /** Shows one that was answered or withdrawn. */
  async showLeft({ first: { consultationId } }: Left): Promise<void> {
    await this.show('answered');
    this.chosen = consultationId;
    for (let page = 0; page < MOST_PAGES && this.next !== null; page++) {
      if (this.rows?.some((each) => each.consultationId === consultationId) === true) return;
      await this.more();
    }
  }

  async more(): Promise<void> {
    if (this.next === null) return;
    const asked = ++this.#asked;
    try {
      const page = await readConsultations(this.list, this.next);
      if (asked !== this.#asked) return;
      this.rows = [...(this.rows ?? []), ...page.consultations];
      this.next = page.next;
    } catch (failure) {
      this.failure = failure;
    }
  }

  async show(list: 'open' | 'answered'): Promise<void> {
    this.list = list;
    this.left = null;
    this.rows = null;
    this.chosen = null;
    await this.read();
  }
}
