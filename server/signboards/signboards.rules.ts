import { PURPOSE_NAMES, PURPOSES, type Purpose } from '../cameras/purposes.rules.ts';
import type { Integration, SignState } from '../cameras/snapshot.rules.ts';
import { isInForce, type PostsOn } from './posts.rules.ts';

/** The four items of Art. 10(1), each in its parts, as they stand on a sign. */
export const SIGN_FIELDS = [
  'purpose',
  'place',
  'hours',
  'range',
  'manager',
  'contact',
  'contractor',
  'contractorContact',
] as const;
export type SignField = (typeof SIGN_FIELDS)[number];

/** What is true, or printed, of the four items. Null: unknown; of the contractor: no outsourcing in force. */
export type SignText = Readonly<Record<SignField, string | null>>;

export interface PrintedSign {
  readonly signboardId: number;
  readonly kind: 'sign' | 'building-sign';
  /** ISO day, null when nobody knows. */
  readonly printedOn: string | null;
  readonly removedOn: string | null;
  readonly text: SignText;
}

export interface DatedPurpose {
  readonly purpose: Purpose;
  readonly main: boolean;
  readonly addedOn: string | null;
  readonly endedOn: string | null;
  readonly legalBasis: string | null;
}

/** What the register says of a camera that a sign must say too. */
export interface SignedCamera {
  readonly siteName: string;
  readonly hoursText: string | null;
  readonly rangeText: string | null;
  readonly integration: Integration | null;
  readonly departmentId: number | null;
  readonly contractorId: number | null;
  readonly purposes: readonly DatedPurpose[];
}

/**
 * What a sign for these cameras must say on a day (Art. 10(1)): purposes in the order of Art. 6, the main one of the
 * first camera before the others; place; hours; range; the responsible post of Art. 5(1) with its telephone; and the
 * 수탁자 only while an outsourcing contract is in force. Several values of one item are joined by " · " or "·".
 */
export function truthOf(cameras: readonly SignedCamera[], posts: PostsOn, day: string): SignText {
  const responsible = cameras.map((camera) => posts.responsibleFor(camera));
  const contractors = cameras.map((camera) => posts.contractorFor(camera)).filter((each) => each !== null);
  return {
    purpose: purposeText(cameras, day),
    place: joined(cameras.map((camera) => camera.siteName)),
    hours: joined(cameras.map((camera) => camera.hoursText)),
    range: joined(cameras.map((camera) => camera.rangeText)),
    manager: joined(responsible.map((post) => post?.signName ?? null)),
    contact: joined(responsible.map((post) => post?.phone ?? null)),
    contractor: contractors.length === 0 ? null : joined(contractors.map(({ name }) => name)),
    contractorContact: contractors.length === 0 ? null : joined(contractors.map(({ phone }) => phone)),
  };
}

function purposeText(cameras: readonly SignedCamera[], day: string): string | null {
  const inForce = cameras.flatMap((camera) =>
    camera.purposes.filter(
      ({ addedOn, endedOn }) => (addedOn === null || addedOn <= day) && (endedOn === null || endedOn > day),
    ),
  );
  const first = inForce.find(({ main }) => main);
  const inOrder = [...inForce].sort((a, b) => PURPOSES.indexOf(a.purpose) - PURPOSES.indexOf(b.purpose));
  const words = [...(first ? [first] : []), ...inOrder].map(({ purpose, legalBasis }) =>
    purpose === 'statute' ? (legalBasis ?? PURPOSE_NAMES.statute) : PURPOSE_NAMES[purpose],
  );
  return words.length === 0 ? null : [...new Set(words)].join('·');
}

/** One unknown among several makes the whole unknown: a sign is never called wrong on half a truth. */
function joined(values: readonly (string | null)[]): string | null {
  if (values.length === 0 || values.includes(null)) return null;
  return [...new Set(values)].join(' · ');
}

export interface SignDifference {
  readonly field: SignField;
  readonly printed: string | null;
  readonly current: string | null;
}

