import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { tellNewDays } from './tell-new-day.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
  await db.owner`
    insert into delegation (delegation_id, agency, asked_on, asked_by, document_no, document_on, valid_from, valid_to,
                            granted_by, source)
    values (${randomUUID()}, 'police', '2026-01-02', '이', '경무-1', '2026-01-02', '2026-01-02', '2026-12-15', '이', 'test')`;
});
afterAll(() => db.drop());

const told = async (): Promise<string[]> =>
  (await db.owner<{ kind: string }[]>`select kind from event_outbox order by outbox_id`).map(
    ({ kind }) => kind,
  );

test('Art. 18(5), 23: open screens hear of the midnight in Seoul with which a delegation ends, and of no other', async () => {
  let now = new Date('2026-12-13T23:59:59.500+09:00');
  const stop = tellNewDays({ sql: db.app, now: () => now });
  try {
    now = new Date('2026-12-14T00:00:00+09:00');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await told()).toEqual([]);
    now = new Date('2026-12-15T00:00:00+09:00');
    await vi.waitFor(async () => expect(await told()).toEqual(['agency', 'register']), { timeout: 5_000 });
    now = new Date('2026-12-01T09:00:00+09:00');
    await vi.waitFor(async () => expect(await told()).toHaveLength(4), { timeout: 5_000 });
  } finally {
    await stop();
  }
});
