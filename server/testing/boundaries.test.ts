import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType, type ICruiseOptions } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: IForbiddenRuleType[];
  options: ICruiseOptions;
};

const packages = ['postgres', 'pg-boss', 'maplibre-gl', '@deck.gl/layers', 'onvif', 'hono'];
const value = (from: string) => `import { thing } from '${from}';\nexport const used = thing;\n`;
const typeOnly = (from: string) => `import type { Thing } from '${from}';\nexport type Used = Thing;\n`;
const thing = `export const thing = 1;\nexport type Thing = number;\n`;

const component = (script: string) =>
  `<script lang="ts">\n${script.replace('export ', '')}let shown: number = $state(0);\n</script>\n\n<p>{shown}</p>\n`;

/** Files that keep every rule; the planted ones point at them. */
const honest: Record<string, string> = {
  'server/platform/db.ts': value('postgres'),
  'server/platform/http-errors.ts': value('hono'),
  'server/cameras/index.ts': value('./cameras.sql.ts'),
  'server/cameras/cameras.sql.ts': `${typeOnly('../platform/db.ts').replace('Thing', 'used as Thing')}${thing}`,
  'server/cameras/cameras.rules.ts': thing,
  'server/cameras/cameras.schema.ts': value('./cameras.rules.ts'),
  'server/signboards/index.ts': `import { used } from '../cameras/index.ts';\n${value('../cameras/cameras.rules.ts')}export const two = used;\n`,
  'server/streams/onvif-device.ts': value('onvif'),
  'server/streams/secret-cipher.ts': thing,
  'server/streams/opened-secret.ts': value('./secret-cipher.ts'),
  'server/streams/camera-targets.ts': value('./opened-secret.ts'),
  'server/public-map/index.ts': thing,
  'server/testing/database.ts': thing,
  'server/cameras/cameras.test.ts': value('../testing/database.ts'),
  'server/main.ts': value('./cameras/index.ts'),
  'geodata/lon-lat.ts': thing,
  'web/map/index.ts': `${value('maplibre-gl')}export const two = 2;\n`,
  'web/ui/button.ts': thing,
  'web/api/client.ts': typeOnly('../../server/cameras/cameras.sql.ts'),
  'web/cameras/camera-layers.ts': value('@deck.gl/layers'),
  'web/cameras/fleet.ts': `${typeOnly('maplibre-gl')}${value('../../server/cameras/cameras.rules.ts')}`,
  'web/streams/tile.ts': value('../ui/button.ts'),
  'web/streams/Tile.svelte': component(typeOnly('maplibre-gl').replace('export ', '')),
  'web/app/shell.ts': value('../streams/tile.ts'),
};

