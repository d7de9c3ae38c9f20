import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { connect } from './db.ts';
import { refuseOwner } from './runtime-role.ts';

describe('A27: the run-time role', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await aDatabase();
  });
  afterAll(() => db.drop());

  it('of the console and of the public page is accepted', async () => {
    await expect(refuseOwner(db.app)).resolves.toBeUndefined();
    await expect(refuseOwner(db.public)).resolves.toBeUndefined();
  });

  it('is refused when it is the owner and superuser', async () => {
    await expect(refuseOwner(db.owner)).rejects.toThrow(/superuser/u);
  });

  it.each([
    ['bypasses row security', 'bypassrls', /row security|BYPASSRLS|bypass/iu],
    ['makes roles', 'createrole', /role/iu],
    ['is a superuser', 'superuser', /superuser/u],
  ])('is refused when it %s', async (_, power, said) => {
    const name = `gwanje_${power}_${process.pid}`;
    await db.owner`create role ${db.owner(name)} login password 'x'`;
    try {
      await db.owner.unsafe(`alter role ${name} ${power}`);
      await db.owner.unsafe(`grant connect on database ${db.targets.app.database} to ${name}`);
      const own = connect({ ...db.targets.app, user: name, password: 'x' }, { max: 1 });
      await expect(refuseOwner(own)).rejects.toThrow(said);
      await own.end();
    } finally {
      await db.owner.unsafe(`drop owned by ${name}; drop role ${name}`);
    }
  });

  it('is refused when it is a member of one that may too much', async () => {
    const [boss, member] = [`gwanje_boss_${process.pid}`, `gwanje_member_${process.pid}`];
    await db.owner.unsafe(
      `create role ${boss} bypassrls; create role ${member} login password 'x'; grant ${boss} to ${member};
       grant connect on database ${db.targets.app.database} to ${member}`,
    );
    const own = connect({ ...db.targets.app, user: member, password: 'x' }, { max: 1 });
    try {
      await expect(refuseOwner(own)).rejects.toThrow(/row security|BYPASSRLS|bypass/iu);
    } finally {
      await own.end();
      await db.owner.unsafe(`drop owned by ${member}; drop role ${member}; drop role ${boss}`);
    }
  });

  it('is refused when it owns one table', async () => {
    const mine = await aDatabase();
    try {
      await mine.owner`create table mine (n integer)`;
      await mine.owner`alter table mine owner to gwanje_app`;
      await expect(refuseOwner(mine.app)).rejects.toThrow(/owner of tables/u);
    } finally {
      await mine.drop();
    }
  });
});
