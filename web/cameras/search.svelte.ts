import type { SearchResult } from '../../server/cameras/cameras.schema.ts';
import { api } from '../api/client.ts';
import { answered } from '../api/request.ts';

const WAIT_MS = 120;
const MOST = 30;

/** What was typed and what answers it. The server understands initial consonants (ㅈㅇㅅㅈ). */
export class Search {
  text = $state('');
  results = $state.raw<readonly SearchResult[]>([]);
  active = $state(0);
  phase = $state<'idle' | 'waiting' | 'done' | 'failed'>('idle');
  failure = $state.raw<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #wanted: ((result: SearchResult) => void) | null = null;
  readonly #ordered: (results: readonly SearchResult[]) => readonly SearchResult[];

  constructor(ordered: (results: readonly SearchResult[]) => readonly SearchResult[] = (results) => results) {
    this.#ordered = ordered;
  }

  type(text: string): void {
    this.text = text;
    this.active = 0;
    this.#wanted = null;
    clearTimeout(this.#timer);
    this.#turn++;
    if (text.trim() === '') {
      this.results = [];
      this.phase = 'idle';
      return;
    }
    this.phase = 'waiting';
    this.#timer = setTimeout(() => void this.#ask(), WAIT_MS);
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const q = this.text.trim();
    try {
      const { results } = await answered(api.cameras.search.$get({ query: { q, limit: String(MOST) } }));
      if (turn !== this.#turn) return;
      this.results = this.#ordered(results);
      this.active = Math.min(this.active, Math.max(0, results.length - 1));
      this.phase = 'done';
      const wanted = this.#wanted;
      this.#wanted = null;
      const [first] = this.results;
      if (first !== undefined) wanted?.(first);
    } catch (failure) {
      if (turn !== this.#turn) return;
      this.failure = failure;
      this.phase = 'failed';
    }
  }

  step(by: 1 | -1): void {
    const { length } = this.results;
    if (length > 0) this.active = (this.active + by + length) % length;
  }

  /** Gives `pick` the chosen answer: at once, or the first one as soon as what was typed is answered. */
  choose(pick: (result: SearchResult) => void): void {
    const result = this.results[this.active];
    if (this.phase === 'waiting') this.#wanted = pick;
    else if (this.phase === 'done' && result !== undefined) pick(result);
  }

  /** Asks the same again behind what is shown, since a result may be gone. An answer still awaited is asked already. */
  again(): void {
    if (this.phase === 'done' || this.phase === 'failed') void this.#ask();
  }

  clear(): void {
    this.type('');
  }
}
