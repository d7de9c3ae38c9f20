import { z } from 'zod';
import { namesThePast } from './past-path.rules.ts';

const ONLY_DOTS = /^[\s*•●∙·⦁＊◦○■█▪…._-]*$/u;
const SAYS_HIDDEN =
  /^[\s<[({*"']*(?:redacted|masked|hidden|secret|unchanged|filtered|removed|password|가림|숨김|비공개|변경 ?없음|비밀번호 있음)[\s>\])}*"']*$/iu;

/** Whether a text is what stands for a password on a screen or in a report, and so is never one itself. */
export const looksMasked = (text: string): boolean => ONLY_DOTS.test(text) || SAYS_HIDDEN.test(text);

/** A path of the kind `/user=a&password=b`: it would be read, logged and shown like any path. */
const PASSWORD_IN_PATH = /(?:^|[^a-z])(?:passw(?:or)?d|passwd|pwd|pass|secret|token)=/i;

const port = z.int().min(1).max(65_535);
/** Printable ASCII, since it goes into a request line as it is. */
export const devicePath = z
  .string()
  .trim()
  .max(500)
  .regex(/^\/[\x21-\x7e]*$/)
  .refine((path) => !PASSWORD_IN_PATH.test(path))
  .refine((path) => !namesThePast(path), { params: { past: true } });
const text = z
  .string()
  .regex(/^\P{Cc}+$/u)
  .refine((value) => value.isWellFormed());

/** `PUT /api/cameras/:cameraId/stream`: where a device answers. An absent password stays as it is; null takes it away. */
export const connectionBody = z.strictObject({
  host: z.string().trim().min(1).max(253),
  rtspPort: port,
  rtspPath: devicePath,
  /** Of the small picture; null where the camera has none, or its device shall be asked. */
  subPath: devicePath.nullable().default(null),
  onvifPort: port.nullable(),
  onvifPath: devicePath.nullable(),
  username: text
    .max(100)
    .regex(/^[^":\\]+$/)
    .nullable(),
  /** Over TLS (RTSPS, Art. 30(3)). */
  secure: z.boolean().default(false),
  /** Lets the device have the password as it is over an open link. */
  basicAllowed: z.boolean().default(false),
  /** Takes the certificate that the device shows next instead of the one on record. */
  renewCertificate: z.boolean().default(false),
  password: text
    .max(200)
    .refine((value) => !looksMasked(value))
    .nullable()
    .optional(),
});

/** `GET /api/cameras/:cameraId/stream`: everything but the password, which nobody reads back. */
export const connectionSchema = connectionBody
  .omit({ password: true, renewCertificate: true })
  .extend({ hasSecret: z.boolean(), certificateSha256: z.string().nullable() });

export type ConnectionBody = z.infer<typeof connectionBody>;
export type Connection = z.infer<typeof connectionSchema>;
