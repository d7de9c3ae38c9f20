import { randomUUID } from 'node:crypto';
import type { Action } from '../platform/access.ts';
import { quarterOf } from '../people/access-review.rules.ts';
import { PLEDGE } from '../people/login/pledge.law.ts';
import {
  aBarredSectorOf,
  aCameraOf,
  aConsultationOf,
  aContractOf,
  aDelegationOf,
  aFaultOfCamera,
  someWorksOnCamera,
  aMeasureOf,
  aLongerKeepingOf,
  aPersonInRegister,
  aPursuitOf,
  aPursuitToExtend,
  aPieceOfCamera,
  aPlanOf,
  aDisplay,
  anAccount,
  anAgency,
  aFoundDevice,
  aDemand,
  anUpload,
  aRightOfAccount,
  aSceneOfPerson,
  aRightToReview,
  aRequestAboutAccount,
  fixed,
  type Sampler,
  type Whose,
  type World,
} from './route-world.ts';

const worksFrom = Date.now() + 86_400_000;
let worksHour = 0;

/** What stands for each path parameter; `METHOD /path :name` is for one route alone. A route without one fails. */
export const SAMPLES: Readonly<Record<string, Sampler>> = {
  ':account': anAccount,
  ':cameraId': aCameraOf,
  ':searchId': () => ({ value: randomUUID() }),
  ':code': anAgency,
  ':consultationId': aConsultationOf,
  ':personId': aPersonInRegister,
  ':planId': aPlanOf,
  ':demandId': aDemand,
  ':delegationId': aDelegationOf(true),
  ':measureId': aMeasureOf,
  'POST /api/delegations/:delegationId/grant :delegationId': aDelegationOf(false),
  ':sceneId': aSceneOfPerson,
  ':sequenceId': () => ({ value: randomUUID() }),
  ':clause': fixed('liability'),
  ':contractId': aContractOf(false),
  ':displayId': aDisplay,
  ':equipmentId': aPieceOfCamera,
  ':faultId': aFaultOfCamera,
  ':windowId': someWorksOnCamera,
  ':importId': anUpload,
  ':foundDeviceId': aFoundDevice,
  ':key': fixed('review.days'),
  ':layer': fixed('roads'),
  ':month': ({ today }) => ({ value: today.slice(0, 7) }),
  ':quarter': ({ today }) => ({ value: quarterOf(today) }),
  ':sectorId': aBarredSectorOf,
  ':pursuitId': aPursuitOf,
  'POST /api/pursuits/:pursuitId/extensions :pursuitId': aPursuitToExtend,
  ':keepingId': aLongerKeepingOf,
  ':version': fixed(1),
  ':requestId': aRequestAboutAccount,
  ':x': fixed(55_600),
  ':y': fixed(25_300),
  ':z': fixed(16),
  'POST /api/contracts/:contractId/end :contractId': aContractOf(true),
  'POST /api/accounts/:account/grants/:grantId/revoke :grantId': aRightOfAccount,
  'PUT /api/rights/reviews/:quarter/lines/:grantId :grantId': aRightToReview,
};

const aStaffForm = () => ({
  ...{ personNo: `M${String(++made)}`, name: '한사람', title: null, phone: null, departmentId: null },
});

const right = {
  districtIds: null,
  departmentId: null,
  purposes: null,
  hours: null,
  fromDay: null,
  untilDay: null,
};
const nobody = { departmentId: null, agency: null, contractorId: null };
let made = 0;

type Body = (world: World, whose: Whose, path: Readonly<Record<string, string>>) => unknown;

