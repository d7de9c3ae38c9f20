import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'node_modules/.bin');
const folders = ['server', 'web', 'geodata', 'e2e'].filter((folder) => existsSync(join(root, folder)));

/** What `npm run check` asks, longest first, so that two at a time end together. */
const questions: readonly (readonly [name: string, program: string, ...args: string[]])[] = [
  ['lint', 'eslint', '.'],
  ['components', 'svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ['types', 'tsc', '--noEmit', '-p', '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['dead code', 'knip', '--no-progress'],
  ['boundaries', 'depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...folders],
];

type Answer = {
  readonly name: string;
  readonly passed: boolean;
  readonly said: string;
  readonly seconds: string;
};

const ask = async ([name, program, ...args]: (typeof questions)[number]): Promise<Answer> => {
  const began = performance.now();
  const child = spawn(join(bin, program), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The tools' first line asks for `node`, which must be this one.
    env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((done) => {
    child.on('error', () => done(127));
    child.on('close', done);
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return { name, passed: code === 0, said: said.trim(), seconds };
};

/** Format, lint, types, boundaries and dead code, two at a time. Prints what failed in full, and returns the counts. */
export const check = async (): Promise<{ passed: number; failed: number }> => {
  const waiting = [...questions];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, passed, said, seconds } = await ask(next);
      if (!passed) failed += 1;
      console.log(`${passed ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)${passed ? '' : `\n${said}`}`);
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: questions.length - failed, failed };
};

if (import.meta.main) {
  const { passed, failed } = await check();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
