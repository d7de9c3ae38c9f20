import { PURPOSE_NAMES, type Purpose } from '../cameras/purposes.rules.ts';
import { ApiError } from '../platform/http-errors.ts';
import { wholeBearing, type Aim, type MovePlan } from './ptz.rules.ts';
import type { BarredSectorView } from './ptz.schema.ts';
import type { HeldCamera, Hold } from './ptz.sql.ts';
import type { ServesNothing } from './ptz-purpose.rules.ts';

const refused = (code: string, ko: string, en: string, field?: string): ApiError =>
  new ApiError(409, code, { ko, en }, field);

const degrees = (deg: number): string => `${wholeBearing(deg)}°`;
const range = ({ fromDeg, toDeg }: BarredSectorView): string => `${degrees(fromDeg)}~${degrees(toDeg)}`;

/** Art. 11(1): the move serves nothing that this camera may be turned for. */
export function servesNothingFault(why: ServesNothing, purposesToday: readonly string[]): ApiError {
  const own = purposesToday.map((purpose) => PURPOSE_NAMES[purpose as Purpose]).join('·');
  if (why === 'no-citation')
    return refused(
      'no-citation',
      '다른 법령에 따른 조작이면 조문이나 문서 번호를 적어 주십시오. 그 밖의 법령이면 이름과 조문(제○조)을 적어 주십시오(제11조제1항 단서).',
      'Give the article or the number of the document where another statute is the reason; of one that is not listed its name and article (Article N) (Art. 11(1), proviso).',
      'serves',
    );
  if (why === 'statute-not-in-force')
    return refused(
      'statute-not-in-force',
      '이 법령은 오늘 효력이 없습니다. 다른 근거를 고르십시오(제11조제1항 단서).',
      'This statute is not in force today. Choose another ground (Art. 11(1), proviso).',
      'serves',
    );
  return refused(
    'not-a-purpose',
    own === ''
      ? '이 카메라에는 오늘 효력이 있는 설치 목적이 적혀 있지 않아 돌릴 수 없습니다(제11조제1항). 대장에 목적을 적거나 다른 법령의 근거를 대십시오.'
      : `회전 조작은 이 카메라의 설치 목적에만 쓸 수 있습니다: ${own} (제11조제1항)`,
    own === ''
      ? 'No purpose of this camera is on record today, so it is not turned (Art. 11(1)). Record one, or name another statute.'
      : `This camera is turned for its own purposes only: ${purposesToday.join(', ')} (Art. 11(1))`,
    'serves',
  );
}

export const servesFirst = (): ApiError =>
  refused(
    'serves-first',
    '무엇을 위해 돌리는지 먼저 고르십시오(제11조제1항).',
    'Say first what the move serves (Art. 11(1)).',
    'serves',
  );

export function barredFault(sector: BarredSectorView, why: 'target' | 'edge'): ApiError {
  const { reason } = sector;
  const says = {
    target: [
      `이 방향은 보지 않는 구역입니다 (제11조제1항): ${range(sector)} ${reason}`,
      `This bearing lies in a sector that is not looked into (Art. 11(1)): ${range(sector)} ${reason}`,
    ],
    edge: [
      `보지 않는 구역 바로 앞이라 그쪽으로 더 돌리지 않습니다 (제11조제1항): ${range(sector)} ${reason}`,
      `It stands at a sector that is not looked into and turns no further that way (Art. 11(1)): ${range(sector)} ${reason}`,
    ],
  } as const;
  return refused(`barred-${why}`, says[why][0], says[why][1], 'azimuthDeg');
}

/** Neither way round is free; or the head has a stop, and its one way is not. */
function barredWay(sector: BarredSectorView, other: BarredSectorView | null): ApiError {
  const named = (each: BarredSectorView): string => `${range(each)} ${each.reason}`;
  const isOne = other?.sectorId === sector.sectorId;
  const list = other === null || isOne ? named(sector) : `${named(sector)} · ${named(other)}`;
  return other === null
    ? refused(
        'barred-way',
        `이 카메라는 한쪽으로만 돌아가는데 그 길이 보지 않는 구역을 지나 돌리지 않았습니다 (제11조제1항): ${list}`,
        `The camera turns there one way only, and that passes a sector that is not looked into, so it was not turned (Art. 11(1)): ${list}`,
        'azimuthDeg',
      )
    : refused(
        'barred-way',
        `어느 쪽으로 돌아도 보지 않는 구역을 지나 돌리지 않았습니다 (제11조제1항): ${list}`,
        `Either way round passes a sector that is not looked into, so it was not turned (Art. 11(1)): ${list}`,
        'azimuthDeg',
      );
}

