import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { secretFor } from '../platform/secrets.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera } from '../testing/factories.ts';
import { CameraKeys } from './camera-keys.ts';
import { CameraTargets } from './camera-targets.ts';
import { resealOldSecrets, rotateCameraKey, UnopenedSecrets } from './rotate-camera-key.ts';
import { sealSecret, type SealedSecret } from './sealed-secret.ts';
import { holdKeys, selectSealedSecret } from './sealed-secrets.sql.ts';
import { selectStream } from './streams.sql.ts';

let db: TestDatabase;
let secretsDir: string;
let keys: CameraKeys;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner`delete from camera_stream`;
  secretsDir = mkdtempSync(join(tmpdir(), 'gwanje-keys-'));
  keys = new CameraKeys(secretsDir);
  return () => rmSync(secretsDir, { recursive: true });
});

async function aLogin(seal: (cameraId: number) => SealedSecret): Promise<number> {
  const cameraId = await aCamera(db.owner);
  const { sealed, keyVersion } = seal(cameraId);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, username, sealed_secret, key_version)
    values (${cameraId}, '10.20.3.4', 554, '/1', 'viewer', ${Buffer.from(sealed)}, ${keyVersion})`;
  return cameraId;
}
const ofToday = (plain: string) => aLogin((cameraId) => sealSecret(keys, cameraId, plain));
const ofBefore = (plain: string) =>
  aLogin(() => {
    const key = createHash('sha256')
      .update(`camera logins ${secretFor(secretsDir, 'camera-logins')}`)
      .digest();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return { keyVersion: 0, sealed };
  });

/** The password as a gateway that has been running all the while would send it. */
let gateway: CameraTargets;
beforeEach(() => {
  gateway = new CameraTargets({ cameraNetworks: ['10.20.0.0/16'], secretsDir }, (cameraId) =>
    selectSealedSecret(db.app, cameraId),
  );
});
const sent = async (cameraId: number) =>
  (await gateway.rtsp((await selectStream(db.app, cameraId))!)).credentials?.password;
const versions = async () =>
  (await db.app`select camera_id as id, key_version as version from camera_stream order by 1`).map(
    ({ version }) => version as number,
  );

test('what lay sealed before there were versions is sealed anew, and its key goes', async () => {
  const cameras = [await ofBefore('하나'), await ofBefore('둘')];
  expect(await Promise.all(cameras.map(sent))).toEqual(['하나', '둘']);
  expect(await resealOldSecrets(db.app, secretsDir)).toBe(2);
  expect(await versions()).toEqual([1, 1]);
  expect(keys.versions()).toEqual([1]);
  expect(await Promise.all(cameras.map(sent))).toEqual(['하나', '둘']);
  expect(await resealOldSecrets(db.app, secretsDir)).toBe(0);
});

test('A29: a new key seals all, old versions go, and a running gateway takes no notice', async () => {
  const [first, second] = [await ofToday('하나'), await ofBefore('둘')];
  expect(await rotateCameraKey(db.app, secretsDir)).toEqual({ version: 2, resealed: 2, dropped: [0, 1] });
  expect(await versions()).toEqual([2, 2]);
  expect(keys.versions()).toEqual([2]);
  expect([await sent(first), await sent(second)]).toEqual(['하나', '둘']);
  const third = await ofToday('셋');
  expect(await rotateCameraKey(db.app, secretsDir)).toEqual({ version: 3, resealed: 3, dropped: [2] });
  expect(await sent(third)).toBe('셋');
  const [audit] = await db.owner`
    select role, detail from audit where action = 'camera.rotate-key' and detail ? 'resealed' order by seq desc limit 1`;
  expect(audit).toEqual({ role: 'system', detail: { version: 3, resealed: 3 } });
});

test('killed after the key was added, or before old ones went: every password opens, and once more ends it', async () => {
  const camera = await ofToday('하나');
  keys.add(0);
  expect(await sent(camera)).toBe('하나');
  const among = await ofToday('둘');
  expect([await sent(camera), await sent(among), await versions()]).toEqual(['하나', '둘', [1, 2]]);
  expect(await rotateCameraKey(db.app, secretsDir)).toEqual({ version: 3, resealed: 2, dropped: [1, 2] });
  expect([await sent(camera), await sent(among)]).toEqual(['하나', '둘']);
});

test('a password that no key opens stops it, named, with nothing changed', async () => {
  const good = await ofToday('하나');
  const bad = await aLogin(() => sealSecret(keys, 2_000_000, '남의 것'));
  const failure = await rotateCameraKey(db.app, secretsDir).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnopenedSecrets);
  expect(failure).toMatchObject({ cameraIds: [bad], message: expect.stringContaining(`${bad}`) as string });
  expect(await versions()).toEqual([1, 1]);
  expect(await sent(good)).toBe('하나');
  await expect(sent(bad)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('no key goes while somebody is about to write what it sealed', async () => {
  const camera = await ofToday('하나');
  let rotation: Promise<unknown> | undefined;
  await db.owner.begin(async (tx) => {
    await holdKeys(tx, 'one of those who seal');
    const { sealed, keyVersion } = sealSecret(keys, camera, '둘');
    rotation = rotateCameraKey(db.app, secretsDir);
    await new Promise((done) => setTimeout(done, 300));
    await tx`
      update camera_stream set sealed_secret = ${Buffer.from(sealed)}, key_version = ${keyVersion}
      where camera_id = ${camera}`;
  });
  expect(await rotation).toMatchObject({ resealed: 1 });
  expect(await sent(camera)).toBe('둘');
});

test('A29: the database takes no password without its version, cut short, or with a nonce used before', async () => {
  const camera = await ofToday('하나');
  const other = await aCamera(db.owner);
  const [row] = await db.owner`select sealed_secret as sealed from camera_stream where camera_id = ${camera}`;
  const put = (sealed: Buffer, version: number | null) => db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, username, sealed_secret, key_version)
    values (${other}, '10.20.3.5', 554, '/1', 'viewer', ${sealed}, ${version})`;
  const sealed = row!['sealed'] as Buffer;
  await expect(put(randomBytes(40), null)).rejects.toThrow(/sealed_by_a_version/);
  await expect(put(randomBytes(20), 1)).rejects.toThrow(/sealed_whole/);
  await expect(put(Buffer.concat([sealed.subarray(0, 12), randomBytes(30)]), 1)).rejects.toThrow(
    /nonce_once/,
  );
});
