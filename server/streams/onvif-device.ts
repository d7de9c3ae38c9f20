import { Cam } from 'onvif/promises/index.js';
import { parseSOAPString } from 'onvif/lib/utils.js';
import {
  clockReading,
  readDeviceTime,
  readOldestRecording,
  type DeviceFacts,
  type ToldProfile,
} from './device-facts.rules.ts';
import { readElement } from './onvif-answer.rules.ts';
import { postSoap, type SoapTrip } from './onvif-http.ts';
import { chooseProfiles, devicePathOf } from './onvif-profiles.rules.ts';
import { readPresets, readTourRuns, type DevicePreset } from './ptz-presets.rules.ts';
import { readPtzReport, type PtzReport } from './ptz-report.rules.ts';
import type { DevicePosition } from './ptz.rules.ts';
import type { Credentials } from './rtsp-credentials.ts';
import { saidText } from './said-text.rules.ts';
import { escaped, soapEnvelope } from './soap-envelope.ts';
import { asStreamError, StreamError } from './stream-error.rules.ts';

/** Where a camera's ONVIF device service answers, already checked and resolved to an IP address. */
export interface OnvifTarget {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly credentials: Credentials | null;
}

export interface OnvifDevice {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serialNo: string | null;
  readonly profiles: readonly ToldProfile[];
  /** As the camera says it; an address to be checked like any other before use. */
  readonly streamUri: string | null;
  /** Art. 11(2): whether an audio encoder is configured; null when the camera would not say. */
  readonly audioConfigured: boolean | null;
  readonly facts: DeviceFacts;
}

/** The turning head of one camera, over a session with its device service. Each call throws StreamError. */
export interface PtzDevice {
  report(): Promise<PtzReport>;
  moveTo(position: DevicePosition): Promise<void>;
  /** Keeps moving for at most `forMs`, also where no stop reaches the camera any more. */
  keepMoving(velocity: DevicePosition, forMs: number): Promise<void>;
  stop(): Promise<void>;
  goHome(): Promise<void>;
  presets(): Promise<readonly DevicePreset[]>;
  /** Where it stands now, under a name. */
  keepPreset(name: string): Promise<void>;
  /** By a way of its own choosing. */
  goToPreset(token: string): Promise<void>;
}

interface RawProfile {
  readonly $?: { readonly token?: unknown };
  readonly videoEncoderConfiguration?: {
    readonly name?: unknown;
    readonly encoding?: unknown;
    readonly resolution?: { readonly width?: unknown; readonly height?: unknown };
    readonly rateControl?: { readonly frameRateLimit?: unknown };
  };
  readonly audioEncoderConfiguration?: unknown;
}

interface SoapRequest {
  readonly action: string;
  readonly body: string;
  readonly service?: string;
}

type OnXml = (xml: string, trip: SoapTrip) => void;
type SoapCallback = (error: Error | null, data?: unknown, xml?: string, status?: number) => void;

const WHOLE_TIMEOUT_MS = 15_000;

/**
 * Asks a camera what it is over ONVIF. Every answer is cut at 256 KB and 5 s and refused when it holds a DOCTYPE;
 * addresses the camera names are never followed, only their paths on the pinned host. Throws StreamError.
 */
export const readOnvifDevice = (target: OnvifTarget): Promise<OnvifDevice> =>
  bounded(() => readDevice(target));

async function bounded<T>(ask: () => Promise<T>): Promise<T> {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    deadline = setTimeout(() => reject(new StreamError('timeout', 'ONVIF took too long')), WHOLE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    if (error instanceof StreamError) throw error;
    if (error instanceof Error && /NotAuthorized/i.test(error.message))
      throw new StreamError('unauthorized', 'ONVIF login refused');
    throw new StreamError('protocol', 'ONVIF answer unreadable');
  } finally {
    clearTimeout(deadline);
  }
}

/** Paths of the pictures that a browser plays, on the registered host and port; null where the device has none. */
export interface DevicePictures {
  readonly largePath: string | null;
  readonly smallPath: string | null;
}

/** Asks a device where its H.264 pictures are. Only their paths are taken, its addresses are not. Throws StreamError. */
export const readOnvifPictures = (target: OnvifTarget): Promise<DevicePictures> =>
  bounded(async () => {
    const cam = camOf(target, () => undefined);
    await cam.connect();
    const { large, small } = chooseProfiles(profilesOf(cam).map(readProfile));
    const pathOf = async (profile: ToldProfile | null): Promise<string | null> => {
      if (profile === null) return null;
      const answer = await (cam as unknown as AsksByProfile).getStreamUri({
        protocol: 'RTSP',
        profileToken: profile.token,
      });
      return devicePathOf(textOrNull((answer as { uri?: unknown } | null)?.uri));
    };
    return { largePath: await pathOf(large), smallPath: await pathOf(small) };
  });

