import { selectLinkFactsOfOthers, type CameraLinkFacts } from '../agencies/index.ts';
import { lacksToWatchOn } from '../agencies/delegations.rules.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { setDeviceState } from '../cameras/index.ts';
import {
  ORDERED_FINDINGS,
  orderWhatIsFound,
  selectUnderWorks,
  type OrderedFinding,
} from '../contracts/index.ts';
import { SYSTEM } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { readSetting } from '../platform/settings.ts';
import { differencesInWords } from './certificate.rules.ts';
import type { CameraTargets } from './camera-targets.ts';
import { selectKnownDevices, updateDeviceFacts, type ToldFacts } from './device-facts.sql.ts';
import type { DeviceFinding } from './device-findings.rules.ts';
import { KnownDevices } from './known-devices.ts';
import { notLookedAt, probeCamera } from './light-probe.ts';
import { sendsFrames } from './media-probe.ts';
import { MediaRota } from './media-rota.ts';
import { duringWorks, withFindings, type PictureFault, type ProbeVerdict } from './probe-state.rules.ts';
import { ProbeRounds, type ProbeChange } from './probe-rounds.ts';
import { selectStreams, type CameraStream } from './streams.sql.ts';

const PERIOD_MS = 60_000;
/** The device service is asked more rarely: it costs a camera many more answers than its stream does. */
const DEVICE_PERIOD_MS = 6 * 3600 * 1000;
const DEVICES_PER_S = 3;

/** What streams that somebody has open showed of their cameras, where something is wrong with the picture. */
export type PicturesOnAir = Map<number, PictureFault>;

interface Probing {
  readonly rounds: ProbeRounds<CameraStream>;
  /** Delegations, security measures or owners may have changed. */
  readonly papersChanged: () => void;
}

/**
 * Rounds of light probes over every registered stream; states that change are written and told (Art. 11(2), 20). Another
 * body's camera that may not be watched today is not called at all: its state is unknown, and why (Art. 18(5), 23, 25).
 */
