import type { Purpose } from '../../server/cameras/purposes.rules.ts';
import type { ReorganisationKind, Step } from '../../server/organisation/organisation.schema.ts';

export interface PartDraft {
  key: number;
  name: string;
  phone: string;
  purposes: Purpose[];
}

/** One change of an order as it is typed; which fields count depends on its kind. */
export interface StepDraft {
  key: number;
  kind: ReorganisationKind;
  departmentId: string;
  name: string;
  phone: string;
  merged: string[];
  /** A merger goes into a new department, or into this one that goes on. */
  intoId: string;
  /** Whose head goes on as the head of the merged department; empty: nobody. */
  headFrom: string;
  goesOn: boolean;
  parts: PartDraft[];
}

let keys = 0;
export const emptyPart = (): PartDraft => ({ key: ++keys, name: '', phone: '', purposes: [] });
export const emptyStep = (kind: ReorganisationKind = 'rename'): StepDraft => ({
  key: ++keys,
  kind,
  departmentId: '',
  name: '',
  phone: '',
  merged: [],
  intoId: '',
  headFrom: '',
  goesOn: true,
  parts: [emptyPart()],
});

const orNull = (words: string): string | null => (words.trim() === '' ? null : words.trim());
const asNew = ({ name, phone }: { name: string; phone: string }) => ({
  name: name.trim(),
  phone: orNull(phone),
});

const STEP_FIELDS = ['department', 'merged', 'name', 'part'] as const;
export type StepField = (typeof STEP_FIELDS)[number];

/** The fields of a change that are still to be filled in, in the order in which they stand. */
export function missingOf(draft: StepDraft): StepField[] {
  const { kind, departmentId, name, merged, intoId, parts } = draft;
  // One department into one that goes on is a merger; one into a new one is a renaming.
  const least = intoId === '' ? 2 : 1;
  const isNew = kind === 'rename' || kind === 'found' || (kind === 'merge' && intoId === '');
  const blank: Readonly<Record<StepField, boolean>> = {
    department: kind !== 'found' && kind !== 'merge' && departmentId === '',
    merged: kind === 'merge' && merged.filter((each) => each !== intoId).length < least,
    name: isNew && name.trim() === '',
    part: kind === 'split' && parts.some((part) => part.name.trim() === ''),
  };
  return STEP_FIELDS.filter((field) => blank[field]);
}

/** The change as the server takes it; only of a draft that misses nothing. */
export function stepOf(draft: StepDraft): Step {
  const departmentId = Number(draft.departmentId);
  switch (draft.kind) {
    case 'rename':
      return { kind: 'rename', departmentId, ...asNew(draft) };
    case 'merge':
      return {
        kind: 'merge',
        departmentIds: draft.merged.filter((each) => each !== draft.intoId).map(Number),
        into: draft.intoId === '' ? asNew(draft) : { departmentId: Number(draft.intoId) },
        headFrom: draft.headFrom === '' ? null : Number(draft.headFrom),
      };
    case 'split':
      return {
        kind: 'split',
        departmentId,
        goesOn: draft.goesOn,
        parts: draft.parts.map((part) => ({ ...asNew(part), purposes: [...part.purposes] })),
      };
    case 'abolish':
      return { kind: 'abolish', departmentId };
    case 'found':
      return { kind: 'found', ...asNew(draft) };
  }
}
