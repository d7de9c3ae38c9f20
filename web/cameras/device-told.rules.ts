import type { CameraCard } from '../../server/cameras/cameras.schema.ts';

type Device = Pick<
  CameraCard['device'],
  | 'clock'
  | 'firmware'
  | 'firmwareOnRecord'
  | 'isEncrypted'
  | 'findings'
  | 'certificateNos'
  | 'certificateDifferences'
  | 'profiles'
>;

/** One thing that a device told of itself, as the words of the card name it; `found` where somebody has to look into it. */
export interface ToldLine {
  readonly words:
    | 'tour'
    | 'clock.right'
    | 'clock.fast'
    | 'clock.slow'
    | 'firmware'
    | 'firmware.other'
    | 'certificate'
    | 'certificate.model'
    | 'certificate.firmware'
    | 'certificate.until'
    | 'link.open'
    | 'link.encrypted';
  readonly values: Readonly<Record<string, string | number>>;
  readonly toldAt: string | null;
  readonly found: boolean;
}

/** What is known of a device, what has to be looked into first; what it never told is left out. */
export function toldLines(device: Device): ToldLine[] {
  const { clock, firmware, firmwareOnRecord, isEncrypted, findings } = device;
  const lines: ToldLine[] = certificateLines(device);
  if (findings.includes('device-tour'))
    lines.unshift({ words: 'tour', values: {}, toldAt: device.profiles?.toldAt ?? null, found: true });
  if (clock !== null) {
    const found = findings.includes('clock-off');
    const seconds = Math.round(Math.abs(clock.offS));
    const words = !found ? 'clock.right' : clock.offS > 0 ? 'clock.fast' : 'clock.slow';
    lines.push({ words, values: { n: seconds }, toldAt: clock.toldAt, found });
  }
  if (firmware !== null) {
    const found = findings.includes('firmware-differs');
    const values = { version: firmware.version, record: firmwareOnRecord.join(', ') };
    lines.push({ words: found ? 'firmware.other' : 'firmware', values, toldAt: firmware.toldAt, found });
  }
  if (isEncrypted !== null)
    lines.push({
      words: isEncrypted ? 'link.encrypted' : 'link.open',
      values: {},
      toldAt: null,
      found: findings.includes('plain-transport'),
    });
  return lines.sort((one, other) => Number(other.found) - Number(one.found));
}

/** In what it differs from its certificate, with both values; that nothing is known to differ where there is one. */
function certificateLines({ certificateNos, certificateDifferences, firmware }: Device): ToldLine[] {
  if (certificateNos.length === 0) return [];
  const toldAt = firmware?.toldAt ?? null;
  if (certificateDifferences.length === 0)
    return [{ words: 'certificate', values: { no: certificateNos.join(', ') }, toldAt, found: false }];
  return certificateDifferences.map(({ field, certified, told }) => ({
    ...{ words: `certificate.${field}` as const, values: { certified, told }, toldAt, found: true },
  }));
}

type Profile = NonNullable<CameraCard['device']['profiles']>['list'][number];

/** A picture that a device offers in one line, such as `H264 1280×720 25fps`; one of which it says nothing by its name. */
export function profileLine({ encoding, widthPx, heightPx, fps, encoder, token }: Profile): string {
  const size = widthPx === null || heightPx === null ? null : `${widthPx}×${heightPx}`;
  const rate = fps === null ? null : `${Math.round(fps * 10) / 10}fps`;
  const picture = [encoding, size, rate].filter((each) => each !== null).join(' ');
  return picture === '' ? (encoder ?? token) : picture;
}
