import { cityUrl } from './city.ts';
import { expect, test } from './console.ts';
import { aPerson, inCityDatabase } from './people.ts';

/** Nothing but a right at hours that begin in two hours, or one at every hour. */
const holdsRight = (account: string, when: 'later' | 'now'): Promise<void> =>
  inCityDatabase(async (sql) => {
    const [row] = await sql<{ accountId: number }[]>`
      update access_grant set revoked_at = now(), revoked_by = 'test', revoke_reason = '근무표'
      where account_id = (select account_id from account where account = ${account}) and revoked_at is null
      returning account_id as "accountId"`;
    const hour = (inHours: number) =>
      sql`${when === 'now' ? null : inHours}::int * interval '1 hour' + (now() at time zone 'Asia/Seoul')::time`;
    await sql`
      insert into access_grant (account_id, hours_from, hours_to, reason, granted_by)
      values (${row!.accountId}, date_trunc('minute', ${hour(2)})::time, date_trunc('minute', ${hour(3)})::time, '근무표', 'test')`;
  });

test('outside the hours of the right the screen says from when again and whom to ask, and opens by itself (Art. 30(1))', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*403|WebSocket/);
  const { account, password } = await aPerson('operator', 'na.night', '나야간');
  await inCityDatabase(
    (sql) => sql`
      insert into pledge (account_id, text_version, text_signed, source)
      select account_id, 'test', 'test', 'test' from account where account = ${account}`,
  );
  await page.goto(cityUrl());
  await page.getByLabel('계정').fill(account);
  await page.getByLabel('비밀번호').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '처리할 일' })).toBeVisible();

  await holdsRight(account, 'later');
  const door = page.getByRole('region', { name: '지금은 볼 권한이 없습니다' });
  await expect(door).toContainText(/권한은 매일 \d\d:\d\d부터 \d\d:\d\d까지/);
  await expect(door).toContainText(/이 화면이 저절로 열립니다\.\s*1시간 \d+분 남았습니다/);
  await expect(door).toContainText(/급하면 물을 곳.*과장.*033-/s);
  await expect(page.getByText('끊김')).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(door).toContainText(/\d\d:\d\d:\d\d에 확인했습니다/);

  await holdsRight(account, 'now');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '처리할 일' })).toBeVisible();
});
