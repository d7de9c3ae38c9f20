import { plainHeader } from '../../geodata/row-batch.ts';
import type { Sentence } from './sentence.ts';

/** What a list of rows that people keep in a spreadsheet must hold, and by which names its columns are known. */
export interface ListForm<Field extends string> {
  /** The names of columns as `plainHeader` writes them. */
  readonly aliases: Readonly<Record<Field, readonly string[]>>;
  readonly required: readonly Field[];
  readonly names: Readonly<Record<Field, Sentence>>;
  /** What is said of a file in which the required columns are not found. */
  readonly notFound: Sentence;
}

/** One row of a list. `cells` in the order of the file's columns; `broken`: more or fewer cells than the heading has. */
export interface ListRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly broken: boolean;
}

const fieldsOf = <Field extends string>({ aliases }: ListForm<Field>): Field[] =>
  Object.keys(aliases) as Field[];

/** Which column of a file holds which field; -1 where none does. */
export function columnsIn<Field extends string>(
  form: ListForm<Field>,
  header: readonly string[],
): Readonly<Record<Field, number>> {
  const plain = header.map(plainHeader);
  return Object.fromEntries(
    fieldsOf(form).map((field) => [field, plain.findIndex((name) => form.aliases[field].includes(name))]),
  ) as Record<Field, number>;
}

/** Fields that more than one column of a file claims to hold. */
export function fieldsTwiceIn<Field extends string>(
  form: ListForm<Field>,
  header: readonly string[],
): Field[] {
  const plain = header.map(plainHeader);
  return fieldsOf(form).filter(
    (field) => plain.filter((name) => form.aliases[field].includes(name)).length > 1,
  );
}

/** Whether names are those of such a list: every required field has a column. */
export function isHeaderOf<Field extends string>(form: ListForm<Field>, names: readonly string[]): boolean {
  const columns = columnsIn(form, names);
  return form.required.every((field) => columns[field] >= 0);
}

/** An ISO day from the ways in which lists write one; null where it is none. */
export function dayIn(text: string): string | null {
  const match =
    /^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?$/.exec(text.trim()) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day] = match;
  const iso = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
