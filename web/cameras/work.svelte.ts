import type { Fleet } from './fleet.svelte.ts';
import type { Names } from './names.svelte.ts';
import { workOf, type Trouble, type Work } from './work-list.rules.ts';

/** A line of the list: a thing to deal with, or one of its cameras while it is open. */
export type WorkLine = { readonly work: Work; readonly row: number | null };

const MOST_ASKED = 60;

/** What waits to be dealt with, and where the person stands in it. */
export class WorkList {
  /** Only this trouble; null lists all. */
  only = $state<Trouble | null>(null);
  cursor = $state(0);
  opened = $state<string | null>(null);
  readonly #fleet: Fleet;
  readonly #names: Names;

  readonly all = $derived.by(() => workOf(this.#fleet.columns, this.#fleet.effectiveState, this.#fleet.own));
  readonly shown = $derived(
    this.only === null ? this.all : this.all.filter(({ trouble }) => trouble === this.only),
  );
  readonly lines = $derived(
    this.shown.flatMap((work): WorkLine[] =>
      work.key === this.opened && work.rows.length > 1
        ? [{ work, row: null }, ...work.rows.map((row) => ({ work, row }))]
        : [{ work, row: null }],
    ),
  );

  constructor(fleet: Fleet, names: Names) {
    this.#fleet = fleet;
    this.#names = names;
  }

  /** Lists one trouble, or all again where it is listed already. */
  choose(trouble: Trouble | null): void {
    this.only = trouble;
    this.cursor = 0;
    const work = trouble === null ? [] : this.shown;
    this.opened = work.length === 1 ? work[0]!.key : null;
  }

  step(by: 1 | -1): void {
    const { length } = this.lines;
    if (length > 0) this.cursor = Math.min(Math.max(this.cursor + by, 0), length - 1);
  }

  /** Since when the oldest of the cameras has been so; null while it is being read, or where nobody knows. */
  sinceOf(rows: readonly number[], trouble: Trouble): Date | null {
    if (trouble === 'stale') return null;
    const instants = rows
      .slice(0, MOST_ASKED)
      .map((row) => this.#names.of(this.#fleet.columns.cameraId[row]!)?.stateSince)
      .filter((since) => since != null)
      .map((since) => Date.parse(since));
    return instants.length === 0 ? null : new Date(Math.min(...instants));
  }

  /** Asks for the names of what the list shows. */
  readNames(): void {
    const rows = this.lines.flatMap(({ work, row }) =>
      row === null ? work.rows.slice(0, MOST_ASKED) : [row],
    );
    this.#names.want(rows.map((row) => this.#fleet.columns.cameraId[row]!));
  }
}
