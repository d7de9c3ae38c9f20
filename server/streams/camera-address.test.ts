import { describe, expect, it } from 'vitest';
import { parseCameraNetwork, pinCameraAddress } from './camera-address.ts';

const networks = ['10.20.0.0/16', '127.0.0.1/32:18554', '[fd00:20::]/32'].map(parseCameraNetwork);
const never = (): Promise<readonly string[]> => Promise.reject(new Error('asked'));
const refused = { code: 'address-refused' };

describe('camera addresses', () => {
  it('lets in what lies inside a camera network', async () => {
    await expect(pinCameraAddress('10.20.3.4', 554, networks, never)).resolves.toBe('10.20.3.4');
    await expect(pinCameraAddress('127.0.0.1', 18_554, networks, never)).resolves.toBe('127.0.0.1');
    await expect(pinCameraAddress('[fd00:20::7]', 554, networks, never)).resolves.toBe('fd00:20::7');
    await expect(pinCameraAddress('::ffff:10.20.3.4', 554, networks, never)).resolves.toBe('10.20.3.4');
  });

  it.each([
    '127.0.0.1',
    '169.254.169.254',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    'fe80::1%eth0',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '127.1',
    '0177.0.0.1',
    '10.20.3.4.',
    '',
    '0',
    'a b',
    '10.20.3.4@evil',
    '..',
  ])('refuses %s', async (host) => {
    await expect(pinCameraAddress(host, 5432, networks, async () => ['127.0.0.1'])).rejects.toMatchObject(
      refused,
    );
  });

  it('holds a port that is part of the network', async () => {
    await expect(pinCameraAddress('127.0.0.1', 5432, networks, never)).rejects.toMatchObject(refused);
    await expect(pinCameraAddress('10.20.3.4', 0, networks, never)).rejects.toMatchObject(refused);
  });

  it('resolves a name once and answers the address, so that a second answer changes nothing', async () => {
    const answers = [['10.20.9.9'], ['127.0.0.1']];
    const flipping = async (): Promise<readonly string[]> => answers.shift() ?? [];
    await expect(pinCameraAddress('cam.city.example', 554, networks, flipping)).resolves.toBe('10.20.9.9');
    await expect(pinCameraAddress('cam.city.example', 554, networks, flipping)).rejects.toMatchObject(
      refused,
    );
  });

  it('lets nothing in when no network is configured', async () => {
    await expect(pinCameraAddress('10.20.3.4', 554, [], never)).rejects.toMatchObject(refused);
  });

  it.each(['10.20.0.0', '10.20.0.0/33', 'cam/16', '10.20.0.0/16:0', '10.20.0.0/16:70000'])(
    'does not take %s for a network',
    (text) => {
      expect(() => parseCameraNetwork(text)).toThrow();
    },
  );
});
