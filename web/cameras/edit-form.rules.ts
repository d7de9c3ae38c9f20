import {
  DECIDED_FIELDS,
  type CameraCard,
  type CameraPatch,
  type ReadValues,
} from '../../server/cameras/cameras.schema.ts';

/** The fields that a person may write, in the order of the form. */
export const EDITED = [
  { name: 'name', input: 'text', unknown: false },
  { name: 'managementNo', input: 'text', unknown: true },
  { name: 'kind', input: 'choice', unknown: true, choices: ['fixed', 'ptz', 'fisheye'] },
  { name: 'azimuthDeg', input: 'number', unknown: true, unit: '°', low: 0, high: 359.9 },
  { name: 'hfovDeg', input: 'number', unknown: true, unit: '°', low: 0.1, high: 360 },
  { name: 'rangeM', input: 'number', unknown: true, unit: 'm', low: 0.1, high: 2000 },
  { name: 'nightRangeM', input: 'number', unknown: true, unit: 'm', low: 0.1, high: 2000 },
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

type Value = string | number | null;
/** What the form was made from. */
export type Values = Readonly<Record<EditedName, Value>>;

export function valuesOf(card: CameraCard): Values {
  const pairs = EDITED.map(({ name }): [string, Value] => [
    name,
    name === 'retentionDays' ? card.retention.declaredDays : card[name],
  ]);
  return Object.fromEntries(pairs) as Values;
}

const entryOf = (value: Value): Draft[EditedName] => ({
  text: value === null ? '' : String(value),
  unknown: value === null,
});

export function draftOf(card: CameraCard): Draft {
  const values = valuesOf(card);
  return Object.fromEntries(EDITED.map(({ name }) => [name, entryOf(values[name])])) as Draft;
}

function isTouched(value: Value, { text, unknown }: Draft[EditedName]): boolean {
  const made = entryOf(value);
  return unknown !== made.unknown || (!unknown && text !== made.text);
}

/** The form after the camera was read anew: what nobody wrote in follows the camera, the rest stays as it was begun. */
export function followed(
  values: Values,
  draft: Draft,
  card: CameraCard,
): { readonly values: Values; readonly draft: Draft } {
  const read = valuesOf(card);
  const isKept = (name: EditedName): boolean => isTouched(values[name], draft[name]);
  const pick = <T>(kept: (name: EditedName) => T, fresh: (name: EditedName) => T) =>
    Object.fromEntries(EDITED.map(({ name }) => [name, isKept(name) ? kept(name) : fresh(name)]));
  return {
    values: pick(
      (name) => values[name],
      (name) => read[name],
    ) as Values,
    draft: pick(
      (name) => draft[name],
      (name) => entryOf(read[name]),
    ) as Draft,
  };
}

const isWithin = (value: number, { low = -Infinity, high = Infinity }: EditedField): boolean =>
  Number.isFinite(value) && value >= low && value <= high;

export type PatchResult =
  { readonly patch: CameraPatch; readonly read: ReadValues } | { readonly wrong: EditedName };

/**
 * The fields among `offered` that the person changed, each with the value that was read of it; or the first that holds
 * nothing the server could take.
 */
export function patchOf(values: Values, draft: Draft, offered: readonly EditedName[]): PatchResult {
  const patch: Record<string, Value> = {};
  const read: Record<string, Value> = {};
  for (const field of EDITED) {
    const { name, input, unknown } = field;
    const value = values[name];
    if (!offered.includes(name) || !isTouched(value, draft[name])) continue;
    const { text, unknown: saidUnknown } = draft[name];
    const typed = text.trim();
    const isUnknown = unknown && saidUnknown;
    if (!isUnknown && typed === '') return { wrong: name };
    const number = Number(typed.replace(',', '.'));
    if (!isUnknown && input === 'number' && !isWithin(number, field)) return { wrong: name };
    const next = isUnknown ? null : input === 'number' ? number : typed;
    if (next === value) continue;
    patch[name] = next;
    read[name] = value;
  }
  return { patch: patch as CameraPatch, read: read as ReadValues };
}
