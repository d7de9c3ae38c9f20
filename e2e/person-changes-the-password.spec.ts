import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { aPerson, inCityDatabase } from './people.ts';

test('a person changes the own password in the menu and stays; the next time the new one opens and the change is told', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*40[13]/);
  const { account, password } = await aPerson('operator', 'operator-password', '김관제');
  await inCityDatabase(
    (sql) => sql`
      insert into pledge (account_id, text_version, text_signed, source)
      select account_id, 'test', 'test', 'test' from account where account = ${account}`,
  );
  const enter = async (secret: string): Promise<void> => {
    await page.getByLabel('계정').fill(account);
    await page.getByLabel('비밀번호').fill(secret);
    await page.keyboard.press('Enter');
  };
  await page.goto(cityUrl());
  await enter(password);
  await page.locator('.person').click();
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click();
  const form = page.getByRole('form', { name: '비밀번호 바꾸기' });
  await form.getByLabel('지금 비밀번호').fill('not the password');
  await form.getByLabel('새 비밀번호').fill('a sentence that nobody else knows');
  await form.getByLabel('한 번 더').fill('a sentence that nobody else knows');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText('지금 비밀번호가 맞지 않습니다');
  await form.getByLabel('지금 비밀번호').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('비밀번호를 바꿨습니다.')).toBeVisible();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await enter(password);
  await expect(page.getByRole('alert')).toContainText('맞지 않습니다');
  await enter('a sentence that nobody else knows');
  await expect(page.getByText('본인이 아니면 담당자에게 알리십시오')).toBeVisible();
  await page.getByRole('button', { name: '확인', exact: true }).click();
  await expect(page.getByText('본인이 아니면 담당자에게 알리십시오')).toHaveCount(0);
});

test('an officer resets the second factor of another with a reason', async ({ page }) => {
  const { account } = await aPerson('officer', 'officer-lost', '최분실');
  await inCityDatabase(
    (sql) => sql`
      insert into totp_factor (account_id, sealed_secret, last_step)
      select account_id, 'x', 0 from account where account = ${account}`,
  );
  await signIn(page, 'officer', '?office=accounts');
  const office = page.getByRole('region', { name: '대장', exact: true });
  await office.getByRole('searchbox').or(office.getByLabel('이름이나 계정')).first().fill(account);
  await office.getByText('최분실').click();
  await office.getByRole('button', { name: '2단계 초기화' }).click();
  const form = office.getByRole('form', { name: '2단계 초기화' });
  await form.getByLabel('사유').fill('휴대전화 분실');
  await form.getByRole('button', { name: '2단계 초기화' }).click();
  await expect(office.getByText('2단계를 초기화했습니다.')).toBeVisible();
  await expect(office.getByRole('button', { name: '2단계 초기화' })).toHaveCount(0);
});
