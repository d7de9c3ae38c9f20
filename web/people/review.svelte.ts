import { waits } from '../../server/people/access-review.rules.ts';
import type { ReviewLine, ReviewSummary, ReviewView } from '../../server/people/access-review.schema.ts';
import { askForAct, doOnPeople, readReview, readReviews } from '../api/people.ts';

/** The quarters' reviews and the list of the one that is open on the screen. */
export class Review {
  quarters = $state.raw<readonly ReviewSummary[]>([]);
  shown = $state.raw<ReviewView | null>(null);
  failure = $state.raw<unknown>(null);
  #asked = 0;
  readonly left = $derived(
    (this.shown?.lines ?? []).filter((line) => waits(line, this.shown?.othersDecide ?? true)).length,
  );
  readonly revoked = $derived(
    (this.shown?.lines ?? []).filter(({ decision }) => decision?.decision === 'revoke').length,
  );
  readonly decided = $derived((this.shown?.lines.length ?? 0) - this.left);
  readonly open = $derived(this.shown !== null && !['signed', 'missed'].includes(this.shown.state));

  /** Reads the quarters, and the list of one: the one asked for, else the one that waits for a signature. */
  async read(quarter?: string): Promise<void> {
    try {
      this.quarters = await readReviews();
      const late = this.quarters.find(({ state }) => state === 'overdue' || state === 'due');
      const wanted = quarter ?? late?.quarter ?? this.quarters[0]?.quarter;
      this.shown = wanted === undefined ? null : await readReview(wanted);
      this.failure = null;
    } catch (failure) {
      this.failure = failure;
    }
  }

  async decide(line: ReviewLine, decision: 'keep' | 'revoke', reason: string): Promise<void> {
    const quarter = this.shown!.quarter;
    await doOnPeople('PUT', `/rights/reviews/${quarter}/lines/${line.grantId}`, { decision, reason });
    await this.#readAnew(quarter);
  }

  async #readAnew(quarter: string): Promise<void> {
    const asked = ++this.#asked;
    const shown = await readReview(quarter);
    // Decisions follow one another by keyboard: an answer that a later one has overtaken is dropped.
    if (asked === this.#asked) this.shown = shown;
  }

  /** Asks for the end of an overseer's right: another overseer confirms it, and the line waits until then (Art. 30(3)). */
  async askToRevoke({ account, grantId }: ReviewLine, requestId: string, reason: string): Promise<void> {
    const quarter = this.shown!.quarter;
    await askForAct({ requestId, account, asked: { act: 'revoke', grantId }, reason });
    await this.#readAnew(quarter);
  }

  async sign(note: string | null): Promise<void> {
    const { quarter, lines } = this.shown!;
    await doOnPeople('POST', `/rights/reviews/${quarter}/sign`, { lines: lines.length, note });
    await this.read(quarter);
  }
}
