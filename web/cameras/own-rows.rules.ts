import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';

/** Whose cameras: those of departments, or those of owners, by the names of the register; or these, by their numbers. */
export type Whose =
  | { readonly departments: readonly string[] }
  | { readonly owners: readonly string[] }
  | { readonly cameraIds: readonly number[] };

/** By row: 1 where the camera is theirs. An owner's name counts without the blanks around it. */
export function ownRows(columns: CameraColumns, whose: Whose): Uint8Array {
  if ('cameraIds' in whose) {
    const ids = new Set(whose.cameraIds);
    return Uint8Array.from({ length: columns.count }, (_, row) => (ids.has(columns.cameraId[row]!) ? 1 : 0));
  }
  const [names, values, column] =
    'owners' in whose
      ? [columns.owners.map((each) => each.trim()), whose.owners, columns.owner]
      : [columns.departments, whose.departments, columns.department];
  const theirs = names.map((each) => values.includes(each));
  return Uint8Array.from({ length: columns.count }, (_, row) => (theirs[column[row]!] === true ? 1 : 0));
}
