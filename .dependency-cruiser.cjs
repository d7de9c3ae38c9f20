const pure = String.raw`\.(schema|rules|law)\.ts$`;
const test = String.raw`\.test\.ts$|^server/testing/|^e2e/`;
const npm = (names) => `node_modules/(${names})/`;

/** Who may import what. Each rule is proved by a planted violation in server/testing/boundaries.test.ts. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|svelte|node:)|\\?(url|raw|worker)' },
    },
    {
      name: 'web-takes-pure-files-of-server',
      comment: 'The browser gets schemas, rules and laws; of everything else only the types.',
      severity: 'error',
      from: { path: '^web/', pathNot: test },
      to: { path: '^server/', pathNot: pure, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-files-do-no-io',
      comment: 'A schema, a rule or a law runs in the browser and in a test without anything around it.',
      severity: 'error',
      from: { path: pure },
      to: {
        path: `^(server|web|geodata)/|^node:|${npm('postgres|pg-boss|hono|@hono/[^/]+|ws|onvif|maplibre-gl|mpegts\\.js|@deck\\.gl/[^/]+|@luma\\.gl/[^/]+')}`,
        pathNot: `${pure}|^geodata/lon-lat\\.ts$|^web/ui/tokens\\.ts$|^server/platform/access\\.ts$`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pure-files-use-no-core-module',
      comment: 'fs, net, crypto and the rest of Node are not in a browser.',
      severity: 'error',
      from: { path: pure },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'feature-through-its-index',
      comment: 'A feature enters another only through its index.ts or its pure files.',
      severity: 'error',
      from: { path: '^server/([^/]+)/', pathNot: test },
      to: {
        path: '^server/[^/]+/',
        pathNot: `^server/($1|platform|testing)/|^server/[^/]+/index\\.ts$|${pure}`,
      },
    },
    {
      name: 'platform-knows-no-feature',
      comment: 'What no domain word describes stays below every feature.',
      severity: 'error',
      from: { path: '^server/platform/', pathNot: test },
      to: { path: '^server/', pathNot: '^server/platform/' },
    },
    {
      name: 'tests-only-from-tests',
      comment: 'Factories and test databases never reach a running city.',
      severity: 'error',
      from: { pathNot: test },
      to: { path: test },
    },
    {
      name: 'public-map-reads-its-own-views',
      comment:
        "The citizens' page has its own views and database role, and takes nothing else from the server.",
      severity: 'error',
      from: { path: '^server/public-map/', pathNot: test },
      to: { path: '^server/', pathNot: '^server/(public-map|platform)/' },
    },
    {
      name: 'web-features-apart',
      comment: 'Features of the console meet in web/app and nowhere else.',
      severity: 'error',
      from: { path: '^web/([^/]+)/', pathNot: '^web/(app|api|map|ui)/' },
      to: { path: '^web/[^/]+/', pathNot: '^web/($1|api|map|ui)/' },
    },
    {
      name: 'ui-and-map-know-no-domain',
      comment: 'Buttons, words and the map lifecycle know no feature and no server.',
      severity: 'error',
      from: { path: '^web/(ui|map)/' },
      to: { path: '^(server|web)/', pathNot: '^web/(ui|map)/' },
    },
    {
      name: 'api-knows-no-feature',
      comment: 'The typed client knows the types of the server and no screen.',
      severity: 'error',
      from: { path: '^web/api/' },
      to: { path: '^web/', pathNot: '^web/api/' },
    },
    {
      name: 'server-knows-no-web',
      comment:
        'The server runs without its pages. A file that people read beside the screen says what the screen says: its words alone.',
      severity: 'error',
      from: { path: '^(server|geodata)/' },
      to: { path: '^web/', pathNot: '^web/ui/words/(ko|en|[a-z-]+\\.words)\\.ts$' },
    },
    {
      name: 'database-only-in-platform',
      comment: 'postgres and pg-boss have one door each.',
      severity: 'error',
      from: { pathNot: '^server/platform/' },
      to: { path: npm('postgres|pg-boss|pg') },
    },
    {
      name: 'maplibre-only-in-web-map',
      comment: 'One place makes the map; the others take its types.',
      severity: 'error',
      from: { pathNot: '^web/map/' },
      to: { path: npm('maplibre-gl'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'deck-only-in-layers',
      comment: 'Data becomes layers in *-layers.ts, which are pure.',
      severity: 'error',
      from: { pathNot: '^web/map/|-layers(\\.test)?\\.ts$' },
      to: { path: npm('@deck\\.gl|@luma\\.gl') },
    },
    {
      name: 'onvif-only-in-its-device',
      comment: 'One file speaks ONVIF to a camera.',
      severity: 'error',
      from: { pathNot: '^server/streams/onvif-device\\.ts$' },
      to: { path: npm('onvif') },
    },
    {
      name: 'passwords-open-in-the-gateway-alone',
      comment:
        "A camera's password is opened where the camera is called, and where a new key seals it again; nowhere else.",
      severity: 'error',
      from: { pathNot: `^server/streams/(camera-targets|rotate-camera-key)\\.ts$|${test}` },
      to: { path: '^server/streams/opened-secret\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cipher-behind-seal-and-open',
      comment:
        'Nobody deciphers around the two functions that bind a password to its camera and key version.',
      severity: 'error',
      from: { pathNot: `^server/streams/(sealed-secret|opened-secret|camera-keys)\\.ts$|${test}` },
      to: { path: '^server/streams/secret-cipher\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-tools-at-run-time',
      comment: 'What runs in a city is among the dependencies, not the devDependencies.',
      severity: 'error',
      from: { path: '^(server|web|geodata)/', pathNot: test },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/(vite|@types)/',
      },
    },
    {
      name: 'no-drawers-of-odds-and-ends',
      comment: 'A file is named for what it does.',
      severity: 'error',
      from: {},
      to: {
        path: '(^|/)(utils?|helpers?|common|misc|types|constants|manager|service)(\\.[^/]+|/[^/]+)$',
        pathNot: 'node_modules',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data|coverage|test-results)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['browser', 'import', 'types', 'svelte', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
