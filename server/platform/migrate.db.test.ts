import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { migrate, schemaDump } from './migrate.ts';

const later = 9000;

describe('migrations', () => {
  let db: TestDatabase;
  let dir: string;
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text);
  const applied = async () =>
    (
      await db.owner<
        { name: string }[]
      >`select name from schema_migration where version >= ${later} order by 1`
    ).map((row) => row.name);

  beforeEach(async () => {
    db = await aDatabase();
    dir = mkdtempSync(join(tmpdir(), 'gwanje-migrations-'));
    await db.owner`delete from schema_migration`;
  });
  afterEach(async () => {
    await db.drop();
    rmSync(dir, { recursive: true });
  });

  it('apply in order of their number, once', async () => {
    write('9002_second.sql', 'insert into first_thing values (2);');
    write('9001_first.sql', 'create table first_thing (n integer); insert into first_thing values (1);');
    expect((await migrate(db.targets, { dir })).applied).toEqual(['9001_first', '9002_second']);
    expect((await migrate(db.targets, { dir })).applied).toEqual([]);
    expect(await db.owner`select n from first_thing order by n`).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('refuse one that was edited after it was applied, and leave the rest alone', async () => {
    write('9001_first.sql', 'create table first_thing (n integer);');
    await migrate(db.targets, { dir });
    write('9001_first.sql', 'create table first_thing (n bigint);');
    write('9002_second.sql', 'create table second_thing (n integer);');
    await expect(migrate(db.targets, { dir })).rejects.toThrow(/9001_first\.sql was edited/u);
    expect(await applied()).toEqual(['9001_first']);
  });

  it('refuse a database that is newer than the program', async () => {
    write('9001_first.sql', 'select 1;');
    await migrate(db.targets, { dir });
    rmSync(join(dir, '9001_first.sql'));
    await expect(migrate(db.targets, { dir })).rejects.toThrow(/newer than this program/u);
  });

  it('refuse a late number and a double number', async () => {
    write('9002_second.sql', 'select 1;');
    await migrate(db.targets, { dir });
    write('9001_first.sql', 'select 1;');
    await expect(migrate(db.targets, { dir })).rejects.toThrow(/number below/u);
    rmSync(join(dir, '9001_first.sql'));
    write('9002_again.sql', 'select 1;');
    await expect(migrate(db.targets, { dir })).rejects.toThrow(/have one number/u);
  });

  it('are whole or not at all, and name the line that failed', async () => {
    write('9001_broken.sql', 'create table half (n integer);\n\nselect nothing_here;\n');
    await expect(migrate(db.targets, { dir })).rejects.toThrow(/9001_broken\.sql:3: .*nothing_here/u);
    expect(await applied()).toEqual([]);
    expect(await db.owner`select to_regclass('half') as half`).toEqual([{ half: null }]);
  });

  it('run by two programs at once are applied once', async () => {
    write('9001_first.sql', 'create table first_thing (n integer);');
    const both = await Promise.all([migrate(db.targets, { dir }), migrate(db.targets, { dir })]);
    expect(both.map((one) => one.applied.length).sort()).toEqual([0, 1]);
  });

  it('end in the schema that migrations/schema.sql shows', async (context) => {
    const { binDir, major, template } = inject('testCluster');
    const dump = await schemaDump(template.owner, binDir, major);
    // Versions of pg_dump spell the same schema differently; the committed file is of Debian 12's.
    if (major !== 15) context.skip();
    await expect(dump).toMatchFileSnapshot('../../migrations/schema.sql');
  });
});