/** A body that each changing route takes; null where it takes none. A changing route without a line fails. */
export const BODIES: Readonly<Record<string, Body>> = {
  'POST /api/session/seen': () => null,
  'DELETE /api/session': () => null,
  'POST /api/pledge': () => ({ version: PLEDGE.version }),
  'POST /api/accounts/:account/second-factor/reset': () => ({ reason: '휴대전화 분실' }),
  'PUT /api/session/password': () => ({ password: 'twelve letters long', next: 'twelve letters long' }),
  'POST /api/session/notices/read': () => ({ upTo: 1 }),
  'POST /api/displays': () => ({
    requestId: randomUUID(),
    name: '벽 2',
    network: '10.0.0.0/8',
    account: 'wall-keeper',
  }),
  'POST /api/displays/:displayId/code': () => null,
  'DELETE /api/displays/:displayId': () => null,
  'POST /api/accounts': () => ({
    ...nobody,
    requestId: randomUUID(),
    account: `matrix-${++made}`,
    password: 'twelve letters long',
    personName: '신관제',
    personId: null,
    seat: null,
    role: 'operator',
    right,
    reason: '근무 시작',
  }),
  'POST /api/accounts/:account/close': ({ today }) => ({ reason: '퇴직', leftOn: today }),
  'PUT /api/accounts/:account/password': () => ({ password: 'twelve letters long', reason: '비밀번호 잊음' }),
  'PUT /api/accounts/:account/role': () => ({ ...nobody, role: 'operator', right: null, reason: '전보' }),
  'POST /api/accounts/:account/unlock': () => ({ reason: '본인 확인함' }),
  'POST /api/account-requests': () => ({
    requestId: randomUUID(),
    account: `matrix-${++made}`,
    asked: {
      act: 'create',
      ...nobody,
      personName: '새감사',
      personId: null,
      seat: null,
      role: 'auditor',
      right,
    },
    reason: '감사 업무',
  }),
  'POST /api/account-requests/:requestId/confirm': () => ({ reason: '공문 확인' }),
  'POST /api/account-requests/:requestId/refuse': () => ({ reason: '근거 없음' }),
  'POST /api/account-requests/:requestId/withdraw': () => ({ reason: '잘못 적음' }),
  'POST /api/accounts/:account/grants': () => ({ ...right, requestId: randomUUID(), reason: '야간 근무' }),
  'POST /api/accounts/:account/grants/:grantId/revoke': () => ({ reason: '교대' }),
  'PUT /api/rights/reviews/:quarter/lines/:grantId': () => ({ decision: 'keep', reason: '업무에 필요' }),
  'POST /api/rights/reviews/:quarter/sign': () => ({ lines: 0, note: null }),
  'POST /api/audit/verification': () => null,
  'PUT /api/audit/reviews/:month': () => ({ findings: '이상한 점을 찾지 못했습니다.' }),
  'PUT /api/settings/:key': () => ({ value: 10, note: '내부 방침' }),
  // At the poles of the cameras that stand; the search runs in its own thread.
  'POST /api/coverage/best-sites': () => ({
    ...{
      searchId: randomUUID(),
      box: [124.1, 33.1, 131.9, 38.9],
      districtId: null,
      candidates: 'poles',
      everyM: 50,
    },
    ...{ most: 1, budget: null, demandId: null, over: 'ground', avoidSeen: false },
    models: [{ name: '고정형', kind: 'fixed', hfovDeg: 60, rangeM: 30, heightM: 5, cost: 100 }],
  }),
  'DELETE /api/coverage/best-sites/:searchId': () => null,
  'POST /api/cameras/rows': () => ({ cameraIds: [1, 2, 3] }),
  'PATCH /api/cameras/:cameraId': () => ({ heightM: 6, read: { heightM: 6 } }),
  'PUT /api/cameras/:cameraId/protection': ({ today }) => ({ decisionNo: '보안-1', decidedOn: today }),
  'DELETE /api/cameras/:cameraId/protection': () => null,
  'POST /api/cameras/:cameraId/live': () => null,
  'POST /api/cameras/:cameraId/still': () => ({ stillId: randomUUID(), reason: '사고 확인' }),
  'PUT /api/wall/scenes/:sceneId': ({ cameraId }) => ({
    name: `장면 ${String(++made)}`,
    tiles: 4,
    shared: false,
    cameras: [{ tile: 1, cameraId }],
  }),
  'PATCH /api/wall/scenes/:sceneId': () => ({ name: `장면 ${String(++made)}`, shared: true }),
  'DELETE /api/wall/scenes/:sceneId': () => null,
  'PUT /api/wall/displays/:displayId': ({ sharedSceneId }) => ({ sceneId: sharedSceneId }),
  'DELETE /api/wall/displays/:displayId': () => null,
  'PUT /api/wall/sequences/:sequenceId': ({ cameraId }) => ({
    name: `순회 ${String(++made)}`,
    dwellS: 10,
    shared: false,
    steps: [{ cameraId }],
  }),
  'DELETE /api/wall/sequences/:sequenceId': () => null,
  'PUT /api/cameras/:cameraId/stream': () => ({
    host: '127.0.0.1',
    rtspPort: 554,
    rtspPath: '/cam/2',
    onvifPort: null,
    onvifPath: null,
    username: null,
  }),
  'DELETE /api/cameras/:cameraId/stream': () => null,
  'POST /api/cameras/:cameraId/reboot': () => ({ rebootId: randomUUID(), reason: '영상이 멈춤' }),
  'POST /api/devices/discovery': () => ({
    runId: randomUUID(),
    range: '10.0.0.1',
    reason: '새 장비를 찾음',
  }),
  'POST /api/devices/:foundDeviceId/camera': () => ({
    ...{ requestId: randomUUID(), name: '새 카메라', managementNo: null, ownerAgency: '강릉시청' },
    ...{ purpose: 'security', place: { name: '새 자리', lon: 128.9, lat: 37.75 } },
  }),
  'PUT /api/devices/:foundDeviceId/ignored': () => ({ reason: '옆 건물의 것' }),
  'DELETE /api/devices/:foundDeviceId/ignored': () => null,
  'POST /api/cameras/:cameraId/ptz': () => ({ serves: { purpose: 'security' }, azimuthDeg: 90 }),
  'POST /api/cameras/:cameraId/ptz/hold': () => ({ serves: { purpose: 'security' } }),
  'POST /api/cameras/:cameraId/ptz/nudge': () => ({ serves: { purpose: 'security' }, pan: 0.5 }),
  'POST /api/cameras/:cameraId/ptz/stop': () => null,
  'POST /api/cameras/:cameraId/ptz/home': () => null,
  'POST /api/cameras/:cameraId/ptz/release': () => null,
  'POST /api/cameras/:cameraId/ptz/preset': () => ({ serves: { purpose: 'security' }, token: '1' }),
  'POST /api/cameras/:cameraId/ptz/presets': () => ({ serves: { purpose: 'security' }, name: '정문' }),
  'PUT /api/cameras/:cameraId/ptz/calibration': () => ({
    sightings: [
      { pan: 0, lon: 128.9, lat: 37.8 },
      { pan: 0.5, lon: 129, lat: 37.75 },
    ],
    ...{ panSpanDeg: 360, endless: true, tiltZeroDeg: 0, degreesPerTilt: -45 },
    ...{ zoomTimes: 20, panDegPerS: 90, tiltDegPerS: 45 },
  }),
  'POST /api/cameras/:cameraId/barred-sectors': ({ today }) => ({
    ...{ sectorId: randomUUID(), fromDeg: 10, toDeg: 20, tiltFromDeg: null, tiltToDeg: null, zoomFrom: null },
    ...{ reason: '주택 창문', fromDay: today, lastDay: null },
  }),
  'POST /api/cameras/:cameraId/barred-sectors/:sectorId/end': () => ({ reason: '건물 철거' }),
  'POST /api/cameras/:cameraId/longer-keeping': ({ today }) => ({
    ...{ keepingId: randomUUID(), ground: 'evidence', citation: '수사-1', reason: '증거', lastDay: today },
  }),
  'POST /api/cameras/:cameraId/longer-keeping/:keepingId/end': () => ({ reason: '수사 끝' }),
  'POST /api/pursuits': ({ ownCameraId }) => ({
    ...{
      pursuitId: randomUUID(),
      incident: '112-1',
      minutes: 60,
      cameraId: ownCameraId,
      purpose: 'security',
    },
    basis: { kind: 'statute', statute: 'report-112', citation: '제8조' },
  }),
  'POST /api/pursuits/:pursuitId/end': () => null,
  'POST /api/pursuits/:pursuitId/extensions': () => ({
    ...{ extensionId: randomUUID(), minutes: 120, reason: '아직 찾지 못함' },
  }),
  'POST /api/imports/cameras': () => '관리번호\n1\n',
  'POST /api/imports/:importId/accept': () => ({}),
  'DELETE /api/imports/:importId': () => null,
  'POST /api/contracts': ({ contractorIds }) => ({
    requestId: randomUUID(),
    party: { contractorId: contractorIds.own },
    documentNo: '계약-2',
    title: '기둥 정비',
    fromDay: '2026-01-01',
    lastDay: '2039-12-31',
    parts: ['signboards'],
    trainingMonths: 12,
    checkMonths: 6,
  }),
  'PUT /api/contracts/:contractId/clauses/:clause': ({ today }) => ({ tickedOn: today }),
  'POST /api/contracts/:contractId/sign': () => null,
  'POST /api/contracts/:contractId/withdraw': () => ({ reason: '잘못 적음' }),
  'POST /api/contracts/:contractId/end': () => ({ endedOn: '2039-01-01', reason: '합의 해지' }),
  'POST /api/contracts/:contractId/supervision': ({ today }) => ({
    supervisionId: randomUUID(),
    kind: 'check',
    doneOn: today,
    findings: null,
  }),
  'POST /api/cameras/:cameraId/equipment': () => ({
    requestId: randomUUID(),
    part: 'power',
    maker: null,
    model: null,
    serial: null,
    firmware: null,
    installedOn: null,
  }),
  'PATCH /api/cameras/:cameraId/equipment/:equipmentId': () => ({ model: 'X-1' }),
  'PUT /api/cameras/:cameraId/keeper': ({ departmentIds }) => ({ departmentId: departmentIds.own }),
  'POST /api/cameras/:cameraId/faults': () => ({
    faultId: randomUUID(),
    what: '영상 끊김',
    part: null,
    cause: null,
    foundAt: null,
  }),
  'POST /api/cameras/:cameraId/maintenance/:windowId/end': () => null,
  // Works share no time with others: each begins as the one before it ends.
  'POST /api/cameras/:cameraId/maintenance': () => {
    const [fromAt, toAt] = [++worksHour, worksHour + 1].map((hour) =>
      new Date(worksFrom + hour * 3_600_000).toISOString(),
    );
    return { windowId: randomUUID(), fromAt, toAt, reason: '렌즈 청소' };
  },
  'POST /api/organisation/designations': ({ departmentIds }) => ({
    ...{
      requestId: randomUUID(),
      departmentId: departmentIds.own,
      orderNo: '훈령 제365호',
      fromDay: '2099-01-01',
    },
  }),
  'POST /api/organisation/reorganisations/preview': ({ today }) => ({
    ...{ orderNo: '규칙 제1호', effectiveOn: today, steps: [{ kind: 'found', name: '새 과', phone: null }] },
  }),
  'POST /api/organisation/reorganisations': ({ today }) => ({
    ...{
      reorganisationId: randomUUID(),
      fingerprint: 'of another day',
      orderNo: '규칙 제1호',
      effectiveOn: today,
    },
    steps: [{ kind: 'found', name: '새 과', phone: null }],
  }),
  'POST /api/organisation/corrections/preview': ({ today }) => ({ holdingId: 999_999, effectiveOn: today }),
  'POST /api/organisation/corrections': ({ today }) => ({
    of: { kind: 'holding', holdingId: 999_999 },
    ...{ effectiveOn: today, reason: '발령일 정정' },
  }),
  'POST /api/organisation/appointments': ({ today }) => ({
    ...{ requestId: randomUUID(), postId: 999_999, personId: null, kind: 'acting', fromDay: today },
    ...{ lastDay: null, orderNo: null },
  }),
  'POST /api/organisation/people': () => aStaffForm(),
  'PUT /api/organisation/people/:personId': () => aStaffForm(),
  'POST /api/organisation/people/:personId/leave': ({ today }) => ({ leftOn: today, reason: '퇴직' }),
  'POST /api/equipment/list/preview': () => '관리번호,부분\n1,지주\n',
  'POST /api/equipment/list': () => '관리번호,부분\n1,지주\n',
  'POST /api/organisation/staff/preview': () => '사번,성명\nM9001,한명부\n',
  'POST /api/organisation/staff': () => '사번,성명\nM9001,한명부\n',
  'PUT /api/accounts/:account/person': () => ({ personId: null }),
  'POST /api/agencies': () => ({ code: `body-${++made}`, name: '새 기관', phone: null, ownerNames: [] }),
  'PUT /api/agencies/:code': () => ({ name: '이름을 바꾼 기관', phone: null, ownerNames: [] }),
  'PUT /api/owner-names': () => ({ name: `어느 기관 ${++made}`, agency: null }),
  'POST /api/agencies/:code/delegations': ({ today }) => ({
    delegationId: randomUUID(),
    askedOn: today,
    cameras: 'all',
  }),
  'POST /api/delegations/:delegationId/grant': ({ today }) => ({
    documentNo: '경무-2',
    documentOn: today,
    fromDay: today,
    lastDay: null,
  }),
  'POST /api/delegations/:delegationId/adjustments': ({ today }) => ({
    adjustmentId: randomUUID(),
    agreedOn: today,
    agreed: '밤에는 요청할 때만 조작함',
  }),
  'POST /api/delegations/:delegationId/cameras': ({ today }) => ({ add: 'all', remove: [], on: today }),
  'POST /api/delegations/:delegationId/end': ({ today }) => ({ endedOn: today, reason: '합의 해지' }),
  'POST /api/agencies/:code/security': ({ today }) => ({
    measureId: randomUUID(),
    measures: '전용 회선',
    documentNo: '보안-2',
    decidedOn: today,
    lastDay: null,
  }),
  'POST /api/link-security/:measureId/end': ({ today }) => ({ endedOn: today, reason: '회선 교체' }),
  'POST /api/coverage/demand/preview': () => '위도,경도,인구\n37.75,128.89,3\n',
  'POST /api/coverage/demand': () => '위도,경도,인구\n37.75,128.89,3\n',
  'DELETE /api/coverage/demand/:demandId': () => null,
  'POST /api/coverage/plans': ({ departmentIds }) => ({
    ...{ planId: randomUUID(), title: '교2동 보강', departmentId: departmentIds.own, alternatives: [] },
  }),
  'PUT /api/coverage/plans/:planId': ({ departmentIds }, whose) => ({
    ...{ title: '교2동 보강', departmentId: departmentIds[whose === 'own' ? 'own' : 'other'] },
    ...{ alternatives: [], version: 1 },
  }),
  'DELETE /api/coverage/plans/:planId': () => null,
  'POST /api/consultations': ({ departmentIds }) => ({
    consultationId: randomUUID(),
    kind: 'coordination',
    departmentId: departmentIds.own,
    subject: '저장 공간',
    body: null,
    cameraIds: [],
    reasks: null,
  }),
  'POST /api/consultations/:consultationId/answer': () => ({ answer: 'agreed', text: null }),
  'POST /api/consultations/:consultationId/withdraw': () => null,
  'POST /api/consultations/:consultationId/messages': () => ({ messageId: randomUUID(), body: '알겠습니다' }),
  'PATCH /api/cameras/:cameraId/faults/:faultId': () => ({ cause: null, note: null, repairedAt: null }),
};

