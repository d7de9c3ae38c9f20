import { refuseUnlawfulLink } from '../agencies/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import type { StillBody } from './scenes.schema.ts';

const notOnScreen = (): ApiError =>
  new ApiError(409, 'not-on-screen', {
    ko: '이 카메라가 지금 화면에 떠 있지 않아 정지영상을 남길 수 없습니다. 실시간 영상이 나온 뒤 다시 눌러 주십시오.',
    en: 'This camera is not on the screen now, so no still of it can be kept. Press again once its live picture shows.',
  });

export interface Still {
  /** Written onto the picture, so that the file and its row in the audit are found by each other. */
  readonly stillId: string;
  readonly takenAt: string;
  readonly takenBy: string;
}

/**
 * Leave to keep what is on this person's screen now as a file, with its reason in the audit (Art. 30(3)). The picture never passes
 * through here: no route gives one (Art. 30(2)). Throws 403 or 404 as `act` does, 409 `not-on-screen` unless this session is
 * watching the camera at this moment, and 503 `audit-away`: no record, no still.
 */
export async function takeStill(
  { sql, now }: Pick<Deps, 'sql' | 'now'>,
  isWatching: (sessionId: string, cameraId: number) => boolean,
  actor: Actor,
  cameraId: number,
  { stillId, reason }: StillBody,
): Promise<Still> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const takenAt = now().toISOString();
  const object = { kind: 'camera', id: cameraId, ...camera, detail: { stillId, reason } };
  await act(sql, actor, 'still.take', object, async (tx) => {
    await refuseUnlawfulLink(tx, cameraId, 'watch', cityDay(now()));
    if (actor.sessionId === null || !isWatching(actor.sessionId, cameraId)) throw notOnScreen();
  });
  return { stillId, takenAt, takenBy: actor.personName };
}
