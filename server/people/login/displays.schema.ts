import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { text } from '../../platform/text.schema.ts';

/** A network that is wider is no room's: 10.0.0.0/8 of the old addresses, the block of one provider of the new. */
const LEAST_BITS = { 4: 8, 6: 32 } as const;
const BITS = { 4: 32, 6: 128 } as const;

/** The family and length of a CIDR block; null where a text is none. An address with a zone is a machine's own. */
function blockOf(text: string): { readonly family: 4 | 6; readonly bits: number } | null {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = ipaddr.IPv4.isValidFourPartDecimal(address) ? 4 : ipaddr.IPv6.isValid(address) ? 6 : null;
  const isBlock = family !== null && !address.includes('%') && /^(?:0|[1-9]\d{0,2})$/.test(bits);
  return isBlock && rest.length === 0 && Number(bits) <= BITS[family] ? { family, bits: Number(bits) } : null;
}
const isNarrow = (text: string): boolean => {
  const block = blockOf(text);
  return block === null || block.bits >= LEAST_BITS[block.family];
};
const network = z
  .string()
  .trim()
  .refine((text) => blockOf(text) !== null, 'is no network')
  .refine(isNarrow, 'is too wide a network');

/** A screen of the wall. `network` is a CIDR block, `account` whoever answers for what the screen shows. */
export const newDisplayBody = z.object({
  requestId: z.uuid(),
  name: text(60),
  network,
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
