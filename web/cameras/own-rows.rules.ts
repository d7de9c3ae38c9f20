import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';

/** Whose cameras: those of departments, or those of owners, by the names of the register. */
export type Whose = { readonly departments: readonly string[] } | { readonly owners: readonly string[] };

/** By row: 1 where the camera is theirs. An owner's name counts without the blanks around it. */
export function ownRows(columns: CameraColumns, whose: Whose): Uint8Array {
  const [names, values, column] =
    'owners' in whose
      ? [columns.owners.map((each) => each.trim()), whose.owners, columns.owner]
      : [columns.departments, whose.departments, columns.department];
  const theirs = names.map((each) => values.includes(each));
  return Uint8Array.from({ length: columns.count }, (_, row) => (theirs[column[row]!] === true ? 1 : 0));
}
