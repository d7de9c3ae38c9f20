import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';
import { perhaps, telling, text } from '../platform/text.schema.ts';

/**
 * The parts into which Art. 12(1)'s two wholes fall, read from the duties that the regulation itself names.
 * 통합관제센터의 운영 (operation): 실시간 관제 (Art. 15(1), 20), 상황 전파 (Art. 21(3)), 근무 편성 (Art. 17 no. 3, 21(1)),
 * 유관기관 대응 (Art. 17 no. 5, 18(4)), 출입 통제 (Art. 17 no. 6, 24). 영상정보자원의 관리 (resource): 저장 관리 (Art. 17 no. 4,
 * 31(1)), 열람·제공 처리 (Art. 17 no. 7, 28, 29), 파기 처리 (Art. 31), 접근권한 관리 (Art. 17 no. 6, 30(1)), 영상정보 보호조치
 * (Art. 17 no. 6, 30(3)). Art. 4(2) names both as duties of the 전담부서. Upkeep is what the first sentence of Art. 12(1)
 * and Art. 17 no. 8 leave to a contractor: it may be outsourced whole.
 */
export const PARTS_OF = {
  operation: ['live-watch', 'situation-relay', 'shift-roster', 'agency-response', 'entry-control'],
  resource: ['storage', 'view-provide', 'destruction', 'access-rights', 'protection'],
  upkeep: ['camera-upkeep', 'network', 'installation', 'software-upkeep', 'centre-upkeep', 'signboards'],
} as const;
export const DUTIES = ['operation', 'resource', 'upkeep'] as const;
export type Duty = (typeof DUTIES)[number];
/** A duty that may never be outsourced whole (Art. 12(1)). */
export type GuardedDuty = Exclude<Duty, 'upkeep'>;
export const PARTS = [...PARTS_OF.operation, ...PARTS_OF.resource, ...PARTS_OF.upkeep] as const;
export type Part = (typeof PARTS)[number];

export const DUTY_NAMES: Readonly<Record<GuardedDuty, { ko: string; en: string }>> = {
  operation: { ko: '통합관제센터 운영', en: 'operation of the control centre' },
  resource: { ko: '영상정보자원 관리', en: 'management of video resources' },
};

/** What a contract document must say: 위탁 목적·범위, 재위탁 제한, 접근 제한, 관리 현황 점검, 손해배상 책임. */
export const CLAUSES = ['scope', 'sub-outsourcing', 'access-limits', 'status-checks', 'liability'] as const;
export type Clause = (typeof CLAUSES)[number];
export const SUPERVISIONS = ['training', 'check'] as const;
export type Supervision = (typeof SUPERVISIONS)[number];

const day = isoDay;
const number = z.number().int().positive().max(2_147_483_647);
/** How far apart trainings and checks of a contractor may lie, in months: the law leaves it to the contract (Art. 12(3)). */
export const MONTHS_APART = { least: 1, most: 60 } as const;
const months = z.number().int().min(MONTHS_APART.least).max(MONTHS_APART.most);

/** A contractor of the register, or a new one by name and telephone (as the sign prints it, Art. 10(1)4). */
const party = z.union([
  z.strictObject({ contractorId: number }),
  z.strictObject({ name: text(80), phone: text(40) }),
]);

/** The last day is included; the register keeps the day after it. */
export const newContractBody = z
  .strictObject({
    requestId: z.uuid(),
    party,
    documentNo: text(60),
    title: text(120),
    fromDay: day,
    lastDay: day,
    parts: z.array(z.enum(PARTS)).min(1).max(PARTS.length),
    trainingMonths: months,
    checkMonths: months,
  })
  .refine(({ fromDay, lastDay }) => fromDay <= lastDay, { path: ['lastDay'] });
export type NewContractBody = z.infer<typeof newContractBody>;

export const contractParam = z.object({ contractId: z.coerce.number().int().positive().max(2_147_483_647) });
export const clauseParam = contractParam.extend({ clause: z.enum(CLAUSES) });
export const clauseBody = z.strictObject({ tickedOn: day });
/** The first day on which the contract no longer holds. */
export const endBody = z.strictObject({ endedOn: day, reason: telling(300) });
/** POST /contracts/:contractId/withdraw (contract.change) -> ContractView: only a draft; 409 `signed`, 409 `withdrawn`. */
export const withdrawBody = z.strictObject({ reason: telling(300) });
export const supervisionBody = z.strictObject({
  supervisionId: z.uuid(),
  kind: z.enum(SUPERVISIONS),
  doneOn: day,
  findings: perhaps(500).nullable(),
});
export type SupervisionBody = z.infer<typeof supervisionBody>;
export const contractsQuery = z.strictObject({
  after: z.coerce.number().int().positive().max(2_147_483_647).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/**
 * Days are the city's. `validTo` is the day after the last; `endedOn` the first day without the contract, which of a
 * draft that was withdrawn is its own first.
 */
export interface ContractRow {
  readonly contractId: number;
  readonly contractorId: number;
  readonly contractor: string;
  readonly documentNo: string;
  readonly title: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly endedOn: string | null;
  readonly endReason: string | null;
  readonly endedBy: string | null;
  readonly signedAt: string | null;
  readonly signedBy: string | null;
  readonly parts: readonly Part[];
  readonly clauses: readonly {
    readonly clause: Clause;
    readonly tickedOn: string;
    readonly tickedBy: string;
  }[];
  readonly trainingMonths: number;
  readonly checkMonths: number;
  readonly lastTraining: string | null;
  readonly lastCheck: string | null;
  readonly demo: boolean;
}

export interface SupervisionDue {
  readonly kind: Supervision;
  readonly lastOn: string | null;
  readonly dueOn: string;
  readonly overdue: boolean;
}

export interface ContractView extends ContractRow {
  readonly state: 'draft' | 'withdrawn' | 'coming' | 'in-force' | 'over';
  /** What the city owes this contractor next; empty for a draft and one that is over (Art. 12(3)). */
  readonly supervision: readonly SupervisionDue[];
}

export interface ContractsPage {
  readonly contracts: readonly ContractView[];
  /** The contract to go on after, or null. */
  readonly next: number | null;
  readonly contractors: readonly {
    readonly contractorId: number;
    readonly name: string;
    readonly phone: string;
  }[];
  /** Parts that are with a contractor today. */
  readonly outsourced: readonly Part[];
  readonly today: string;
}
