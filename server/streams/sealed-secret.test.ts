import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { secretFor } from '../platform/secrets.ts';
import { CameraKeys } from './camera-keys.ts';
import { openSecret } from './opened-secret.ts';
import { sealSecret } from './sealed-secret.ts';
import { aes256Gcm, type SecretCipher } from './secret-cipher.ts';

let folder: string;
let keys: CameraKeys;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gwanje-keys-'));
  keys = new CameraKeys(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What version 0 wrote: the key from a text file, bound to nothing. */
function sealedBefore(plain: string) {
  const key = createHash('sha256')
    .update(`camera logins ${secretFor(folder, 'camera-logins')}`)
    .digest();
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { keyVersion: 0, sealed };
}

describe('A29: secrets at rest', () => {
  test('whatever the password, it comes back, and is not readable in what is kept', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), fc.integer({ min: 1 }), (plain, cameraId) => {
        const sealed = sealSecret(keys, cameraId, plain);
        expect(openSecret(keys, cameraId, sealed)).toBe(plain);
        expect(Buffer.from(sealed.sealed).includes(Buffer.from(plain))).toBe(false);
      }),
    );
  });

  test('the key lies outside the database, for its owner alone, 256 bits of it', () => {
    sealSecret(keys, 1, 'x');
    const path = join(folder, 'camera-keys.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { keys: kept } = JSON.parse(readFileSync(path, 'utf8')) as { keys: { key: string }[] };
    expect(kept.map(({ key }) => Buffer.from(key, 'base64url').length)).toEqual([32]);
  });

  test('the rows without the key file open nothing, nor with the key of another installation', () => {
    const sealed = sealSecret(keys, 1, 'pw');
    const other = mkdtempSync(join(tmpdir(), 'gwanje-keys-'));
    try {
      const foreign = new CameraKeys(other);
      expect(() => openSecret(foreign, 1, sealed)).toThrow();
      foreign.newest();
      expect(() => openSecret(foreign, 1, sealed)).toThrow();
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  test('the key file alone holds no password', () => {
    const sealed = sealSecret(keys, 1, 'CANARY-at-rest');
    expect(readFileSync(join(folder, 'camera-keys.json'), 'latin1')).not.toContain('CANARY');
    expect(Buffer.from(sealed.sealed).toString('latin1')).not.toContain('CANARY');
  });

  test('10,000 seals never use a nonce twice', () => {
    const { bytes } = keys.newest();
    const nonces = new Set<string>();
    for (let i = 0; i < 10_000; i++)
      nonces.add(Buffer.from(aes256Gcm.seal(bytes, 'a', 'same')).toString('hex', 0, 12));
    expect(nonces.size).toBe(10_000);
  });

  test('moved to another camera it does not open', () => {
    const [one, two] = [sealSecret(keys, 1, 'first'), sealSecret(keys, 2, 'second')];
    expect(() => openSecret(keys, 1, two)).toThrow();
    expect(() => openSecret(keys, 2, one)).toThrow();
  });

  test('said to be of another version it does not open, back or forth', () => {
    const first = sealSecret(keys, 1, 'pw');
    keys.add(0);
    const second = sealSecret(keys, 1, 'pw');
    expect([first.keyVersion, second.keyVersion]).toEqual([1, 2]);
    expect(() => openSecret(keys, 1, { ...first, keyVersion: 2 })).toThrow();
    expect(() => openSecret(keys, 1, { ...second, keyVersion: 1 })).toThrow();
    sealedBefore('makes the old key');
    expect(() => openSecret(keys, 1, { ...second, keyVersion: 0 })).toThrow();
    expect(openSecret(keys, 1, first)).toBe('pw');
  });

  test('not one bit can be changed, nor the end cut off', () => {
    const { keyVersion, sealed } = sealSecret(keys, 1, 'pw');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const bent = Uint8Array.from(sealed);
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openSecret(keys, 1, { keyVersion, sealed: bent })).toThrow();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => openSecret(keys, 1, { keyVersion, sealed: sealed.subarray(0, length) })).toThrow();
  });
});

test('what was sealed before there were versions opens until its key is dropped', () => {
  const old = sealedBefore('옛 비밀번호');
  expect(openSecret(keys, 7, old)).toBe('옛 비밀번호');
  expect(keys.versions()).toEqual([0]);
  expect(sealSecret(keys, 7, 'x').keyVersion).toBe(1);
  expect(keys.dropAllBut([0])).toEqual([]);
  expect(openSecret(keys, 7, old)).toBe('옛 비밀번호');
  expect(keys.dropAllBut([1])).toEqual([0]);
  expect(() => openSecret(keys, 7, old)).toThrow();
});

test('the newest version and those in use stay, whatever else goes; a number never comes again', () => {
  for (let i = 0; i < 3; i++) keys.add(0);
  expect(keys.versions()).toEqual([1, 2, 3, 4]);
  expect(keys.dropAllBut([2])).toEqual([1, 3]);
  expect(keys.dropAllBut([])).toEqual([2]);
  expect(keys.add(9)).toBe(10);
});

test('a key file that cannot be read says so, shows nothing of itself and is not replaced', () => {
  writeFileSync(join(folder, 'camera-keys.json'), '{"keys":[{"version":1,"key":"CANARY');
  expect(() => keys.newest()).toThrow(/카메라 비밀번호의 열쇠 파일/);
  expect(() => keys.newest()).not.toThrow(/CANARY/);
  expect(readFileSync(join(folder, 'camera-keys.json'), 'utf8')).toContain('CANARY');
});

test('a validated module takes the place of the cipher, given the same key and binding', () => {
  const asked: string[] = [];
  const module: SecretCipher = {
    ...aes256Gcm,
    seal: (...given) => {
      asked.push(given[1]);
      return aes256Gcm.seal(...given);
    },
  };
  expect(openSecret(keys, 3, sealSecret(keys, 3, 'pw', module))).toBe('pw');
  expect(asked).toEqual(['gwanje camera password 3 1']);
});
