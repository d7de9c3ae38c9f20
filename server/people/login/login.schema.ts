import { z } from 'zod';
import { newPassword } from './new-password.schema.ts';

export const signInInput = z.object({
  account: z.string().min(1).max(40),
  password: z.string().min(1).max(200),
});

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/);

/** What a browser answers about a passkey: made (`attestationObject`) or used (`signature`). */
const passkeyAnswer = z.object({
  id: base64url.max(2000),
  rawId: base64url.max(2000),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: z.record(z.string().max(40), z.unknown()).default({}),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url.optional(),
    authenticatorData: base64url.optional(),
    signature: base64url.optional(),
    userHandle: z.string().max(200).nullish(),
    transports: z.array(z.string().max(20)).max(8).optional(),
  }),
});
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>;

const step = z.string().min(20).max(100);

/** The second step: a code of the authenticator app, or what a passkey answered. */
export const secondInput = z.union([
  z.object({ step, code: z.string().regex(/^\d{6}$/) }),
  z.object({ step, passkey: passkeyAnswer }),
]);
export type SecondInput = z.infer<typeof secondInput>;

export type SecondMethod = 'totp' | 'passkey';

/** What comes after a right password where that is not enough. The options go to the browser's passkey calls as they are. */
export interface SecondStep {
  readonly step: string;
  readonly methods: readonly SecondMethod[];
  /** For the passkey that is on record. */
  readonly passkey?: object;
  /** Nothing is on record yet: one of these is set up now. `secret` is base32, `uri` the content of the QR code. */
  readonly enrol?: {
    readonly totp: { readonly secret: string; readonly uri: string };
    readonly passkey?: object;
  };
}

export const pledgeInput = z.object({ version: z.string().min(1).max(20) });

/** The pledge as it is to be signed, in the person's language. */
export interface PledgeView {
  readonly version: string;
  readonly text: readonly string[];
  readonly signed: { readonly at: string; readonly version: string } | null;
}

/** The own password: the old one proves the person once more. */
export const ownPasswordInput = z.strictObject({ password: z.string().min(1).max(200), next: newPassword });
export type OwnPasswordInput = z.infer<typeof ownPasswordInput>;

/** Why a session is over, told to whoever held it: a display needs a new code and no login. `on` is the city's day of closing, `ask` whom to call. */
export interface EndedView {
  readonly why: 'idle' | 'closed' | 'contract' | 'display' | 'role' | LoginNotice['what'] | 'over';
  readonly on: string | null;
  readonly ask: { readonly department: string; readonly title: string; readonly phone: string | null } | null;
}

export const noticesReadInput = z.strictObject({ upTo: z.number().int().positive().max(2_147_483_647) });

/** Something that was changed about a login. `by` is null where its holder did it; `address` is where from, if known. */
export interface LoginNotice {
  readonly noticeId: number;
  readonly what: 'factor-reset' | 'password-changed' | 'password-set';
  readonly at: string;
  readonly by: string | null;
  readonly address: string | null;
  readonly reason: string | null;
}
