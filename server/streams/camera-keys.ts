import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { putSecretFile, putSecretFileOnce } from '../platform/secrets.ts';
import { aes256Gcm } from './secret-cipher.ts';

const KEYS_FILE = 'camera-keys.json';
/** Where the key lay before there were versions. */
const OLD_KEY_FILE = 'camera-logins';

export interface CameraKey {
  /** 0 is the key of before there were versions: it opens, and seals no more. */
  readonly version: number;
  readonly bytes: Uint8Array;
}

const keysSchema = z.object({
  keys: z
    .array(
      z.object({
        version: z.int().min(1),
        key: z.base64url().refine((text) => Buffer.from(text, 'base64url').length === aes256Gcm.keyBytes),
      }),
    )
    .min(1),
});
type KeysFile = z.infer<typeof keysSchema>;

const fresh = (version: number): KeysFile['keys'][number] => ({
  version,
  key: randomBytes(aes256Gcm.keyBytes).toString('base64url'),
});

/** The file of the keys cannot be used. Never repeats what is in it. */
export class CameraKeysError extends Error {
  override name = 'CameraKeysError';
}

/**
 * The keys that seal the cameras' passwords: a file of the folder of secrets (0600), outside the database. It is read
 * at each use, so what another process adds or takes away counts at once.
 */
export class CameraKeys {
  readonly #secretsDir: string;

  constructor(secretsDir: string) {
    this.#secretsDir = secretsDir;
  }

  /** The newest version, which seals; made at the first use. Two processes asking at once get the same one. */
  newest(): CameraKey {
    if (!existsSync(this.#path)) {
      mkdirSync(this.#secretsDir, { recursive: true, mode: 0o700 });
      putSecretFileOnce(this.#path, asText({ keys: [fresh(1)] }));
    }
    return this.#read().at(-1)!;
  }

  /** Undefined when that version was dropped, or its file is not there. */
  version(version: number): CameraKey | undefined {
    if (version === 0) return this.#old();
    return existsSync(this.#path) ? this.#read().find((key) => key.version === version) : undefined;
  }

  versions(): number[] {
    const kept = existsSync(this.#path) ? this.#read().map(({ version }) => version) : [];
    return existsSync(join(this.#secretsDir, OLD_KEY_FILE)) ? [0, ...kept] : kept;
  }

  /** Puts a new version beside the others; from then on it seals. `above`: the highest one that was ever used. */
  add(above: number): number {
    const { version } = this.newest();
    const added = fresh(Math.max(version, above) + 1);
    putSecretFile(this.#path, asText({ keys: [...this.#file().keys, added] }));
    return added.version;
  }

  /** Takes away every version but the newest and those in use; returns what went. */
  dropAllBut(inUse: readonly number[]): number[] {
    const { version: newest } = this.newest();
    const isKept = (version: number): boolean => version === newest || inUse.includes(version);
    const gone = this.versions().filter((version) => !isKept(version));
    if (gone.some((version) => version > 0))
      putSecretFile(this.#path, asText({ keys: this.#file().keys.filter(({ version }) => isKept(version)) }));
    if (gone.includes(0)) rmSync(join(this.#secretsDir, OLD_KEY_FILE), { force: true });
    return gone;
  }

  get #path(): string {
    return join(this.#secretsDir, KEYS_FILE);
  }

  #file(): KeysFile {
    try {
      const { keys } = keysSchema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
      return { keys: keys.toSorted((a, b) => a.version - b.version) };
    } catch {
      throw new CameraKeysError(
        `${this.#path}: 카메라 비밀번호의 열쇠 파일을 읽을 수 없습니다. 백업에서 되돌려 주십시오. 파일이 없어졌다면 카메라마다 비밀번호를 다시 적어야 합니다.\n` +
          `The keys of the cameras' passwords cannot be read. Restore the file from its backup; if it is lost, every camera's password is given anew.`,
      );
    }
  }

  #read(): CameraKey[] {
    return this.#file().keys.map(({ version, key }) => ({ version, bytes: Buffer.from(key, 'base64url') }));
  }

  #old(): CameraKey | undefined {
    const path = join(this.#secretsDir, OLD_KEY_FILE);
    if (!existsSync(path)) return undefined;
    const secret = readFileSync(path, 'utf8').trim();
    return { version: 0, bytes: createHash('sha256').update(`camera logins ${secret}`).digest() };
  }
}

const asText = (file: KeysFile): string => `${JSON.stringify(file, null, 1)}\n`;