/** What a reading route cannot do without. */
export const QUERIES: Readonly<Record<string, string>> = {
  'GET /api/cameras': 'bbox=128.8,37.7,128.9,37.8',
  'GET /api/cameras/search': 'q=중앙',
  'GET /api/layers/:layer': 'bbox=128.8,37.7,128.9,37.8',
  'GET /api/coverage/seeing': 'lon=128.89&lat=37.75',
  'GET /api/coverage/views': 'bbox=128.8,37.7,128.9,37.8',
  'GET /api/coverage/gaps': 'demand=1',
  'GET /api/coverage/standard': 'bbox=128.8,37.7,128.81,37.71',
  'GET /api/exports/coverage': 'table=districts&reason=%EC%A0%95%EA%B8%B0%20%EC%A0%9C%EC%B6%9C',
  'GET /api/exports/cameras': 'encoding=utf8&reason=%EC%A0%95%EA%B8%B0%20%EC%A0%9C%EC%B6%9C',
  'GET /api/audit/export': 'reason=%EC%A0%95%EA%B8%B0%20%EC%A0%9C%EC%B6%9C',
  'POST /api/imports/cameras': 'filename=x.csv',
  'POST /api/coverage/demand/preview': 'filename=x.csv&title=%EC%9D%B8%EA%B5%AC',
  'POST /api/coverage/demand': 'filename=x.csv&title=%EC%9D%B8%EA%B5%AC&fingerprint=none',
  'POST /api/equipment/list/preview': 'filename=x.csv',
  'POST /api/equipment/list': 'filename=x.csv&fingerprint=none',
  'POST /api/organisation/staff/preview': 'filename=x.csv',
  'POST /api/organisation/staff': 'filename=x.csv&fingerprint=none',
};

