import type { PersonView } from '../../server/organisation/person.schema.ts';

type Person = Pick<PersonView, 'personId' | 'name' | 'personNo' | 'department'>;

/** A person as a line of the list of suggestions. */
export const lineOf = ({ name, personNo, department }: Person): string =>
  [name, personNo, department].filter((each) => each !== null).join(' · ');

/** Whom typed words mean: a line of the list, or the only one of that name or number; null where that is not one person. */
export function meantPerson<P extends Person>(typed: string, among: readonly P[]): P | null {
  const line = among.find((each) => lineOf(each) === typed);
  if (line !== undefined) return line;
  const plain = typed.trim();
  const those = among.filter(({ name, personNo }) => name === plain || personNo === plain);
  return those.length === 1 ? those[0]! : null;
}
