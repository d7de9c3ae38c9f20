import { generate } from 'otplib';
import type { Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { expect, test } from './console.ts';
import { aPerson } from './people.ts';

async function enterPassword(
  page: Page,
  { account, password }: { account: string; password: string },
): Promise<void> {
  await page.getByLabel('계정').fill(account);
  await page.getByLabel('비밀번호').fill(password);
  await page.keyboard.press('Enter');
}

test('an officer sets up the authenticator app, pledges and lands on the map; the next time the code is enough', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*40[13]/);
  const person = await aPerson('officer', 'officer-totp', '이주무');
  await page.goto(cityUrl());
  await enterPassword(page, person);
  await expect(page.getByRole('img', { name: '인증 앱에 등록할 QR 그림' })).toBeVisible();
  const secret = (await page.locator('[data-secret]').innerText()).replace(/\s/g, '');
  const code = await generate({ secret });
  await expect(page.getByLabel('앱에 보이는 번호 6자리')).toBeFocused();
  await page.keyboard.type(code === '000000' ? '000001' : '000000');
  await expect(page.getByRole('alert')).toContainText('인증 번호가 맞지 않거나');
  await expect(page.getByLabel('앱에 보이는 번호 6자리')).toBeFocused();
  await page.keyboard.type(await generate({ secret }));

  await expect(page.getByRole('heading', { name: /비밀유지 서약/ })).toBeVisible();
  await expect(page.getByText('그만둔 뒤에도')).toBeVisible();
  await page.getByLabel('이름을 그대로 적으면 서약합니다').fill('박교통');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('이름을 그대로');
  await page.getByLabel('이름을 그대로 적으면 서약합니다').fill('이주무');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '범례와 거르기' })).toBeVisible();

  await page.locator('.person').click();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await enterPassword(page, person);
  await expect(page.getByLabel('인증 번호 6자리')).toBeFocused();
  await expect(page.locator('[data-secret]')).toHaveCount(0);
  // The step of now is spent by the setting up; the clock of a telephone may run half a minute ahead.
  await page.keyboard.type(await generate({ secret, epoch: Math.floor(Date.now() / 1000) + 30 }));
  await expect(page.locator('.person')).toContainText('이주무');
});

test('a passkey is set up and used where the product has a name', async ({ page, watch }) => {
  // The one installation has an address only; its name on this machine is localhost.
  watch.expectErrors(/^outside: |Failed to load resource.*40[13]/);
  const person = await aPerson('mayor', 'mayor-passkey', '최시장');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(cityUrl().replace('127.0.0.1', 'localhost'));
  await enterPassword(page, person);
  await page.getByRole('button', { name: '패스키 등록' }).click();
  await page.getByLabel('이름을 그대로 적으면 서약합니다').fill('최시장');
  await page.getByRole('button', { name: '서약하고 시작' }).click();
  await expect(page.getByRole('region', { name: '범례와 거르기' })).toBeVisible();
  await page.locator('.person').click();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await enterPassword(page, person);
  await page.getByRole('button', { name: '패스키로 확인' }).click();
  await expect(page.locator('.person')).toContainText('최시장');
});
