import type { CityCoverageAnswer } from '../../server/coverage/coverage.schema.ts';
import { readCityCoverage, type CoverageAsk } from '../api/coverage.ts';

/** The server's figures by district, street, purpose and demand for one question; what stands stays until the next comes. */
export class CityFigures {
  answer = $state.raw<CityCoverageAnswer | null>(null);
  failure = $state.raw<unknown>(null);
  busy = $state(false);
  #ask: CoverageAsk | null = null;
  #asking: AbortController | null = null;

  ask(ask: CoverageAsk): void {
    this.#ask = ask;
    this.answer = null;
    void this.again();
  }

  async again(): Promise<void> {
    if (this.#ask === null) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.busy = true;
    try {
      this.answer = await readCityCoverage(this.#ask, asking.signal);
      this.failure = null;
    } catch (failure) {
      if (!asking.signal.aborted) this.failure = failure;
    }
    if (this.#asking === asking) this.busy = false;
  }

  stop(): void {
    this.#asking?.abort();
  }
}