/** The library's own types leave out what this call takes. */
interface AsksByProfile {
  getStreamUri(options: { readonly protocol: 'RTSP'; readonly profileToken: string }): Promise<unknown>;
}

function profilesOf(cam: Cam): RawProfile[] {
  const { profiles } = cam as unknown as { profiles?: unknown };
  return Array.isArray(profiles) ? (profiles as RawProfile[]).slice(0, 32) : [];
}

/** Opens the turning head of a camera. Throws StreamError `protocol` where it has none. */
export const openPtz = (target: OnvifTarget): Promise<PtzDevice> => bounded(() => openHead(target));

async function openHead(target: OnvifTarget): Promise<PtzDevice> {
  let [statusXml, presetsXml] = ['', ''];
  const cam = camOf(target, (xml) => {
    // The answer to a command that is under way at the same time tells of no position.
    if (xml.includes('GetStatusResponse')) statusXml = xml;
    else if (xml.includes('GetPresetsResponse')) presetsXml = xml;
  });
  await cam.connect();
  const { uri } = cam as unknown as { uri?: { ptz?: unknown } };
  if (uri?.ptz === undefined) throw new StreamError('protocol', 'the camera does not turn');
  let reported: Promise<unknown> = Promise.resolve();
  const report = (): Promise<PtzReport> =>
    bounded(async () => {
      statusXml = '';
      await cam.getStatus();
      return readPtzReport(statusXml);
    });
  return {
    // One after another, or two would read each other's answer.
    report: () => {
      const next = reported.then(report, report);
      reported = next.catch(() => undefined);
      return next;
    },
    moveTo: ({ pan, tilt, zoom }) =>
      bounded(async () => void (await cam.absoluteMove({ x: pan, y: tilt, zoom }))),
    keepMoving: ({ pan, tilt, zoom }, forMs) =>
      bounded(async () => void (await cam.continuousMove({ x: pan, y: tilt, zoom, timeout: forMs }))),
    stop: () => bounded(async () => void (await cam.stop())),
    goHome: () => bounded(async () => void (await cam.gotoHomePosition({}))),
    presets: () =>
      bounded(async () => {
        await cam.getPresets();
        return readPresets(presetsXml);
      }),
    // The library writes both into its question as they are.
    keepPreset: (name) => bounded(async () => void (await cam.setPreset({ presetName: escaped(name) }))),
    goToPreset: (token) => bounded(async () => void (await cam.gotoPreset({ preset: escaped(token) }))),
  };
}

function camOf({ host, port, path, credentials }: OnvifTarget, onXml: OnXml): Cam {
  const cam = new Cam({
    hostname: host,
    port,
    path,
    preserveAddress: true,
    autoconnect: false,
    ...(credentials ? { username: credentials.user, password: credentials.password } : {}),
  });
  guardRequests(cam, { host, port, path, credentials }, onXml);
  return cam;
}

async function readDevice(target: OnvifTarget): Promise<OnvifDevice> {
  let lastXml = '';
  let clock: DeviceFacts['clock'] = null;
  const cam = camOf(target, (xml, trip) => {
    lastXml = xml;
    const deviceMs =
      clock === null && xml.includes('GetSystemDateAndTimeResponse') ? readDeviceTime(xml) : null;
    if (deviceMs !== null) clock = clockReading(deviceMs, trip);
  });
  await cam.connect();
  await cam.getDeviceInformation();
  // The library reads "1.10" as a number and loses its zero, so the words are taken from the answer itself.
  const information = lastXml;
  const firmware = readElement(information, 'FirmwareVersion');
  const profiles = profilesOf(cam);
  const stream: unknown = profiles.length > 0 ? await cam.getStreamUri() : null;
  const hasAudio = await audioConfigured(cam, profiles);
  lastXml = '';
  const touring = await tourRuns(cam, target, () => lastXml);
  return {
    manufacturer: readElement(information, 'Manufacturer'),
    model: readElement(information, 'Model'),
    firmware,
    serialNo: readElement(information, 'SerialNumber'),
    profiles: profiles.map(readProfile),
    streamUri: textOrNull((stream as { uri?: unknown } | null)?.uri),
    audioConfigured: hasAudio,
    facts: {
      ...{
        clock,
        model: saidText(readElement(information, 'Model')),
        firmware,
        profiles: profiles.map(readProfile),
        audioConfigured: hasAudio,
      },
      touring,
      oldestRecordingAt: await oldestRecording(cam, target, () => lastXml),
    },
  };
}

const SEARCH = 'http://www.onvif.org/ver10/search/wsdl';

/**
 * Asks the recorder, where the device names one, since when it holds recordings. The library knows no such question; none
 * is opened, and none is listed (Art. 30(2)). Null where it has none or will not say.
 */
