import { DECIDED_FIELDS, type CameraCard, type CameraPatch } from '../../server/cameras/cameras.schema.ts';

/** The fields that a person may write, in the order of the form. */
export const EDITED = [
  { name: 'name', input: 'text', unknown: false },
  { name: 'managementNo', input: 'text', unknown: true },
  { name: 'kind', input: 'choice', unknown: true, choices: ['fixed', 'ptz', 'fisheye'] },
  { name: 'azimuthDeg', input: 'number', unknown: true, unit: '°', low: 0, high: 359.9 },
  { name: 'hfovDeg', input: 'number', unknown: true, unit: '°', low: 0.1, high: 360 },
  { name: 'rangeM', input: 'number', unknown: true, unit: 'm', low: 0.1, high: 2000 },
  { name: 'heightM', input: 'number', unknown: true, unit: 'm', low: 0.1, high: 200 },
  { name: 'tiltDeg', input: 'number', unknown: true, unit: '°', low: -90, high: 90 },
  { name: 'phone', input: 'text', unknown: true },
  { name: 'retentionDays', input: 'number', unknown: true, unit: 'day', low: 1, high: 32767 },
  { name: 'integration', input: 'choice', unknown: true, choices: ['integrated', 'linked', 'standalone'] },
  { name: 'integrationReason', input: 'text', unknown: true },
  { name: 'watch', input: 'choice', unknown: false, choices: ['watched', 'excluded'] },
  { name: 'watchReason', input: 'text', unknown: true },
  { name: 'regime', input: 'choice', unknown: false, choices: ['fixed', 'mobile'] },
  { name: 'directionText', input: 'text', unknown: true },
] as const satisfies readonly EditedField[];

interface EditedField {
  readonly name: keyof CameraPatch;
  readonly input: 'text' | 'number' | 'choice';
  /** Whether "unknown" is a value of this field that can be chosen. */
  readonly unknown: boolean;
  readonly choices?: readonly string[];
  readonly unit?: '°' | 'm' | 'day';
  readonly low?: number;
  readonly high?: number;
}
export type EditedName = (typeof EDITED)[number]['name'];

/** Whether only the centre may write this field, so that others are not offered it. */
export const isDecided = (name: EditedName): boolean => DECIDED_FIELDS.some((decided) => decided === name);

/** What stands in the form: the text of each field, and whether the person says that nobody knows it. */
export type Draft = Record<EditedName, { text: string; unknown: boolean }>;

function valueOf(card: CameraCard, name: EditedName): string | number | null {
  return name === 'retentionDays' ? card.retention.declaredDays : card[name];
}

export function draftOf(card: CameraCard): Draft {
  return Object.fromEntries(
    EDITED.map(({ name }) => {
      const value = valueOf(card, name);
      return [name, { text: value === null ? '' : String(value), unknown: value === null }];
    }),
  ) as Draft;
}

const isWithin = (value: number, { low = -Infinity, high = Infinity }: EditedField): boolean =>
  Number.isFinite(value) && value >= low && value <= high;

export type PatchResult = { readonly patch: CameraPatch } | { readonly wrong: EditedName };

/** The fields that the draft changes; or the first one that holds nothing the server could take. */
export function patchOf(card: CameraCard, draft: Draft): PatchResult {
  const patch: Record<string, string | number | null> = {};
  for (const field of EDITED) {
    const { name, input, unknown } = field;
    const { text, unknown: saidUnknown } = draft[name];
    const typed = text.trim();
    const isUnknown = unknown && saidUnknown;
    if (!isUnknown && typed === '') return { wrong: name };
    const number = Number(typed.replace(',', '.'));
    if (!isUnknown && input === 'number' && !isWithin(number, field)) return { wrong: name };
    const next = isUnknown ? null : input === 'number' ? number : typed;
    if (next !== valueOf(card, name)) patch[name] = next;
  }
  return { patch: patch as CameraPatch };
}