export function probeCameras(
  { sql, now }: Deps,
  targets: CameraTargets,
  onAir: PicturesOnAir,
  pace: { readonly periodMs?: number; readonly firstRoundMs?: number } = {},
): Probing {
  let others = new Map<number, CameraLinkFacts>();
  let listed: readonly number[] = [];
  let underWorks: ReadonlySet<number> = new Set();
  const devices = new KnownDevices();
  const readPapers = async (): Promise<void> => {
    underWorks = new Set(await selectUnderWorks(sql, now()));
    const facts = await selectLinkFactsOfOthers(sql, listed);
    others = new Map(facts.map((each) => [each.cameraId, each]));
    const mustEncrypt = await readSetting(sql, 'transport.encrypted');
    devices.take(await selectKnownDevices(sql), { mustEncrypt }, now());
  };
  const reportError = (error: unknown): void =>
    console.error('probe:', error instanceof Error ? error.message : error);
  let [reading, again] = [false, false];
  /** However often it is told at once, the papers are read one time after another. */
  const papersChanged = async (): Promise<void> => {
    again = true;
    if (reading) return;
    reading = true;
    try {
      while (again) {
        again = false;
        await readPapers();
      }
    } finally {
      reading = false;
    }
  };
  const asked = new Map<number, { readonly atMs: number; readonly at: string }>();
  let mayAskAtMs = 0;
  const deviceIsDue = ({ cameraId, host, onvifPort, onvifPath }: CameraStream): boolean => {
    const nowMs = performance.now();
    if (onvifPort === null || nowMs < mayAskAtMs) return false;
    const at = `${host}:${onvifPort}${onvifPath}`;
    const last = asked.get(cameraId);
    if (!devices.isSuspect(cameraId) && last?.at === at && nowMs - last.atMs < DEVICE_PERIOD_MS) return false;
    asked.set(cameraId, { atMs: nowMs, at });
    mayAskAtMs = nowMs + 1000 / DEVICES_PER_S;
    return true;
  };
  const rota = new MediaRota();
  const wentAway = new Set<number>();
  /** What is wrong with the picture of a camera that answers: as seen on the air, or by a media probe in its turn. */
  const lookAtPicture = async (
    stream: CameraStream,
    { state, cause }: ProbeVerdict,
  ): Promise<PictureFault | null> => {
    const { cameraId } = stream;
    if (state === 'fault') {
      onAir.delete(cameraId);
      wentAway.add(cameraId);
    }
    if ((state !== 'normal' && state !== 'caution') || cause === 'wrong-codec') return null;
    const seen = onAir.get(cameraId);
    if (seen === 'frozen') return seen;
    if (onAir.delete(cameraId) || wentAway.delete(cameraId)) rota.suspect(cameraId);
    if (rota.isDue(cameraId, performance.now())) {
      const target = await targets.rtsp(stream);
      await rota.take(cameraId, performance.now(), () => sendsFrames(target));
    }
    return rota.isSilent(cameraId) ? 'no-frames' : null;
  };
  const isFound = ({ cameraId, result }: ProbeChange, finding: OrderedFinding): boolean =>
    result.cause === finding || devices.findingsOf(cameraId, now()).includes(finding as DeviceFinding);
  const foundAt = ({ cameraId }: ProbeChange, finding: OrderedFinding) =>
    finding === 'certificate-differs'
      ? { cameraId, detail: `${differencesInWords(devices.differencesOf(cameraId, now()))}.` }
      : { cameraId };
  const rounds = new ProbeRounds<CameraStream>({
    periodMs: PERIOD_MS,
    ...pace,
    now,
    list: async () => {
      const streams = await selectStreams(sql);
      listed = streams.map(({ cameraId }) => cameraId);
      rota.keepOnly(new Set(listed));
      await readPapers();
      return streams;
    },
    probe: async (stream) => {
      const { cameraId } = stream;
      const facts = others.get(cameraId);
      const lacking = facts && lacksToWatchOn(facts, cityDay(now()))[0];
      if (lacking !== undefined) return notLookedAt(CAUSE_OF_WANT[lacking]);
      const result = await probeCamera({
        rtsp: () => targets.rtsp(stream),
        audioConfigured: devices.audioConfiguredOf(cameraId),
        onvif: deviceIsDue(stream) ? () => targets.onvif(stream) : null,
      });
      const picture = await lookAtPicture(stream, result);
      if (result.facts) devices.tell(cameraId, result.facts, now());
      const shown = picture === null ? result : { ...result, state: 'fault' as const, cause: picture };
      const found = { ...shown, ...withFindings(shown, devices.findingsOf(cameraId, now())) };
      return underWorks.has(cameraId) ? { ...found, ...duringWorks(found) } : found;
    },
    onChanges: async (changes) => {
      const object = { kind: 'device-states', detail: { cameras: changes.length } };
      await act(sql, SYSTEM, 'camera.probe', object, async (tx, note) => {
        await setDeviceState(tx, changes.map(asRow));
        await updateDeviceFacts(tx, changes.flatMap(toldFacts));
        for (const finding of ORDERED_FINDINGS) {
          const orders = await orderWhatIsFound(
            tx,
            finding,
            changes.filter((change) => isFound(change, finding)).map((change) => foundAt(change, finding)),
          );
          if (orders > 0) note({ [NOTED[finding]]: orders });
        }
      });
    },
    onError: reportError,
  });
  return { rounds, papersChanged: () => void papersChanged().catch(reportError) };
}

const CAUSE_OF_WANT = {
  owner: 'unknown-owner',
  delegation: 'no-delegation',
  security: 'no-link-security',
} as const;

/** How many orders were opened, as the audit names it. */
const NOTED = {
  'audio-track': 'audioOrders',
  'over-retention': 'retentionOrders',
  'certificate-differs': 'certificateOrders',
} as const;

const toldFacts = ({ cameraId, result: { facts }, checkedAt }: ProbeChange): ToldFacts[] =>
  facts === null ? [] : [{ ...facts, cameraId, toldAt: checkedAt }];

const asRow = ({ cameraId, result, checkedAt }: ProbeChange) => ({
  cameraId,
  state: result.state,
  cause: result.cause,
  checkedAt,
  audioOffered: result.audioOffered,
  ...(result.device ? { device: result.device } : {}),
});
