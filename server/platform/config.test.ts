import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The setting was accepted.');
};

describe('the configuration', () => {
  it('has a value for everything when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      port: 8787,
      host: '127.0.0.1',
      dataDir: resolve('.data'),
      roles: ['api', 'jobs', 'gateway', 'public'],
      cameraNetworks: [],
      databaseUrl: null,
      publicUrl: null,
      demo: true,
    });
  });

  it('takes an empty value for an unset one', () => {
    expect(readConfig({ PORT: '', ROLES: ' ', DEMO: '' })).toEqual(readConfig({}));
  });

  it('reads every setting', () => {
    const config = readConfig({
      PORT: '9000',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://map.example.go.kr/',
      ROLES: 'gateway, api',
      CAMERA_NETWORKS: '10.20.0.0/16,fd00::/8',
      DISCOVERY_INTERFACES: '10.20.0.1',
      DATABASE_URL: 'postgres://owner:secret@db/city',
      DEMO: '0',
    });
    expect(config).toMatchObject({
      port: 9000,
      host: '0.0.0.0',
      publicUrl: 'https://map.example.go.kr',
      roles: ['api', 'gateway'],
      cameraNetworks: ['10.20.0.0/16', 'fd00::/8'],
      discoveryInterfaces: ['10.20.0.1'],
      databaseUrl: 'postgres://owner:secret@db/city',
      demo: false,
    });
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', '80a'],
    ['ROLES', 'api,web'],
    ['CAMERA_NETWORKS', '10.20.0.0'],
    ['DISCOVERY_INTERFACES', '10.20.0.0/16'],
    ['CAMERA_NETWORKS', '10.20.0.0/33'],
    ['PUBLIC_URL', 'https://map.example.go.kr/map'],
    ['PUBLIC_URL', 'ftp://map.example.go.kr'],
    ['BASEMAP', '/nowhere/at/all'],
    ['DATA_DIR', import.meta.filename],
    ['DEMO', 'yes'],
  ])('refuses %s=%s by name, in Korean and English', (name, value) => {
    const message = refusal({ [name]: value });
    expect(message).toContain(`${name}=${value}: `);
    expect(message).toMatch(/시작하지 않았습니다/u);
  });

  it('names every wrong setting at once', () => {
    const message = refusal({ PORT: 'x', DEMO: 'x' });
    expect(message).toContain('PORT=x');
    expect(message).toContain('DEMO=x');
  });

  it('never repeats a database address, which holds a password', () => {
    const message = refusal({ DATABASE_URL: 'mysql://owner:hunter2@db/city' });
    expect(message).toContain('DATABASE_URL: ');
    expect(message).not.toContain('hunter2');
  });

  it('opens to other machines only behind https, where the cookie lives', () => {
    expect(refusal({ HOST: '0.0.0.0' })).toMatch(/PUBLIC_URL=https/u);
    expect(refusal({ HOST: '0.0.0.0', PUBLIC_URL: 'http://map.example.go.kr' })).toMatch(/PUBLIC_URL=https/u);
  });
});
