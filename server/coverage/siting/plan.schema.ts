import { z } from 'zod';
import { hangingFields } from '../../cameras/cameras.schema.ts';
import { PURPOSES } from '../../cameras/purposes.rules.ts';
import { perhaps, text } from '../../platform/text.schema.ts';

/** As many as there are letters. */
export const MOST_ALTERNATIVES = 26;
export const MOST_PLANS = 300;

const { kind, azimuthDeg, hfovDeg, rangeM, heightM, tiltDeg, megapixels } = hangingFields;

/**
 * One camera that a plan weighs. Degrees and metres as in the register, bearing from true north, tilt below the horizon; null
 * is not decided yet.
 */
const alternative = z.strictObject({
  letter: z.string().regex(/^[A-Z]$/u),
  name: perhaps(60),
  lon: z.number().min(124).max(132),
  lat: z.number().min(33).max(39),
  kind: kind.unwrap(),
  azimuthDeg: azimuthDeg.unwrap(),
  hfovDeg: hfovDeg.unwrap(),
  rangeM: rangeM.unwrap(),
  heightM: heightM.unwrap(),
  tiltDeg,
  megapixels,
  /** Metres that it sees at night. */
  nightRangeM: rangeM,
  purposes: z.array(z.enum(PURPOSES)).max(PURPOSES.length),
  note: perhaps(500),
});
export type PlanAlternative = z.infer<typeof alternative>;

const contents = z.strictObject({
  title: text(100),
  /** Whose plan it is; a department's account keeps the own department's alone. */
  departmentId: z.int().min(1).max(0x7fffffff).nullable(),
  alternatives: z.array(alternative).max(MOST_ALTERNATIVES),
});
const lettersDiffer = ({ alternatives }: z.infer<typeof contents>): boolean =>
  new Set(alternatives.map(({ letter }) => letter)).size === alternatives.length;

export const planParam = z.object({ planId: z.uuid() });
/** `POST /api/coverage/plans`: the client gives the number, so that a second press answers as the first. */
export const newPlanBody = contents
  .extend({ planId: z.uuid() })
  .refine(lettersDiffer, { path: ['alternatives'], message: 'letters differ' });
export type NewPlanBody = z.infer<typeof newPlanBody>;
/** `PUT /api/coverage/plans/:planId`: the whole plan, and the version that was read. 409 `changed-meanwhile` where it is another. */
export const planBody = contents
  .extend({ version: z.int().min(1).max(0x7fffffff) })
  .refine(lettersDiffer, { path: ['alternatives'], message: 'letters differ' });
export type PlanBody = z.infer<typeof planBody>;

/** One line of `GET /api/coverage/plans` -> `{plans}`, the last changed first. */
export interface PlanLine {
  readonly planId: string;
  readonly title: string;
  readonly departmentId: number | null;
  readonly department: string | null;
  /** Who made it. */
  readonly owner: string;
  readonly version: number;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly alternatives: number;
  /** Whether this person may change or remove it. */
  readonly mayKeep: boolean;
}

/** `GET /api/coverage/plans/:planId`, and the answer to `POST` (201) and `PUT`. */
export interface PlanView extends Omit<PlanLine, 'alternatives'> {
  readonly alternatives: readonly PlanAlternative[];
}
