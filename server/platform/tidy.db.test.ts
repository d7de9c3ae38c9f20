import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { tidy } from './tidy.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

test('what has run out goes, what is in force stays', async () => {
  await db.owner`
    insert into account (account, password_hash, role, person_name, source) values ('kim', '-', 'operator', '김관제', 'test')`;
  await db.owner`
    insert into session (token_hash, account_id, expires_at)
    select sha256(convert_to(ends::text, 'UTF8')), account_id, now() + ends
    from account, unnest(array['-1 minute'::interval, '1 minute']) as ends`;
  await db.owner`
    insert into event (seq, kind, protected, published_at)
    values (1, 'register', false, now() - interval '25 hours'), (2, 'register', false, now() - interval '23 hours')`;
  await db.owner`
    insert into login_failure (account, address, failed_at)
    values ('kim', '10.0.0.1', now() - interval '25 hours'), ('kim', '10.0.0.1', now())`;
  await tidy(db.app);
  const [left] = await db.app`
    select (select count(*)::int from session) as sessions, (select count(*)::int from event) as events,
           (select count(*)::int from login_failure) as failures`;
  expect(left).toEqual({ sessions: 1, events: 1, failures: 1 });
});
