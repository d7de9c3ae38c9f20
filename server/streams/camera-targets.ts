import type { Config } from '../platform/config.ts';
import { parseCameraNetwork, pinCameraAddress, type CameraNetwork } from './camera-address.ts';
import type { OnvifTarget } from './onvif-device.ts';
import type { Credentials } from './rtsp-credentials.ts';
import type { RtspTarget } from './rtsp-connection.ts';
import { CameraKeys } from './camera-keys.ts';
import type { LiveQuality } from './live-quality.schema.ts';
import { openSecret } from './opened-secret.ts';
import type { SealedSecret } from './sealed-secret.ts';
import { StreamError } from './stream-error.rules.ts';
import { refusePast } from './past-gate.ts';
import type { PastAsk } from './playback-permit.rules.ts';
import { pathOf } from './stream-path.rules.ts';
import type { CameraStream } from './streams.sql.ts';

/** Turns registered streams into addresses that were checked against the camera networks, with the login opened. */
export class CameraTargets {
  readonly #networks: readonly CameraNetwork[];
  readonly #keys: CameraKeys;
  readonly #onCertificate: (cameraId: number, sha256: string) => void;
  readonly #sealedOf: (cameraId: number) => Promise<SealedSecret | undefined>;

  constructor(
    { cameraNetworks, secretsDir }: Pick<Config, 'cameraNetworks' | 'secretsDir'>,
    sealedOf: (cameraId: number) => Promise<SealedSecret | undefined>,
    onCertificate: (cameraId: number, sha256: string) => void = () => undefined,
  ) {
    this.#onCertificate = onCertificate;
    this.#networks = cameraNetworks.map(parseCameraNetwork);
    this.#keys = new CameraKeys(secretsDir);
    this.#sealedOf = sealedOf;
  }

  /** `past`: what of its recording is asked for; nothing asks for any, and the gate refuses it (Art. 30(2)). */
  async rtsp(
    stream: CameraStream,
    quality: LiveQuality = 'main',
    past: PastAsk | null = null,
  ): Promise<RtspTarget> {
    const path = pathOf(stream, quality);
    refusePast(path, past);
    const host = await pinCameraAddress(stream.host, stream.rtspPort, this.#networks);
    const credentials = await this.#credentials(stream);
    const { cameraId, rtspPort, secure, certificateSha256, basicAllowed } = stream;
    const onCertificate = (sha256: string): void => this.#onCertificate(cameraId, sha256);
    const link = { secure, certificateSha256, basicAllowed, onCertificate };
    return { host, port: rtspPort, path, credentials, ...link };
  }

  async onvif(stream: CameraStream): Promise<OnvifTarget> {
    if (stream.onvifPort === null) throw new StreamError('address-refused', 'no device service registered');
    const host = await pinCameraAddress(stream.host, stream.onvifPort, this.#networks);
    const path = stream.onvifPath ?? '/onvif/device_service';
    return { host, port: stream.onvifPort, path, credentials: await this.#credentials(stream) };
  }

  /** Read and opened only now, since the key may have been rotated after the stream was listed. */
  async #credentials({ cameraId, username, hasSecret }: CameraStream): Promise<Credentials | null> {
    if (username === null || !hasSecret) return null;
    for (const isLastTry of [false, true]) {
      const sealed = await this.#sealedOf(cameraId);
      if (sealed === undefined) return null;
      try {
        return { user: username, password: openSecret(this.#keys, cameraId, sealed) };
      } catch {
        if (isLastTry) break;
      }
    }
    throw new StreamError('unauthorized', 'the kept login cannot be opened');
  }
}