/** Where the act asks for another right than the door does, or about no object: the path names a thing that all share. */
export const ASKED: Readonly<Record<string, { readonly action?: Action; readonly object?: false }>> = {
  'GET /api/accounts/:account': { object: false },
  'GET /api/accounts/:account/grants': { object: false },
};

/** Allowed, and then held up by how things stand: the status that says so. */
export const STANDS: Readonly<Record<string, number>> = {
  // The new password is the old one.
  'PUT /api/session/password': 400,
  // Nothing is loaded that ground could be weighed by.
  'GET /api/coverage/gaps': 404,
  // The review holds rights that nobody has decided.
  'POST /api/rights/reviews/:quarter/sign': 409,
  // Nobody has the camera on a screen.
  'POST /api/cameras/:cameraId/still': 409,
  // The month still runs.
  'PUT /api/audit/reviews/:month': 409,
  // It does not turn, nobody holds it, and its bearing is not measured.
  'POST /api/cameras/:cameraId/ptz': 409,
  'POST /api/cameras/:cameraId/ptz/hold': 409,
  'POST /api/cameras/:cameraId/ptz/nudge': 409,
  'POST /api/cameras/:cameraId/ptz/stop': 409,
  'POST /api/cameras/:cameraId/ptz/home': 409,
  'POST /api/cameras/:cameraId/ptz/release': 409,
  'GET /api/cameras/:cameraId/ptz/presets': 409,
  'POST /api/cameras/:cameraId/ptz/preset': 409,
  'POST /api/cameras/:cameraId/ptz/presets': 409,
  'PUT /api/cameras/:cameraId/ptz/calibration': 409,
  'POST /api/cameras/:cameraId/barred-sectors': 409,
  // No device service of it is registered.
  'POST /api/cameras/:cameraId/reboot': 409,
  // The search is another's, or none.
  'GET /api/coverage/best-sites/:searchId': 404,
  'DELETE /api/coverage/best-sites/:searchId': 404,
  // It lies outside the camera networks.
  'POST /api/devices/discovery': 400,
  // Nobody saw a preview of it.
  'POST /api/organisation/reorganisations': 409,
  'POST /api/organisation/staff': 409,
  'POST /api/equipment/list': 409,
  'POST /api/coverage/demand': 409,
  // There is no such holding and no such post.
  'POST /api/organisation/corrections/preview': 404,
  'POST /api/organisation/corrections': 404,
  'POST /api/organisation/appointments': 404,
  // The file is not read to its end.
  'POST /api/imports/:importId/accept': 409,
};
