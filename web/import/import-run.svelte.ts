import {
  accept,
  discard,
  OUTCOMES,
  readRows,
  readState,
  sendFile,
  type ImportedRow,
  type ImportReport,
  type ImportRows,
  type ImportState,
  type Outcome,
  type Question,
} from './import-answers.ts';

const POLL_MS = 400;
/** Where this tab remembers a file that waits for a decision, so that a reload does not lose it. */
const WAITING = 'import';
const PAGE = 5000;
/** So many rows are drawn and listed; the report counts all of them. */
export const MOST_SHOWN = 20_000;

export type Phase = 'idle' | 'sending' | 'reading' | 'ready' | 'loading' | 'done' | 'failed';

/** What the list and the map show of the rows: all, one outcome, or one reason. */
export type RowFilter = { readonly outcome?: Outcome; readonly reason?: string };

/** One file on its way into the register: sent, read, shown row by row, and only then accepted or thrown away. */
export class ImportRun {
  phase = $state<Phase>('idle');
  fileName = $state('');
  progressRows = $state(0);
  report = $state.raw<ImportReport | null>(null);
  question = $state.raw<Question | null>(null);
  failure = $state.raw<unknown>(null);
  rows = $state.raw<readonly ImportedRow[]>([]);
  filter = $state.raw<RowFilter>({});
  chosen = $state<number | null>(null);
  readonly listed = $derived(this.rows.filter((row) => passes(row, this.filter)));
  /** What is drawn on the map while the panel is open. */
  readonly marks = $derived(this.phase === 'ready' || this.phase === 'loading' ? this.listed : []);
  readonly byOutcome = $derived(
    OUTCOMES.map((outcome) => ({
      outcome,
      count: this.rows.filter((row) => row.outcome === outcome).length,
    })),
  );
  #importId: string | null = null;
  #abort: AbortController | null = null;

  async send(file: File): Promise<void> {
    await this.leave();
    this.fileName = file.name;
    this.phase = 'sending';
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const { importId } = await sendFile(file, abort.signal);
      this.#importId = importId;
      sessionStorage.setItem(WAITING, importId);
      this.phase = 'reading';
      await this.#follow(importId, abort.signal);
    } catch (failure) {
      if (abort.signal.aborted) return;
      this.failure = failure;
      this.phase = 'failed';
    }
  }

  /** Takes up the file that this tab was looking at before a reload; false where there is none any more. */
  async resume(): Promise<boolean> {
    const importId = sessionStorage.getItem(WAITING);
    if (importId === null || this.phase !== 'idle') return false;
    const status = await readState(importId).catch(() => null);
    if (status === null || status.state === 'done') {
      sessionStorage.removeItem(WAITING);
      return false;
    }
    this.#importId = importId;
    this.#abort = new AbortController();
    this.fileName = status.fileName;
    this.phase = 'reading';
    void this.#follow(importId, this.#abort.signal).catch((failure: unknown) => {
      this.failure = failure;
      this.phase = 'failed';
    });
    return true;
  }

  /** Loads what the report shows; what is quarantined stays out. */
  async accept(): Promise<void> {
    const [importId, abort] = [this.#importId, this.#abort];
    if (importId === null || abort === null) return;
    this.phase = 'loading';
    this.failure = null;
    try {
      await accept(importId, this.question);
      await this.#follow(importId, abort.signal);
    } catch (failure) {
      if (abort.signal.aborted) return;
      this.failure = failure;
      this.phase = 'ready';
    }
  }

  /** Throws the file away; the register is as it was. */
  async leave(): Promise<void> {
    this.#abort?.abort();
    const importId = this.#importId;
    sessionStorage.removeItem(WAITING);
    const unfinished = this.phase !== 'done' && this.phase !== 'idle';
    this.#importId = null;
    this.phase = 'idle';
    this.report = null;
    this.question = null;
    this.failure = null;
    this.rows = [];
    this.filter = {};
    this.chosen = null;
    this.progressRows = 0;
    if (importId !== null && unfinished) await discard(importId).catch(() => undefined);
  }

  choose(filter: RowFilter): void {
    const same = this.filter.outcome === filter.outcome && this.filter.reason === filter.reason;
    this.filter = same ? {} : filter;
    this.chosen = null;
  }

  async #follow(importId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const status = await readState(importId);
      if (signal.aborted) return;
      this.#take(status);
      if (status.state === 'ready' && this.rows.length === 0) await this.#readRows(importId, signal);
      if (status.state === 'ready' || status.state === 'done' || status.state === 'failed') return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if (signal.aborted) return;
    }
  }

  #take(status: ImportState): void {
    this.progressRows = status.progress.rows;
    this.report = status.report ?? this.report;
    this.question = status.question ?? null;
    if (status.failure !== undefined)
      this.failure = Object.assign(new Error(status.failure.message), { code: status.failure.code });
    this.phase = status.state;
  }

  async #readRows(importId: string, signal: AbortSignal): Promise<void> {
    let after: number | null = -1;
    while (after !== null && this.rows.length < MOST_SHOWN) {
      const page: ImportRows = await readRows(importId, after, PAGE);
      if (signal.aborted) return;
      this.rows = [...this.rows, ...page.rows];
      after = page.next;
    }
  }
}

function passes(row: ImportedRow, { outcome, reason }: RowFilter): boolean {
  return (
    (outcome === undefined || row.outcome === outcome) &&
    (reason === undefined || row.reasons.includes(reason))
  );
}
