import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The password kept for a name in the folder of secrets (0700), made at first use (0600).
 * Two processes asking at once get the same one.
 */
export const secretFor = (secretsDir: string, name: string): string => {
  const path = join(secretsDir, name);
  if (!existsSync(path)) {
    mkdirSync(secretsDir, { recursive: true, mode: 0o700 });
    putSecretFileOnce(path, randomBytes(24).toString('base64url'));
  }
  return readFileSync(path, 'utf8').trim();
};

/** Writes a secret's file (0600) unless it is there already: it appears whole or not at all, and the first one stays. */
export const putSecretFileOnce = (path: string, text: string): void => {
  const draft = draftOf(path, text);
  try {
    // A link appears whole or not at all, so a reader never sees a half-written secret.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
};

/** Replaces a secret's file (0600) whole: after a crash it holds the old text or the new, on disk. */
export const putSecretFile = (path: string, text: string): void => {
  renameSync(draftOf(path, text), path);
  syncToDisk(dirname(path));
};

const draftOf = (path: string, text: string): string => {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, text, { mode: 0o600 });
  syncToDisk(draft);
  return draft;
};

const syncToDisk = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
