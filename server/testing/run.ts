import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb } from '../platform/build-web.ts';
import { postgis, provision, ProvisionError } from '../platform/provision.ts';
import { chromium, koreanFont } from './browser.ts';
import { check } from './check.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'node_modules/.bin');

type Counts = { passed: number; failed: number; skipped: number };

/** Runs a test program with this Node, its output straight to the terminal, and reads the counts it leaves in a file. */
const runTests = async (
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  read: () => Counts,
): Promise<Counts> => {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, ...env },
  });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  try {
    const counts = read();
    // A run that failed as a whole, or ran nothing, has failed even when every test it names passed.
    const hollow = counts.failed === 0 && (code !== 0 || counts.passed === 0);
    return hollow ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

const runVitest = (scratch: string): Promise<Counts> => {
  const report = join(scratch, 'vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return runTests('node_modules/vitest/vitest.mjs', args, {}, () => {
    const told = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
    return { passed: told.numPassedTests, failed: told.numFailedTests, skipped: told.numPendingTests };
  });
};

const runPlaywright = (scratch: string): Promise<Counts> => {
  const report = join(scratch, 'playwright.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return runTests(
    'node_modules/playwright/cli.js',
    ['test', '-c', 'e2e', '--reporter=list,json'],
    env,
    () => {
      const { stats } = JSON.parse(readFileSync(report, 'utf8')) as PlaywrightReport;
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
    },
  );
};

const main = async (): Promise<Counts> => {
  await provision([postgis, chromium, koreanFont], console.log);
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const add = (counts: { passed: number; failed: number; skipped?: number }) => {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped ?? 0;
  };
  const scratch = mkdtempSync(join(tmpdir(), 'gwanje-run-'));
  try {
    const built = await buildWeb().then(
      () => true,
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        return false;
      },
    );
    add(built ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
    add(await check());
    add(await runVitest(scratch));
    add(await runPlaywright(scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return total;
};

try {
  const { passed, failed, skipped } = await main();
  if (skipped > 0) console.log(`${skipped} skipped`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof ProvisionError ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
