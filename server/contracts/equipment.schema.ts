import { z } from 'zod';
import { isoDay, isoInstant } from '../platform/day.schema.ts';
import { perhaps, text } from '../platform/text.schema.ts';
import type { WindowView } from './maintenance.schema.ts';

export const EQUIPMENT_PARTS = ['camera', 'pole', 'power', 'network', 'recorder', 'encoder'] as const;
export type EquipmentPart = (typeof EQUIPMENT_PARTS)[number];
export const AGES = ['over', 'within', 'unknown'] as const;
/** Over its expected life, within it, or of unknown age, which is never taken for new (Art. 12(2)). */
export type Age = (typeof AGES)[number];

const id = z.coerce.number().int().positive().max(2_147_483_647);
const number = z.number().int().positive().max(2_147_483_647);
const limit = z.coerce.number().int().min(1).max(200).default(100);
const maybe = text(120).nullable();

export const cameraParam = z.object({ cameraId: id });
export const equipmentParam = cameraParam.extend({ equipmentId: id });
export const faultParam = cameraParam.extend({ faultId: z.uuid() });

const facts = {
  maker: maybe,
  model: maybe,
  serial: maybe,
  firmware: maybe,
  /** Null is unknown. */
  installedOn: isoDay.nullable(),
  /** Of its security certificate (TTA 인증, Art. 7, 30(3)): for which model and firmware it holds, and until when. */
  certificateNo: maybe.optional(),
  certifiedModel: maybe.optional(),
  certifiedFirmware: maybe.optional(),
  certificateUntil: isoDay.nullable().optional(),
};
export const newEquipmentBody = z.strictObject({
  requestId: z.uuid(),
  part: z.enum(EQUIPMENT_PARTS),
  ...facts,
});
export type NewEquipmentBody = z.infer<typeof newEquipmentBody>;
export const equipmentPatch = z.strictObject({ ...facts, removedOn: isoDay.nullable() }).partial();
export type EquipmentPatch = z.infer<typeof equipmentPatch>;

/** Who looks after a camera from today: the own crew of a department, or a contractor (Art. 12(2)). */
export const keeperBody = z.union([
  z.strictObject({ departmentId: number }),
  z.strictObject({ contractorId: number }),
]);
export type KeeperBody = z.infer<typeof keeperBody>;

export const newFaultBody = z.strictObject({
  faultId: z.uuid(),
  what: text(300),
  part: z.enum(EQUIPMENT_PARTS).nullable(),
  cause: maybe,
  /** An ISO instant; null is now. */
  foundAt: isoInstant.nullable(),
});
export type NewFaultBody = z.infer<typeof newFaultBody>;
export const repairBody = z.strictObject({
  cause: maybe,
  note: perhaps(300).nullable(),
  /** An ISO instant; null is now. */
  repairedAt: isoInstant.nullable(),
});
export type RepairBody = z.infer<typeof repairBody>;

const keeper = {
  departmentId: id.optional(),
  contractorId: id.optional(),
};
export const equipmentQuery = z.strictObject({
  age: z.enum(AGES).optional(),
  part: z.enum(EQUIPMENT_PARTS).optional(),
  ...keeper,
  /** `<installed day or ->.<equipment number>` of the last line of the page before. */
  after: z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2}|-)\.\d{1,9}$/)
    .optional(),
  limit,
});
export type EquipmentQuery = z.infer<typeof equipmentQuery>;
export const faultsQuery = z.strictObject({
  state: z.enum(['open', 'closed']).default('open'),
  ...keeper,
  /** `<instant>.<fault>` of the last line of the page before. */
  after: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,15}(Z|[+-]\d{2}:\d{2})~[0-9a-f-]{36}$/)
    .optional(),
  limit,
});
export type FaultsQuery = z.infer<typeof faultsQuery>;

/** Who looks after a camera now. */
export interface Keeper {
  readonly kind: 'own-crew' | 'contractor';
  readonly name: string;
  readonly phone: string | null;
  readonly since: string;
}

export interface EquipmentRow {
  readonly equipmentId: number;
  readonly cameraId: number;
  readonly part: EquipmentPart;
  readonly maker: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
  readonly installedOn: string | null;
  readonly removedOn: string | null;
  readonly certificateNo: string | null;
  readonly certifiedModel: string | null;
  readonly certifiedFirmware: string | null;
  readonly certificateUntil: string | null;
  /** As the device says of itself, and nobody has verified it. */
  readonly unverified: boolean;
}

export interface EquipmentView extends EquipmentRow {
  readonly ageMonths: number | null;
  readonly lifeMonths: number;
  readonly age: Age;
}

interface OfCamera {
  readonly cameraId: number;
  readonly managementNo: string | null;
  readonly cameraName: string;
  readonly keeper: string | null;
}

export type EquipmentLine = EquipmentView & OfCamera;

/** Counts of what the asker may see: by part, how many and how old. */
export interface AgeCount {
  readonly part: EquipmentPart;
  readonly age: Age;
  readonly count: number;
}
export interface EquipmentPage {
  readonly lines: readonly EquipmentLine[];
  readonly next: string | null;
  readonly counts: readonly AgeCount[];
  readonly lifeMonths: Readonly<Record<EquipmentPart, number>>;
  readonly today: string;
}

export interface FaultView {
  readonly faultId: string;
  readonly cameraId: number;
  readonly part: EquipmentPart | null;
  readonly foundAt: string;
  readonly foundBy: string;
  readonly what: string;
  readonly cause: string | null;
  readonly repairedAt: string | null;
  readonly repairedBy: string | null;
  readonly repairNote: string | null;
  /** The breach of law that the program ordered the end of; null for any other fault. */
  readonly finding: string | null;
  readonly demo: boolean;
}
export type FaultLine = FaultView & OfCamera;

/** What a probe proved and nobody has written down yet: proposed as a fault, never one by itself. */
export interface FaultProposal extends OfCamera {
  readonly since: string;
  readonly cause: string | null;
}
export interface FaultsPage {
  readonly faults: readonly FaultLine[];
  readonly next: string | null;
  readonly proposals: readonly FaultProposal[];
  readonly openCount: number;
}

/** Means in hours; null where there are too few faults to say (two for between, one repaired for repair). */
export interface FaultMeans {
  readonly betweenHours: number | null;
  readonly repairHours: number | null;
}

/** The cameras that a contractor looks after; null for whoever stands for none, the city's own crew too (Art. 12(2)). */
export interface ContractorsOwn {
  readonly own: { readonly contractor: string; readonly cameraIds: readonly number[] } | null;
}

export interface CameraEquipment {
  readonly cameraId: number;
  /** Null is unknown. */
  readonly keeper: Keeper | null;
  readonly equipment: readonly EquipmentView[];
  readonly faults: readonly FaultView[];
  readonly means: FaultMeans;
  /** Works announced and not over, the next first. */
  readonly maintenance: readonly WindowView[];
  readonly proposal: Omit<FaultProposal, keyof OfCamera> | null;
  readonly may: { readonly report: boolean; readonly edit: boolean; readonly keeper: boolean };
  /** Who may be chosen to look after it; empty where the asker may not choose. */
  readonly keepers: {
    readonly departments: readonly { readonly id: number; readonly name: string }[];
    readonly contractors: readonly { readonly id: number; readonly name: string }[];
  };
}
