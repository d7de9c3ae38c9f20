import { z } from 'zod';
import { text } from '../../platform/text.schema.ts';

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const CIDR = new RegExp(
  `^(?:(?:${octet}\\.){3}${octet}/(?:3[0-2]|[12]?\\d)|[0-9a-f:]{2,39}/(?:12[0-8]|1[01]\\d|\\d{1,2}))$`,
  'i',
);

/** A screen of the wall. `network` is a CIDR block, `account` whoever answers for what the screen shows. */
export const newDisplayBody = z.object({
  requestId: z.uuid(),
  name: text(60),
  network: z.string().trim().regex(CIDR),
  account: z.string().min(1).max(40),
});
export type NewDisplay = z.infer<typeof newDisplayBody>;

export const displayParam = z.object({ displayId: z.coerce.number().int().positive().max(2_147_483_647) });

/** The code as somebody types it: blanks and dashes do not count. */
export const pairingInput = z.object({
  code: z
    .string()
    .max(40)
    .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9]{8}$/)),
});

/** Good once, until `expiresAt`. */
export interface PairingCode {
  readonly displayId: number;
  readonly code: string;
  readonly expiresAt: string;
}

export interface DisplayLine {
  readonly displayId: number;
  readonly name: string;
  readonly network: string;
  readonly account: string;
  readonly personName: string;
  readonly registeredBy: string;
  readonly registeredAt: string;
  /** Waiting for its code to be typed, never paired, connected, cut off (its session is gone), or ended for good. */
  readonly state: 'waiting' | 'unpaired' | 'connected' | 'cut' | 'ended';
  readonly pairedAddress: string | null;
  readonly seenAt: string | null;
}

export interface DisplaysView {
  readonly displays: readonly DisplayLine[];
  /** Accounts that can answer for a screen. */
  readonly accounts: readonly {
    readonly account: string;
    readonly personName: string;
    readonly role: string;
  }[];
}
