import { z } from 'zod';
import { passage, text } from '../platform/text.schema.ts';

export const CONSULTATION_KINDS = ['coordination', 'change'] as const;
export type ConsultationKind = (typeof CONSULTATION_KINDS)[number];
export const ANSWERS = ['agreed', 'agreed-with-conditions', 'returned'] as const;
export type Answer = (typeof ANSWERS)[number];
export const CONSULTATION_STATES = ['asked', ...ANSWERS, 'withdrawn'] as const;
export type ConsultationState = (typeof CONSULTATION_STATES)[number];

const number = z.int().min(1).max(0x7fffffff);

export const consultationParam = z.object({ consultationId: z.uuid() });
/** `departmentId` null: the asker's own; an officer names the department. `reasks`: a returned one that is asked anew. */
export const askBody = z.strictObject({
  consultationId: z.uuid(),
  kind: z.enum(CONSULTATION_KINDS),
  departmentId: number.nullable(),
  subject: text(120),
  body: passage(2000).nullable(),
  cameraIds: z.array(number).max(500),
  reasks: z.uuid().nullable(),
});
export type AskBody = z.infer<typeof askBody>;
export const answerBody = z
  .strictObject({ answer: z.enum(ANSWERS), text: passage(1000).nullable() })
  .refine(({ answer, text: words }) => answer === 'agreed' || words !== null, { path: ['text'] });
export type AnswerBody = z.infer<typeof answerBody>;
export const messageBody = z.strictObject({ messageId: z.uuid(), body: passage(1000) });
export type MessageBody = z.infer<typeof messageBody>;
/** `open` comes oldest first, everything else newest first; `after` is the consultation to go on after. */
export const consultationsQuery = z.strictObject({
  state: z.enum(['open', 'answered']).default('open'),
  kind: z.enum(CONSULTATION_KINDS).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type ConsultationsQuery = z.infer<typeof consultationsQuery>;

type Cell = string | number | boolean | null;

/** What a department changed in the register under a consultation; `stands` while the register still says so. */
interface ChangeTold {
  readonly cameraId: number;
  readonly field: string;
  readonly from: Cell;
  readonly to: Cell;
  readonly changedAt: string;
  readonly stands: boolean;
}

export interface ConsultationRow {
  readonly consultationId: string;
  readonly kind: ConsultationKind;
  readonly departmentId: number;
  readonly department: string;
  /** Null where the edit itself opened it: `changes` say what it is about. */
  readonly subject: string | null;
  readonly body: string | null;
  readonly reasks: string | null;
  readonly askedBy: string;
  readonly askedByAccount: number | null;
  readonly askedAt: string;
  readonly state: ConsultationState;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
  readonly answer: string | null;
  readonly cameras: readonly {
    readonly cameraId: number;
    readonly managementNo: string | null;
    readonly name: string;
    /** Whether it is still the department's. */
    readonly own: boolean;
  }[];
  readonly changes: readonly ChangeTold[];
  /** What was changed under those that it asks anew, of its own cameras. */
  readonly earlierChanges: readonly ChangeTold[];
  readonly messages: readonly {
    readonly messageId: string;
    readonly saidAt: string;
    readonly saidBy: string;
    readonly byRole: string;
    readonly body: string;
  }[];
  /** Whether one that asks it anew waits or was agreed to. */
  readonly reasked: boolean;
  /** Whether one of its cameras is protected (Art. 10(4)), and whether such a one is of another department by now. */
  readonly protected: boolean;
  readonly protectedElsewhere: boolean;
  readonly demo: boolean;
}
export interface ConsultationView extends Omit<ConsultationRow, 'askedByAccount'> {
  readonly daysWaiting: number;
  /** Returned, and neither undone in the register nor asked anew. */
  readonly unsettled: boolean;
  /** Whether the reader's own account asked it: then another one answers it. */
  readonly own: boolean;
  readonly may: { readonly answer: boolean; readonly ask: boolean };
}
export interface ConsultationsPage {
  readonly consultations: readonly ConsultationView[];
  readonly next: string | null;
}
export interface ConsultationChoices {
  readonly departments: readonly { readonly departmentId: number; readonly name: string }[];
}
