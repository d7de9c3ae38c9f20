import { postsOn, type Registers } from './posts.rules.ts';
import {
  differences,
  truthOf,
  type PrintedSign,
  type SignDifference,
  type SignedCamera,
  type SignField,
} from './signboards.rules.ts';

/** Why a sign stopped telling the truth: the changes Art. 10(2) lists, and the other items of Art. 10(1). */
export const STALE_CAUSES = [
  'department-renamed',
  'integration-changed',
  'manager-changed',
  'contact-changed',
  'contractor-changed',
  'purpose-changed',
  'place-changed',
  'hours-changed',
  'range-changed',
  'printed-wrong',
] as const;
export type StaleCause = (typeof STALE_CAUSES)[number];

/** A recorded edit of the register that keeps no validity dates of its own. */
export interface DatedEdit {
  readonly field: 'integration' | 'department' | 'contractor' | 'place' | 'hours' | 'range';
  readonly on: string;
}

export interface DatedDifference extends SignDifference {
  readonly since: string | null;
  readonly cause: StaleCause;
}

const EDIT_OF: Readonly<Partial<Record<SignField, DatedEdit['field']>>> = {
  place: 'place',
  hours: 'hours',
  range: 'range',
};
const CAUSE_OF: Readonly<Record<SignField, StaleCause>> = {
  purpose: 'purpose-changed',
  place: 'place-changed',
  hours: 'hours-changed',
  range: 'range-changed',
  manager: 'manager-changed',
  contact: 'contact-changed',
  contractor: 'contractor-changed',
  contractorContact: 'contractor-changed',
};

/**
 * The differences of one standing sign on a day, each with the day from which it has been wrong without a break and
 * what made it so. The day is that of taking effect, never of signing. Null where the register keeps no date.
 */
export function datedDifferences(
  sign: PrintedSign,
  cameras: readonly SignedCamera[],
  registers: Registers,
  edits: readonly DatedEdit[],
  today: string,
): DatedDifference[] {
  const wrongOn = (day: string): SignDifference[] =>
    differences(sign.text, truthOf(cameras, postsOn(registers, day), day));
  const wrong = wrongOn(today);
  if (wrong.length === 0) return [];
  const turns = turningDays(cameras, registers).filter(
    (day) => day <= today && (sign.printedOn === null || day > sign.printedOn),
  );
  const before = sign.printedOn ?? '0001-01-01';
  const wrongBetween = [before, ...turns].map((day) => new Set(wrongOn(day).map(({ field }) => field)));

  return wrong.map((difference) => {
    const { field } = difference;
    let at = wrongBetween.length - 1;
    while (at > 0 && wrongBetween[at - 1]?.has(field)) at--;
    const turn = at === 0 ? undefined : turns[at - 1];
    if (turn !== undefined) return { ...difference, since: turn, cause: causeAt(field, turn, registers) };
    const edit = lastEdit(field, edits, sign.printedOn, today);
    if (edit !== undefined)
      return {
        ...difference,
        since: edit.on,
        cause: edit.field === 'integration' ? 'integration-changed' : CAUSE_OF[field],
      };
    const undated = EDIT_OF[field] !== undefined || field === 'manager' || field === 'contact';
    return sign.printedOn !== null && !undated
      ? { ...difference, since: sign.printedOn, cause: 'printed-wrong' }
      : { ...difference, since: null, cause: CAUSE_OF[field] };
  });
}

/** Days on which the truth of these cameras could turn, oldest first. */
function turningDays(cameras: readonly SignedCamera[], registers: Registers): string[] {
  const periods = [...registers.departments, ...registers.posts, ...registers.contractors];
  const purposes = cameras.flatMap((camera) => camera.purposes);
  const days = [
    ...periods.flatMap(({ validFrom, validTo }) => [validFrom, validTo]),
    ...purposes.flatMap(({ addedOn, endedOn }) => [addedOn, endedOn]),
  ];
  return [...new Set(days.filter((day) => day !== null))].sort();
}

function causeAt(field: SignField, turn: string, registers: Registers): StaleCause {
  const renamed = registers.departments.some(
    (each) =>
      (each.validTo === turn && each.succeededBy !== null) ||
      (each.validFrom === turn && postMoved(each.departmentId, turn, registers)),
  );
  return (field === 'manager' || field === 'contact') && renamed ? 'department-renamed' : CAUSE_OF[field];
}

/** Whether a post of the department begins on the day another post of the same duty ends: the order moved the work. */
function postMoved(departmentId: number, turn: string, { posts }: Registers): boolean {
  return posts.some(
    (post) =>
      post.departmentId === departmentId &&
      post.validFrom === turn &&
      posts.some((former) => former.duty === post.duty && former.validTo === turn),
  );
}

function lastEdit(
  field: SignField,
  edits: readonly DatedEdit[],
  printedOn: string | null,
  today: string,
): DatedEdit | undefined {
  const fields: DatedEdit['field'][] =
    field === 'manager' || field === 'contact'
      ? ['integration', 'department']
      : field === 'contractor' || field === 'contractorContact'
        ? ['contractor']
        : EDIT_OF[field] === undefined
          ? []
          : [EDIT_OF[field]];
  return edits
    .filter(
      (edit) =>
        fields.includes(edit.field) && edit.on <= today && (printedOn === null || edit.on > printedOn),
    )
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .at(-1);
}
