import { accountOf } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

/** Makes the session look as if nobody had touched anything for so long. */
const idleFor = (account: string, seconds: number): Promise<void> =>
  inCityDatabase(async (sql) => {
    await sql`
      update session set idle_minutes = 10, seen_at = now() - make_interval(secs => ${seconds})
      where account_id = (select account_id from account where account = ${account})`;
  });

test('a minute before the end a strip says so, and a key goes on', async ({ page }) => {
  await signIn(page, 'auditor');
  await idleFor(accountOf('auditor').account, 560);
  await page.reload();
  const strip = page.getByText('1분 뒤 로그아웃됩니다. 아무 키나 누르면 이어집니다.');
  await expect(strip).toBeVisible();
  await page.keyboard.press('Shift');
  await expect(strip).toBeHidden();
  await expect(page.locator('.person')).toBeVisible();
});

test('whoever leaves the desk is signed out with the reason, and the same screen returns', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*40[13]/);
  await signIn(page, 'auditor', '?table=1');
  const address = page.url();
  await idleFor(accountOf('auditor').account, 601);
  await expect(page.getByText('오래 쓰지 않아 로그아웃했습니다')).toBeVisible();
  const { account, password } = accountOf('auditor');
  await page.getByLabel('계정').fill(account);
  await page.getByLabel('비밀번호').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.locator('.person')).toBeVisible();
  await expect(page).toHaveURL(address);
});
