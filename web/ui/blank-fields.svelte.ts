import { fillIn } from './words/fill-in.ts';

/**
 * The fields of a form that are still to be filled in, in the order in which they stand. They are named all at once and
 * marked where they stand, but only after somebody has tried to send the form.
 */
export class BlankFields<Field extends string> {
  #tried = $state(false);
  readonly #blank: () => Readonly<Record<Field, boolean>>;
  readonly #nameOf: (field: Field) => string;

  constructor(blank: () => Readonly<Record<Field, boolean>>, nameOf: (field: Field) => string) {
    this.#blank = blank;
    this.#nameOf = nameOf;
  }

  isMarked(field: Field): boolean {
    return this.#tried && this.#blank()[field];
  }

  /** The sentence that names them, or null where none is left: a form strip's `missing`. */
  readonly missing = (): string | null => {
    this.#tried = true;
    const blank = this.#blank();
    return fillIn((Object.keys(blank) as Field[]).filter((field) => blank[field]).map(this.#nameOf));
  };
}
