import { randomUUID } from 'node:crypto';
import { can, type Actor } from '../platform/access.ts';
import type { Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { wordOf } from '../platform/field-words.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { agreesTo, spentFields } from './consultations.rules.ts';
import {
  insertConsultation,
  insertConsultedChanges,
  lockConsultation,
  selectChainedChanges,
  type ConsultedChange,
} from './consultations.sql.ts';

interface ConsultedEdit {
  readonly cameraId: number;
  readonly protected: boolean;
  readonly departmentId: number;
  readonly changes: readonly ConsultedChange[];
  /** The agreed consultation on which the edit stands, or null where nobody was asked yet. */
  readonly consultationId: string | null;
}

const notAgreed = () =>
  new ApiError(
    409,
    'consultation-not-agreed',
    {
      ko: '이 카메라를 고치기로 동의를 받은 협의가 아닙니다(제5조제3항). 협의 없이 저장하면 새 협의가 열립니다.',
      en: 'This consultation agrees to no change of this camera (Art. 5(3)). Saved without it, a new one is opened.',
    },
    'consultationId',
  );

const spent = (fields: readonly string[]) => {
  const words = fields.map((field) => wordOf([field]));
  const [ko, en] = [words.map((each) => each.ko).join(', '), words.map((each) => each.en).join(', ')];
  return new ApiError(
    409,
    'consultation-spent',
    {
      ko: `이 협의로 이 카메라의 같은 값(${ko})을 이미 고쳤습니다. 동의 하나로 한 번 고칩니다(제5조제3항). 협의 없이 저장하면 새 협의가 열립니다.`,
      en: `The same value of this camera (${en}) was changed under this consultation already; one agreement covers one change (Art. 5(3)). Saved without it, a new one is opened.`,
    },
    'consultationId',
  );
};

/** Refuses an edit for which the agreed consultation that it names does not stand. */
async function refuseUncovered(tx: Tx, actor: Actor, named: string, edit: ConsultedEdit): Promise<void> {
  const consultation = await lockConsultation(tx, named);
  if (consultation === undefined || !can(actor, 'consultation.ask', consultation)) throw notFound();
  if (!agreesTo(consultation, edit.cameraId)) throw notAgreed();
  const chain = await selectChainedChanges(tx, named);
  const fields = spentFields(named, edit.cameraId, edit.changes, chain);
  if (fields.length > 0) throw spent(fields);
}

/**
 * Binds a department's edit to a consultation with the operations head, in the edit's own transaction (Art. 5(3)): to the
 * agreed one it names, else to one that is opened here with what changed. Returns its id. Throws 409
 * `consultation-not-agreed` where the named one agrees to no change of the camera, `consultation-spent` where the same
 * field of the camera was changed under it already, 404 where it is another's.
 */
export async function consultChange(tx: Tx, actor: Actor, edit: ConsultedEdit): Promise<string> {
  const { cameraId, departmentId, changes } = edit;
  const consultationId = edit.consultationId ?? randomUUID();
  if (edit.consultationId === null) {
    const row = {
      consultationId,
      kind: 'change' as const,
      departmentId,
      subject: null,
      body: null,
      reasks: null,
    };
    await insertConsultation(tx, { ...row, cameraIds: [cameraId] }, actor);
  } else await refuseUncovered(tx, actor, edit.consultationId, edit);
  await insertConsultedChanges(tx, consultationId, cameraId, actor.personName, changes);
  await announce(tx, { kind: 'consultation', departmentId, protected: edit.protected });
  return consultationId;
}