/**
 * Items whose print differs from the truth (Art. 10(2)). Spacing, the order of joined values and the punctuation of
 * telephone numbers do not count. An unknown truth accuses nobody, except that an item left blank is wrong anyway.
 */
export function differences(printed: SignText, truth: SignText): SignDifference[] {
  return SIGN_FIELDS.filter((field) => {
    if (printed[field] === truth[field] && printed[field] !== '') return false;
    const [print, now] = [spoken(field, printed[field]), spoken(field, truth[field])];
    if (field === 'contractor' || field === 'contractorContact') return print !== now;
    return print === '' || (now !== '' && print !== now);
  }).map((field) => ({ field, printed: printed[field], current: truth[field] }));
}

function spoken(field: SignField, text: string | null): string {
  if (text === null) return '';
  return text
    .split('·')
    .map((part) =>
      field === 'contact' || field === 'contractorContact'
        ? part.replace(/\D/g, '')
        : part.normalize('NFC').trim().replace(/\s+/g, ' '),
    )
    .sort()
    .join('·');
}

export interface SubstituteNotice {
  readonly noticeId: number;
  readonly reason: 'traffic-flow' | 'long-range' | 'not-feasible';
  readonly publishedAt: string;
  readonly publishedOn: string;
  readonly withdrawnOn: string | null;
}

export interface SecurityExemption {
  readonly decisionNo: string;
  readonly decidedOn: string;
}

/** Things that contradict each other around one camera: shown to the officer, decided by nobody but him. */
export type SignConflict = 'sign-at-exempt-site' | 'notice-of-exempt-site' | 'notice-beside-sign';

export interface SignStanding<Sign extends { printed: PrintedSign; truth: SignText }> {
  readonly state: SignState;
  readonly buildingSign: boolean;
  readonly standing: readonly Sign[];
  readonly stale: readonly { sign: Sign; differences: SignDifference[] }[];
  readonly notice: SubstituteNotice | null;
  readonly conflicts: readonly SignConflict[];
}

/**
 * The one notice state of a camera on a day. A security decision comes first ("제1항, 제2항에도 불구하고", Art. 10(4)):
 * neither sign nor notice is asked of it. Then what stands on the street, since citizens read it: one wrong sign makes
 * the camera stale (Art. 10(2)), whatever hangs beside it. A web notice counts only in place of a sign (갈음, 10(3)).
 */
export function signStanding<Sign extends { printed: PrintedSign; truth: SignText }>(
  signs: readonly Sign[],
  notices: readonly SubstituteNotice[],
  exemption: SecurityExemption | null,
  day: string,
): SignStanding<Sign> {
  const standing = signs.filter(({ printed }) => isStanding(printed, day));
  const notice = notices.find((each) => isInForce(day, each.publishedOn, each.withdrawnOn)) ?? null;
  const exempt = exemption !== null && exemption.decidedOn <= day;
  const stale = exempt
    ? []
    : standing
        .map((sign) => ({ sign, differences: differences(sign.printed.text, sign.truth) }))
        .filter((each) => each.differences.length > 0);
  const conflicts: SignConflict[] = [];
  if (exempt && standing.length > 0) conflicts.push('sign-at-exempt-site');
  if (exempt && notice !== null) conflicts.push('notice-of-exempt-site');
  if (!exempt && standing.length > 0 && notice !== null) conflicts.push('notice-beside-sign');

  const state: SignState = exempt
    ? 'exempt'
    : stale.length > 0
      ? 'stale'
      : standing.length > 0
        ? 'as-printed'
        : notice !== null
          ? 'web-notice'
          : 'missing';
  const buildingSign =
    !exempt && standing.length > 0 && standing.every(({ printed }) => printed.kind === 'building-sign');
  return { state, buildingSign, standing, stale, notice, conflicts };
}

/** Whether the sign hangs on that day: printed by then, as far as known, and not taken down. */
export function isStanding(sign: Pick<PrintedSign, 'printedOn' | 'removedOn'>, day: string): boolean {
  return (
    (sign.printedOn === null || sign.printedOn <= day) && (sign.removedOn === null || sign.removedOn > day)
  );
}