/** For each rule: a file that breaks it, and what it imports. */
const planted: Record<string, readonly [path: string, text: string, to: string]> = {
  'no-cycles': ['server/cameras/one.ts', value('./other.ts'), 'server/cameras/other.ts'],
  resolvable: ['server/cameras/lost.ts', value('./nowhere.ts'), './nowhere.ts'],
  'web-takes-pure-files-of-server': [
    'web/cameras/reaches.ts',
    value('../../server/cameras/cameras.sql.ts'),
    'server/cameras/cameras.sql.ts',
  ],
  'pure-files-do-no-io': [
    'server/cameras/asks.rules.ts',
    value('./cameras.sql.ts'),
    'server/cameras/cameras.sql.ts',
  ],
  'pure-files-use-no-core-module': ['server/cameras/reads.law.ts', `import 'node:fs';\n`, 'fs'],
  'feature-through-its-index': [
    'server/signboards/enters.ts',
    value('../cameras/cameras.sql.ts'),
    'server/cameras/cameras.sql.ts',
  ],
  'platform-knows-no-feature': [
    'server/platform/knows.ts',
    value('../cameras/index.ts'),
    'server/cameras/index.ts',
  ],
  'tests-only-from-tests': [
    'server/cameras/uses-factory.ts',
    value('../testing/database.ts'),
    'server/testing/database.ts',
  ],
  'public-map-reads-its-own-views': [
    'server/public-map/peeks.ts',
    value('../cameras/index.ts'),
    'server/cameras/index.ts',
  ],
  'web-features-apart': ['web/streams/meets.ts', value('../cameras/fleet.ts'), 'web/cameras/fleet.ts'],
  'ui-and-map-know-no-domain': [
    'web/ui/knows.ts',
    value('../../server/cameras/cameras.rules.ts'),
    'server/cameras/cameras.rules.ts',
  ],
  'api-knows-no-feature': ['web/api/knows.ts', value('../cameras/fleet.ts'), 'web/cameras/fleet.ts'],
  'server-knows-no-web': ['server/cameras/draws.ts', value('../../web/ui/button.ts'), 'web/ui/button.ts'],
  'database-only-in-platform': [
    'server/cameras/connects.ts',
    value('postgres'),
    'node_modules/postgres/index.js',
  ],
  'maplibre-only-in-web-map': [
    'web/cameras/makes-map.ts',
    value('maplibre-gl'),
    'node_modules/maplibre-gl/index.js',
  ],
  'deck-only-in-layers': [
    'web/cameras/draws.ts',
    value('@deck.gl/layers'),
    'node_modules/@deck.gl/layers/index.js',
  ],
  'onvif-only-in-its-device': ['server/streams/calls.ts', value('onvif'), 'node_modules/onvif/index.js'],
  'passwords-open-in-the-gateway-alone': [
    'server/streams/peeks.ts',
    value('./opened-secret.ts'),
    'server/streams/opened-secret.ts',
  ],
  'cipher-behind-seal-and-open': [
    'server/streams/decrypts.ts',
    value('./secret-cipher.ts'),
    'server/streams/secret-cipher.ts',
  ],
  'no-test-tools-at-run-time': [
    'server/cameras/plays.ts',
    value('playwright'),
    'node_modules/playwright/index.js',
  ],
  'no-drawers-of-odds-and-ends': ['server/cameras/opens.ts', value('./utils.ts'), 'server/cameras/utils.ts'],
};

const besides: Record<string, string> = {
  'web/streams/Wall.svelte': component(value('../cameras/fleet.ts')),
  'server/cameras/other.ts': value('./one.ts').replace('thing }', 'used as thing }'),
  'server/cameras/utils.ts': thing,
};

let home = '';
const lay = (root: string, files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};

const violationsIn = async (name: string, files: Record<string, string>) => {
  const root = join(home, name);
  const stub = (each: string) => ({
    [`node_modules/${each}/package.json`]: JSON.stringify({ name: each, type: 'module', main: 'index.js' }),
    [`node_modules/${each}/index.js`]: thing.replace(/export type.*\n/u, ''),
  });
  const versions = (names: string[]) => Object.fromEntries(names.map((each) => [each, '1']));
  lay(root, Object.assign({}, ...[...packages, 'playwright'].map(stub)) as Record<string, string>);
  lay(root, {
    ...files,
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: versions(packages),
      devDependencies: versions(['playwright']),
    }),
  });
  const { tsConfig: _, ...rest } = options as ICruiseOptions & { tsConfig?: unknown };
  const result = await cruise(['server', 'web', 'geodata'], {
    ...rest,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
  });
  return (result.output as ICruiseResult).summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
  );
};

describe('the boundaries of the house', () => {
  let caught: string[] = [];
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'gwanje-boundaries-'));
    const broken = Object.fromEntries(Object.values(planted).map(([path, text]) => [path, text]));
    caught = await violationsIn('broken', { ...honest, ...besides, ...broken });
  }, 30_000);
  afterAll(() => rmSync(home, { recursive: true }));

  it('let an honest house stand', async () => {
    expect(await violationsIn('honest', honest)).toEqual([]);
  });

  it('are each tried here', () => {
    expect(Object.keys(planted).sort()).toEqual(forbidden.map((rule) => rule.name ?? '').sort());
  });

  it('hold inside components too', () => {
    expect(caught).toContain('web-features-apart: web/streams/Wall.svelte → web/cameras/fleet.ts');
  });

  it.each(Object.entries(planted))('catch %s', (rule, [from, , to]) => {
    expect(caught).toContain(`${rule}: ${from} → ${to}`);
  });
});
