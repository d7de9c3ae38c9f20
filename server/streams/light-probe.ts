import type { DeviceFacts } from './device-facts.rules.ts';
import { readOnvifDevice, type OnvifTarget } from './onvif-device.ts';
import { judgeProbe, type BarredCause, type ProbeFindings, type ProbeVerdict } from './probe-state.rules.ts';
import { describeCamera } from './rtsp-client.ts';
import type { RtspTarget } from './rtsp-connection.ts';
import { asStreamError } from './stream-error.rules.ts';

export interface ProbeResult extends ProbeVerdict {
  /** Art. 11(2): whether a sound track or encoder was found; null when the camera would not say. */
  readonly audioOffered: boolean | null;
  /** What the device itself said of an audio encoder this time. */
  readonly audioConfigured: boolean | null;
  /** What the device says it is; null when it was not asked or did not answer. */
  readonly device: { readonly [key: string]: string | number | boolean | null } | null;
  /** What it told of its clock, firmware and recorder; null when it was not asked or did not answer. */
  readonly facts: DeviceFacts | null;
}

export interface ProbeTarget {
  /** Checked and pinned address; rejects with StreamError. */
  readonly rtsp: () => Promise<RtspTarget>;
  /** What the device said of its audio encoder when it was last asked; null when it never said. */
  readonly audioConfigured?: boolean | null;
  /** Null when the device shall not be asked this time. */
  readonly onvif: (() => Promise<OnvifTarget>) | null;
}

/**
 * Looks at a camera without watching it: OPTIONS and DESCRIBE, and at times its ONVIF device service. Nothing of
 * the picture is fetched. Never rejects.
 */
export async function probeCamera(target: ProbeTarget): Promise<ProbeResult> {
  const [findings, device] = await Promise.all([lookAtStream(target), lookAtDevice(target)]);
  const audioOffered = eitherSays(
    findings.audioOffered,
    device?.audioConfigured ?? target.audioConfigured ?? null,
  );
  return {
    ...judgeProbe({ ...findings, audioOffered }),
    audioOffered,
    audioConfigured: device?.audioConfigured ?? null,
    device: device && {
      manufacturer: device.manufacturer,
      model: device.model,
      firmware: device.firmware,
      serialNo: device.serialNo,
      encoding: device.profiles[0]?.encoding ?? findings.videoEncodings[0] ?? null,
      widthPx: device.profiles[0]?.widthPx ?? null,
      heightPx: device.profiles[0]?.heightPx ?? null,
      fps: device.profiles[0]?.fps ?? null,
      ...(device.facts.touring === null ? {} : { touring: device.facts.touring }),
    },
    facts: device?.facts ?? null,
  };
}

/** What is known of a camera that was not called because the centre may not look at it today. */
export const notLookedAt = (cause: BarredCause): ProbeResult => ({
  state: 'unknown',
  cause,
  audioOffered: null,
  audioConfigured: null,
  device: null,
  facts: null,
});

async function lookAtStream(target: ProbeTarget): Promise<ProbeFindings> {
  try {
    const { answeredInMs, audioOffered, videoEncodings } = await describeCamera(await target.rtsp());
    return { failure: null, answeredInMs, audioOffered, videoEncodings };
  } catch (error) {
    return { failure: asStreamError(error).code, answeredInMs: null, audioOffered: null, videoEncodings: [] };
  }
}

async function lookAtDevice({
  onvif,
}: ProbeTarget): Promise<Awaited<ReturnType<typeof readOnvifDevice>> | null> {
  if (!onvif) return null;
  try {
    return await readOnvifDevice(await onvif());
  } catch {
    // A camera whose device service is silent may still show its picture: that is no fault of the stream.
    return null;
  }
}

const eitherSays = (stream: boolean | null, device: boolean | null): boolean | null =>
  stream === true || device === true ? true : (stream ?? device);
