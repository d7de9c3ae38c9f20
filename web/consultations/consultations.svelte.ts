import type { ConsultationView } from '../../server/consultations/consultations.schema.ts';
import { readConsultations } from '../api/agencies.ts';

/** The consultations that this person may know of, open or answered, page by page. */
export class Consultations {
  rows = $state.raw<readonly ConsultationView[] | null>(null);
  next = $state<string | null>(null);
  failure = $state.raw<unknown>(null);
  list = $state<'open' | 'answered'>('open');
  chosen = $state<string | null>(null);
  #asked = 0;

  readonly shown = $derived(
    this.rows?.find(({ consultationId }) => consultationId === this.chosen) ?? this.rows?.[0] ?? null,
  );

  /** Reads the list anew; an answer that a later question has overtaken is dropped. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const page = await readConsultations(this.list, null);
      if (asked !== this.#asked) return;
      this.rows = page.consultations;
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
    this.rows = null;
    this.chosen = null;
    await this.read();
  }
}
