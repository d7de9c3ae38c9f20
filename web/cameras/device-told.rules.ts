import type { CameraCard } from '../../server/cameras/cameras.schema.ts';

type Device = Pick<
  CameraCard['device'],
  'clock' | 'firmware' | 'firmwareOnRecord' | 'isEncrypted' | 'findings'
>;

/** One thing that a device told of itself, as the words of the card name it; `found` where somebody has to look into it. */
export interface ToldLine {
  readonly words:
    | 'clock.right'
    | 'clock.fast'
    | 'clock.slow'
    | 'firmware'
    | 'firmware.other'
    | 'link.open'
    | 'link.encrypted';
  readonly values: Readonly<Record<string, string | number>>;
  readonly toldAt: string | null;
  readonly found: boolean;
}

/** What is known of a device, what has to be looked into first; what it never told is left out. */
export function toldLines({ clock, firmware, firmwareOnRecord, isEncrypted, findings }: Device): ToldLine[] {
  const lines: ToldLine[] = [];
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
