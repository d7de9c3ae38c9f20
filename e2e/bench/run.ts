import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Row } from './row.ts';

const BENCHES: Record<string, () => Promise<() => Promise<Row[]>>> = {
  snapshot: async () => (await import('./snapshot.bench.ts')).benchSnapshot,
  import: async () => (await import('./import.bench.ts')).benchImport,
  streams: async () => (await import('./streams.bench.ts')).benchStreams,
  probes: async () => (await import('./probes.bench.ts')).benchProbes,
  'streams-load': async () => (await import('./streams-load.bench.ts')).benchStreamsLoad,
  kills: async () => (await import('./kills.bench.ts')).benchKills,
  hostile: async () => (await import('./hostile.bench.ts')).benchHostile,
  audit: async () => (await import('./audit.bench.ts')).benchAudit,
  map: async () => (await import('./map.bench.ts')).benchMap,
  sight: async () => (await import('./sight.bench.ts')).benchSight,
  coverage: async () => (await import('./coverage.bench.ts')).benchCoverage,
  'what-if': async () => (await import('./what-if.bench.ts')).benchWhatIf,
  siting: async () => (await import('./siting.bench.ts')).benchSiting,
  glass: async () => (await import('./glass.bench.ts')).benchGlass,
  wall: async () => (await import('./wall.bench.ts')).benchWall,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, minutes: { type: 'string' } },
});
const unknown = positionals.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Choose from: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(2);
}

const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(value >= 1 ? 3 : 2);

for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const bench = await BENCHES[name]!();
  const loadBefore = loadavg()[0]!;
  for (const each of await bench()) {
    if (values.json) console.log(JSON.stringify({ ...each, loadBefore }));
    else
      console.log(
        `${each.name.padEnd(64)} ${figure(each.ours).padStart(9)} ${each.unit.padEnd(12)} limit ${figure(each.limit).padStart(9)}   ratio ${figure(each.ratio)}`,
      );
  }
  if (!values.json) console.log(`  load average before ${name}: ${figure(loadBefore)}`);
}