/** The legs of a plan. Throws 409 `barred-target`, `barred-way`, `out-of-reach`, or `not-measured` where there is none. */
export function legsOf(plan: MovePlan<BarredSectorView> | null): readonly Aim[] {
  if (plan === null) throw notMeasured();
  if ('unreachable' in plan) throw unreachableAim();
  if ('legs' in plan) return plan.legs;
  throw plan.why === 'way' ? barredWay(plan.barred, plan.other) : barredFault(plan.barred, plan.why);
}

export const barredUnknown = (): ApiError =>
  refused(
    'barred-unknown',
    '방위를 재지 않은 카메라라 보지 않는 구역을 지킬 수 없어 돌리지 않습니다 (제11조제1항). 회전 방위를 먼저 재어 적으십시오.',
    'Its bearing is not measured, so its barred sectors could not be kept: it is not turned (Art. 11(1)). Measure it first.',
  );

export const notMeasured = (): ApiError =>
  refused(
    'not-measured',
    '회전 방위를 재지 않은 카메라라 방향을 정해 보낼 수 없습니다. 화살표로 움직이거나 원위치로 보내십시오.',
    'Its bearing is not measured, so it cannot be sent to one. Nudge it, or send it home.',
  );

export const notTurnable = (): ApiError =>
  refused(
    'not-turnable',
    '돌릴 수 있는 장비가 연결되어 있지 않습니다. 카메라의 종류와 ONVIF 연결을 확인하십시오.',
    'No device that turns is connected. Check the kind of the camera and its ONVIF connection.',
  );

export const unreachableAim = (): ApiError =>
  refused(
    'out-of-reach',
    '이 카메라가 돌아갈 수 없는 방향입니다.',
    'The camera cannot turn there.',
    'azimuthDeg',
  );

export const ownPlace = (): ApiError =>
  refused('own-place', '카메라가 선 자리라 방향이 없습니다.', 'That is where the camera stands.', 'lon');

export function heldFault({ personName, seat, incident }: Hold): ApiError {
  const who = [seat, personName].filter(Boolean).join(' ');
  return refused(
    'held',
    `${who} 님이 잡고 있습니다${incident === null ? '' : ` (사건 ${incident})`}. 놓을 때까지 기다리거나, 사건 또는 운영책임자의 사유로 가져오십시오.`,
    `${who} holds it${incident === null ? '' : ` (incident ${incident})`}. Wait until it is released, or take it for an incident or as the officer, with a reason.`,
  );
}

export const heldElsewhere = (): ApiError =>
  refused(
    'held-elsewhere',
    '다른 창에서 이 카메라를 잡고 있습니다. 그 창에서 놓거나, 사유를 적고 이 창으로 가져오십시오.',
    'You hold this camera in another window. Give it back there, or take it here with a reason.',
  );

export function tooManyHeld(held: readonly HeldCamera[]): ApiError {
  const numbers = held.map(({ called }) => called).join(', ');
  return refused(
    'too-many-held',
    `이미 ${held.length}대를 잡고 있어 더 잡을 수 없습니다: ${numbers}. 하나를 놓고 다시 하십시오 (제11조제1항).`,
    `You hold ${held.length} cameras already: ${numbers}. Give one back, then try again (Art. 11(1)).`,
  );
}

export const notHeld = (): ApiError =>
  refused('not-held', '잡고 있는 카메라가 아닙니다.', 'You do not hold this camera.');

export const homeBarred = (): ApiError =>
  refused(
    'home-barred',
    '원위치가 이 구역 안에 있습니다. 카메라의 원위치를 먼저 옮기거나 구역을 줄이십시오.',
    'The home view lies in this sector. Move the home view first, or make the sector smaller.',
    'fromDeg',
  );

export const deviceSilent = (): ApiError =>
  new ApiError(503, 'camera-silent', {
    ko: '카메라 장비가 답하지 않아 돌리지 못했습니다. 잠시 뒤 다시 하거나 장애를 올리십시오.',
    en: 'The camera does not answer, so it was not turned. Try again in a moment, or report a fault.',
  });
