import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { NATIONAL_HEADER } from '../../server/cameras/national-columns.rules.ts';
import { readConfig } from '../../server/platform/config.ts';
import { connect, type Target } from '../../server/platform/db.ts';
import { openInstallation } from '../../server/platform/installation.ts';
import { joinOrStartCluster } from '../../server/platform/local-postgres.ts';
import { writeNationalFile } from './national-file.ts';
import { median, row, type Row } from './row.ts';

const ROWS = 200_000;
const DRY_RUN_LIMIT = 3;
const IMPORT_LIMIT = 15;
const MEMORY_LIMIT_MB = 400;
const TICKS_PER_SECOND = 100;

interface Used {
  readonly cpuMs: number;
  readonly rssMb: number;
}

const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  `import{writeSync}from'node:fs';process.on('exit',()=>{const u=process.resourceUsage();writeSync(2,'\\nusage '+JSON.stringify({cpuMs:(u.userCPUTime+u.systemCPUTime)/1000,rssMb:u.maxRSS/1024})+'\\n')})`,
)}`;

/** Runs the import as people do, and says what the process itself used. */
async function run(dataDir: string, args: readonly string[]): Promise<Used> {
  const child = spawn(process.execPath, ['--import', REPORT_USAGE, 'server/import.ts', ...args], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const usage = /usage (\{.*\})/.exec(said)?.[1];
  if (code !== 0 || usage === undefined)
    throw new Error(`import ${args.join(' ')} ended with ${code}: ${said}`);
  return JSON.parse(usage) as Used;
}

/** CPU of all database sessions that have ended, read from their parent (Linux). */
function endedSessionsMs(dataDir: string): number {
  const { dir } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as { dir: string };
  const pid = readFileSync(join(dir, 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0]!;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS_PER_SECOND;
}

/** CPU that database sessions used while `work` ran; what ended by itself meanwhile is counted too. */
async function sessionsDuring(dataDir: string, work: () => Promise<unknown>): Promise<number> {
  const before = endedSessionsMs(dataDir);
  await work();
  await sleep(300);
  return endedSessionsMs(dataDir) - before;
}

/** The server's own COPY of the file into a table of texts. */
async function copy(target: Target, path: string): Promise<void> {
  const owner = connect(target, { max: 1 });
  await owner.unsafe(`create table copied (${NATIONAL_HEADER.map((name) => `"${name}" text`).join(', ')})`);
  const into = await owner
    .unsafe("copy copied from stdin with (format csv, header, encoding 'uhc')")
    .writable();
  into.end(readFileSync(path));
  await finished(into);
  await owner.unsafe('drop table copied');
  await owner.end();
}

/**
 * Import of 200,000 rows against the server's own COPY of the same file, in CPU time of all processes that take part;
 * memory is the peak of the importing process.
 */
export async function benchImport(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gwanje-bench-import-'));
  const dataDir = join(folder, 'data');
  const config = readConfig({ DATA_DIR: dataDir });
  mkdirSync(dataDir, { recursive: true });
  // Vacuuming in the background would be counted as work of whatever runs meanwhile.
  const cluster = await joinOrStartCluster(config, { name: 'bench import', settings: { autovacuum: 'off' } });
  const installation = await openInstallation(config, 'bench import');
  const csv = join(folder, 'national.csv');
  const json = join(folder, 'national.json');
  try {
    await writeNationalFile(csv, ROWS, 'cp949');
    await writeNationalFile(json, ROWS, 'json');
    // Measured beside each run, since the machine is never equally quiet.
    const copies: number[] = [];
    const copyOnce = async () =>
      void copies.push(await sessionsDuring(dataDir, () => copy(installation.targets.owner, csv)));
    const dryRuns: number[] = [];
    let csvMb = 0;
    for (let turn = 0; turn < 3; turn += 1) {
      await copyOnce();
      let used: Used = { cpuMs: 0, rssMb: 0 };
      const sessions = await sessionsDuring(dataDir, async () => {
        used = await run(dataDir, ['cameras', csv, '--dry-run', '--json', '--area', 'auto']);
      });
      dryRuns.push(used.cpuMs + sessions);
      csvMb = Math.max(csvMb, used.rssMb);
    }
    const jsonUsed = await run(dataDir, ['cameras', json, '--dry-run', '--json', '--area', 'auto']);
    const loads: number[] = [];
    let loadMb = 0;
    for (let turn = 0; turn < 3; turn += 1) {
      await copyOnce();
      const owner = connect(installation.targets.owner, { max: 1 });
      await owner`truncate site, layer_version cascade`;
      await owner.end();
      let used: Used = { cpuMs: 0, rssMb: 0 };
      const sessions = await sessionsDuring(dataDir, async () => {
        used = await run(dataDir, ['cameras', csv, '--json', '--area', 'auto', '--yes']);
      });
      loads.push(used.cpuMs + sessions);
      loadMb = Math.max(loadMb, used.rssMb);
    }
    const copyMs = median(copies);
    return [
      row(
        'import: dry run of 200,000 rows, limit 3 x COPY',
        median(dryRuns),
        copyMs * DRY_RUN_LIMIT,
        'ms CPU',
      ),
      row(
        'import: 200,000 rows into the register, limit 15 x COPY',
        median(loads),
        copyMs * IMPORT_LIMIT,
        'ms CPU',
      ),
      row('import: memory, CSV dry run', csvMb, MEMORY_LIMIT_MB, 'MB'),
      row('import: memory, JSON dry run', jsonUsed.rssMb, MEMORY_LIMIT_MB, 'MB'),
      row('import: memory, CSV into the register', loadMb, MEMORY_LIMIT_MB, 'MB'),
    ];
  } finally {
    await installation.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
