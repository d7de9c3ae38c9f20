import { join } from 'node:path';
import { ESLint, Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { parser } from 'typescript-eslint';

const root = join(import.meta.dirname, '../..');

/** What our own syntax rules say of a line, were it in that file. */
const saidOf = async (file: string, line: string): Promise<string[]> => {
  const config = (await new ESLint({ cwd: root }).calculateConfigForFile(join(root, file))) as Linter.Config;
  const rule = config.rules?.['no-restricted-syntax'];
  const messages = new Linter().verify(line, {
    languageOptions: { parser },
    rules: rule === undefined ? {} : { 'no-restricted-syntax': rule },
  });
  return messages.map((message) => message.message);
};

const begin = 'await sql.begin(async (tx) => tx`select 1`);';
const unsafe = 'await sql.unsafe(text);';

describe('the lint rules', () => {
  it('let only act() open a transaction', async () => {
    expect(await saidOf('server/cameras/change-camera.ts', begin)).toEqual([
      expect.stringMatching(/opened by act\(\)/u),
    ]);
    expect(await saidOf('server/platform/session.ts', begin)).toHaveLength(1);
    expect(await saidOf('server/platform/act.ts', begin)).toEqual([]);
  });

  it('keep raw SQL inside the platform', async () => {
    expect(await saidOf('server/cameras/cameras.sql.ts', unsafe)).toEqual([
      expect.stringMatching(/as a template/u),
    ]);
    expect(await saidOf('server/platform/migrate.ts', unsafe)).toEqual([]);
  });

  it('keep the environment inside the configuration', async () => {
    expect(await saidOf('server/streams/gateway.ts', 'const port = process.env.PORT;')).toHaveLength(1);
    expect(await saidOf('server/platform/config.ts', 'const port = process.env.PORT;')).toEqual([]);
  });
});
