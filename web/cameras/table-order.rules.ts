import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';

/** Columns that the browser itself can sort by. 'list' is the order of every list: strongest state first. */
export const SORTS = [
  'list',
  'cause',
  'since',
  'kind',
  'purpose',
  'signboard',
  'district',
  'department',
  'owner',
] as const;
export type Sort = (typeof SORTS)[number];

const collator = new Intl.Collator('ko');

/**
 * The same rows in another order; equal ones keep theirs, and what is unknown comes last either way. Causes stand in the
 * order of the words they are shown by.
 */
export function sortedRows(
  columns: CameraColumns,
  order: Uint32Array,
  sort: Sort,
  descending: boolean,
  causeWords: (cause: string) => string,
): Uint32Array {
  if (sort === 'list') return descending ? order.toReversed() : order;
  const ranks = ranksOf(columns, sort, causeWords);
  const sign = descending ? -1 : 1;
  return order.toSorted((a, b) => {
    const [first, second] = [ranks(a), ranks(b)];
    if (first === second) return 0;
    if (first === Infinity || second === Infinity) return first === Infinity ? 1 : -1;
    return (first - second) * sign;
  });
}

function ranksOf(
  columns: CameraColumns,
  sort: Exclude<Sort, 'list'>,
  causeWords: (cause: string) => string,
): (row: number) => number {
  if (sort === 'kind') return (row) => (columns.kind[row] === 3 ? Infinity : columns.kind[row]!);
  if (sort === 'purpose')
    return (row) => (columns.mainPurpose[row] === 255 ? Infinity : columns.mainPurpose[row]!);
  if (sort === 'signboard') return (row) => columns.signboard[row]!;
  if (sort === 'since') return (row) => columns.sinceMin[row] || Infinity;
  const words = {
    ...{ district: columns.districts, department: columns.departments, owner: columns.owners },
    cause: columns.causes.map(causeWords),
  }[sort];
  const byWord = words
    .map((word, index) => ({ word, index }))
    .sort((a, b) => collator.compare(a.word, b.word));
  const rank = new Map(byWord.map(({ index }, place) => [index, place]));
  return (row) => rank.get(columns[sort][row]!) ?? Infinity;
}
