import { randomUUID } from 'node:crypto';
import { can, type Actor } from '../platform/access.ts';
import type { Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { covers } from './consultations.rules.ts';
import {
  insertConsultation,
  insertConsultedChanges,
  lockConsultation,
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

/**
 * Binds a department's edit to a consultation with the operations head, in the edit's own transaction (Art. 5(3)): to the
 * agreed one it names, else to one that is opened here with what changed. Returns its id. Throws 409
 * `consultation-not-agreed` where the named one is not agreed or does not name the camera, 404 where it is another's.
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
  } else {
    const named = await lockConsultation(tx, consultationId);
    if (named === undefined || !can(actor, 'consultation.ask', named)) throw notFound();
    if (!covers(named, cameraId))
      throw new ApiError(
        409,
        'consultation-not-agreed',
        {
          ko: '이 카메라를 두고 동의를 받은 협의가 아닙니다(제5조제3항). 협의 없이 저장하면 새 협의가 열립니다.',
          en: 'This consultation is not agreed, or not about this camera (Art. 5(3)). Saved without it, a new one is opened.',
        },
        'consultationId',
      );
  }
  await insertConsultedChanges(tx, consultationId, cameraId, actor.personName, changes);
  await announce(tx, { kind: 'consultation', departmentId, protected: edit.protected });
  return consultationId;
}
