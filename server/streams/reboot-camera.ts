import { refuseUnlawfulLink } from '../agencies/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import { announceWorks, endWorks, likeWorksUntil } from '../contracts/index.ts';
import type { Actor } from '../platform/access.ts';
import { act, permit } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import type { CameraTargets } from './camera-targets.ts';
import { rebootDevice } from './onvif-device.ts';
import type { RebootBody } from './reboot.schema.ts';
import { asStreamError, type StreamErrorCode } from './stream-error.rules.ts';
import { selectStream } from './streams.sql.ts';
import { toldOfWatching } from './told-of-watching.ts';

/** By then a device that was started anew answers again, or it is in fault. */
const SILENT_FOR_MS = 3 * 60_000;
/** How the works of a restart are told from others. */
const RESTART = '다시 시작: ';

export interface RebootDesk extends Pick<Deps, 'sql' | 'now'> {
  readonly targets: Pick<CameraTargets, 'onvif'>;
  /** How many screens of other sessions show the camera at this moment. */
  readonly watchersOf: (cameraId: number, sessionId: string | null) => number;
  /** The works announced are known to the probes from now on. */
  readonly worksChanged: () => void;
  readonly reboot?: typeof rebootDevice;
}

/**
 * Starts a device anew (다시 시작, Art. 12(2)): the audit row and three minutes of announced works come before the command, so
 * that its silence is no fault. A second press with the same `rebootId` sends nothing. Throws 403 or 404 as `act` does, 409
 * `no-device-service`, `not-now` while somebody is followed over it (Art. 27), `being-restarted` while another's restart goes on, `camera-watched` while somebody watches it, as `refuseUnlawfulLink` does for another body's, and 502
 * `device-refused` where the device does not do it; then its works are over.
 */
export async function rebootCamera(
  desk: RebootDesk,
  actor: Actor,
  cameraId: number,
  { rebootId, reason, evenIfWatched }: RebootBody,
): Promise<void> {
  const { sql, now, targets, reboot = rebootDevice } = desk;
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  permit(actor, 'camera.reboot', camera);
  if (!(await toldOfWatching(sql, actor, [cameraId])).has(cameraId)) throw notNow();
  const stream = await selectStream(sql, cameraId);
  if (stream?.onvifPort == null) throw noDeviceService();
  const watchers = desk.watchersOf(cameraId, actor.sessionId);
  if (watchers > 0 && !evenIfWatched) throw isWatched(watchers);
  const from = now();
  const works = {
    windowId: rebootId,
    cameraId,
    by: actor.personName,
    reason: `${RESTART}${reason}`.slice(0, 200),
  };
  const object = { kind: 'camera', id: cameraId, ...camera, detail: { rebootId, reason, watchers } };
  const isNew = await act(sql, actor, 'camera.reboot', object, async (tx, note) => {
    await refuseUnlawfulLink(tx, cameraId, 'connect', cityDay(from));
    const until = await likeWorksUntil(tx, works, { begins: RESTART, at: from });
    if (until !== null) throw isRestarting(until);
    const to = new Date(from.getTime() + SILENT_FOR_MS);
    const announced = await announceWorks(tx, camera, { ...works, fromAt: from, toAt: to });
    if (!announced) note({ repeated: true });
    return announced;
  });
  if (!isNew) return;
  desk.worksChanged();
  try {
    await reboot(await targets.onvif(stream));
  } catch (error) {
    const { code } = asStreamError(error);
    const failed = { ...object, detail: { rebootId, failed: code } };
    await act(sql, actor, 'camera.reboot', failed, (tx) => endWorks(tx, camera, works, now()));
    desk.worksChanged();
    throw notDone(code);
  }
}

const noDeviceService = (): ApiError =>
  new ApiError(409, 'no-device-service', {
    ko: '이 카메라의 ONVIF 주소가 적혀 있지 않아 다시 시작할 수 없습니다. 영상 연결에 ONVIF 포트를 적어 주십시오.',
    en: 'No ONVIF address of this camera is on record, so it cannot be started anew. Give its ONVIF port in the connection.',
  });

const clock = new Intl.DateTimeFormat('ko-KR', {
  timeZone: 'Asia/Seoul',
  timeStyle: 'short',
  hourCycle: 'h23',
});

const isRestarting = (until: Date): ApiError =>
  new ApiError(409, 'being-restarted', {
    ko: `이미 다시 시작하는 중입니다. ${clock.format(until)}까지 기다린 뒤에도 영상이 없으면 다시 하십시오.`,
    en: `It is being started anew already. Wait until ${clock.format(until)}, and try again if there is no picture then.`,
  });

const notNow = (): ApiError =>
  new ApiError(409, 'not-now', {
    ko: '지금은 이 장비를 다시 시작할 수 없습니다. 10분 뒤에 다시 하거나 상황실에 물어보십시오.',
    en: 'This device cannot be started anew now. Try again in ten minutes, or ask the situation room.',
  });

const isWatched = (watchers: number): ApiError =>
  new ApiError(409, 'camera-watched', {
    ko: `지금 다른 화면 ${watchers}곳에서 보고 있습니다. 그래도 하려면 칸에 표시하고 다시 누르십시오.`,
    en: `It is on ${watchers} other ${watchers === 1 ? 'screen' : 'screens'} now. Tick the box to do it all the same.`,
  });

const notDone = (code: StreamErrorCode): ApiError =>
  code === 'unauthorized'
    ? new ApiError(502, 'device-refused', {
        ko: '장비가 계정을 거부해 다시 시작하지 않았습니다. 영상 연결의 계정과 비밀번호를 확인하십시오.',
        en: 'The device refused the account and was not started anew. Check the account and password of its connection.',
      })
    : new ApiError(502, 'device-refused', {
        ko: '장비가 응답하지 않거나 다시 시작을 받아들이지 않았습니다. 현장 점검이 필요할 수 있습니다.',
        en: 'The device did not answer or would not start anew. It may need a visit.',
      });