async function oldestRecording(
  cam: Cam,
  { credentials }: OnvifTarget,
  lastAnswer: () => string,
): Promise<string | null> {
  if ((cam as unknown as AsksRaw).uri?.search === undefined) return null;
  try {
    await askRaw(cam, credentials, { service: 'search', namespace: SEARCH, question: 'GetRecordingSummary' });
    return readOldestRecording(lastAnswer(), Date.now());
  } catch {
    return null;
  }
}

const PTZ = 'http://www.onvif.org/ver20/ptz/wsdl';

/** Asks a device whether a preset tour of its own turns it. Null where it will not say. */
async function tourRuns(
  cam: Cam,
  { credentials }: OnvifTarget,
  lastAnswer: () => string,
): Promise<boolean | null> {
  if ((cam as unknown as AsksRaw).uri?.ptz === undefined) return false;
  const token = textOrNull(profilesOf(cam)[0]?.$?.token) ?? '';
  const content = `<ProfileToken>${escaped(token)}</ProfileToken>`;
  try {
    await askRaw(cam, credentials, { service: 'ptz', namespace: PTZ, question: 'GetPresetTours', content });
  } catch {
    // That it knows no tours is an answer too.
  }
  return readTourRuns(lastAnswer());
}

const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';

/** Starts a device anew; it says so before it goes. Throws StreamError. */
export const rebootDevice = (target: OnvifTarget): Promise<void> =>
  bounded(async () => {
    const cam = camOf(target, () => undefined);
    await cam.connect();
    // The library would send it to another of the device's services.
    await askRaw(cam, target.credentials, { namespace: DEVICE, question: 'SystemReboot' });
  });

interface RawQuestion {
  readonly service?: string;
  readonly namespace: string;
  readonly question: string;
  readonly content?: string;
}

/** A question that the library does not know, by the clock and with the login of the session. */
async function askRaw(
  cam: Cam,
  credentials: Credentials | null,
  { service, namespace, question, content = '' }: RawQuestion,
): Promise<void> {
  const { timeShift, _request: ask } = cam as unknown as AsksRaw;
  const deviceMs = typeof timeShift === 'number' ? process.uptime() * 1000 + timeShift : Date.now();
  const body = soapEnvelope(
    `<${question} xmlns="${namespace}">${content}</${question}>`,
    credentials,
    deviceMs,
  );
  const action = `${namespace}/${question}`;
  await ask({ action, body, ...(service === undefined ? {} : { service }) });
}

/** What the library's own types leave out. */
interface AsksRaw {
  readonly uri?: { readonly search?: unknown; readonly ptz?: unknown };
  readonly timeShift?: unknown;
  readonly _request: (request: SoapRequest) => Promise<unknown>;
}

/** Puts our own bounded HTTP under the library: one host, one port, no redirect, nothing parsed unchecked. */
function guardRequests(cam: Cam, target: OnvifTarget, onXml: OnXml): void {
  const uriOf = (service: string): string | undefined =>
    (cam as unknown as { uri?: Record<string, { path?: unknown }> }).uri?.[service]?.path?.toString();
  const requestPart2 = (request: SoapRequest, callback: SoapCallback): void => {
    const named = request.service === undefined ? undefined : uriOf(request.service);
    const path = named !== undefined && /^\/[\x21-\x7e]{0,1023}$/.test(named) ? named : target.path;
    postSoap(target, path, request)
      .then(({ xml, status, trip }) => {
        onXml(xml, trip);
        // Where an answer lacks what the library expects, it throws inside the callback and calls it a second time.
        parseSOAPString(xml, callback, status);
      })
      .catch((error: unknown) => callback(asStreamError(error)))
      .catch(() => undefined);
  };
  // The library's proxy takes the value but reports failure, which an assignment would throw at.
  Reflect.set(cam, '_requestPart2', requestPart2);
}

async function audioConfigured(cam: Cam, profiles: readonly RawProfile[]): Promise<boolean | null> {
  if (profiles.some(({ audioEncoderConfiguration }) => audioEncoderConfiguration !== undefined)) return true;
  try {
    const configurations: unknown = await cam.getAudioEncoderConfigurations();
    return Array.isArray(configurations) ? configurations.length > 0 : null;
  } catch (error) {
    // With no audio encoder at all the library stumbles over the empty list: that means "none".
    return error instanceof TypeError && error.message.includes("reading 'map'") ? false : null;
  }
}

function readProfile({
  $,
  videoEncoderConfiguration: video,
  audioEncoderConfiguration: audio,
}: RawProfile): ToldProfile {
  return {
    token: textOrNull($?.token) ?? '',
    encoding: saidText(textOrNull(video?.encoding)),
    encoder: saidText(textOrNull(video?.name)),
    widthPx: numberOrNull(video?.resolution?.width),
    heightPx: numberOrNull(video?.resolution?.height),
    fps: numberOrNull(video?.rateControl?.frameRateLimit),
    hasAudio: audio !== undefined,
  };
}

const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 512) : null;
const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
