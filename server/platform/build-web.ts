import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const built = join(root, 'dist/web');

const sources = [
  'web/**',
  'server/**/*.{schema,rules,law}.ts',
  'geodata/*.ts',
  'vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'package-lock.json',
];

/** The pages do not build; the message holds what the bundler said. */
class BuildError extends Error {
  override name = 'BuildError';
}

const hashOfSources = (): string => {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts') && statSync(join(root, file)).isFile(),
  );
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

const runVite = async (outDir: string): Promise<void> => {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = ['build', '--logLevel', 'warn', '--outDir', outDir, '--emptyOutDir'];
  const child = spawn(process.execPath, [vite, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0)
    throw new BuildError(`화면을 만들지 못했습니다. The pages could not be built.\n${said.trim()}`);
};

/**
 * Builds the pages into dist/web when their sources differ from those of the last build. Built aside and swapped in
 * whole, so that a server never sees half a build. Returns whether it built.
 */
export const buildWeb = async (): Promise<boolean> => {
  if (!existsSync(join(root, 'vite.config.ts'))) return false;
  const hash = hashOfSources();
  const hashFile = join(built, '.hash');
  if (existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hash) return false;
  const draft = `${built}.${process.pid}`;
  const old = `${draft}.old`;
  try {
    await runVite(draft);
    writeFileSync(join(draft, '.hash'), hash);
    if (existsSync(built)) renameSync(built, old);
    renameSync(draft, built);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
  return true;
};
