import { generate } from 'otplib';
import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

test('an officer asks for an auditor, the mayor finds and confirms it by keyboard, and the auditor sets an own password', async ({
  page,
  browser,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*40[139]/);
  await signIn(page, 'officer', '?office=accounts');
  await page.getByRole('button', { name: '계정 만들기' }).click();
  const form = page.getByRole('form', { name: '새 계정' });
  await form.getByLabel('이름').fill('새감사');
  await form.getByLabel('계정').fill('new.auditor');
  await form.getByLabel('역할').selectOption('auditor');
  await expect(form.getByLabel('비밀번호')).toHaveCount(0);
  for (const field of ['범위', '설치 목적', '시간']) await form.getByLabel(field).selectOption('whole');
  await form.getByLabel('사유').fill('인사 발령 2026-12호');
  await form.getByRole('button', { name: '확인 요청' }).click();
  await expect(page.getByText('확인을 기다립니다')).toBeVisible();
  await expect(page.locator('[data-person="new.auditor"]')).toHaveCount(0);

  // On the account of the auditor who is there already it waits beside what is there, and can be withdrawn.
  await page.locator('[data-person="auditor"]').click();
  await page.getByRole('button', { name: '비밀번호', exact: true }).click();
  const ask = page.getByRole('form', { name: '비밀번호', exact: true });
  await ask.getByLabel('사유').fill('수첩 분실');
  await ask.getByRole('button', { name: '확인 요청' }).click();
  const waiting = page.locator('[data-waiting="password"]');
  await expect(waiting).toContainText('확인할 사람 최시장(시장)');
  await waiting.getByRole('button', { name: '거두기' }).click();
  await page.getByRole('form').getByLabel('사유').fill('찾았음');
  await page.keyboard.press('Enter');
  await expect(waiting).toHaveCount(0);

  const mayor = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
  await signIn(mayor, 'mayor');
  await mayor.locator('.person', { hasText: '확인할 요청 1건' }).click();
  await mayor
    .getByRole('region', { name: '화면 설정과 자료' })
    .getByRole('button', { name: '확인할 요청 1건' })
    .click();
  await mayor.locator('[data-request]').first().focus();
  await mayor.keyboard.press('c');
  await mayor.getByRole('form').getByLabel('사유').fill('인사과 공문 확인');
  await mayor.keyboard.press('Enter');
  const password = await mayor.locator('[data-initial-password]').innerText();
  expect(password).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  await mayor.getByRole('button', { name: '전했습니다' }).click();
  await expect(mayor.locator('[data-initial-password]')).toHaveCount(0);
  await expect(mayor.locator('[data-request]').first()).toContainText('거둠');
  await mayor.context().close();

  const desk = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
  await desk.goto(cityUrl());
  await desk.getByLabel('계정').fill('new.auditor');
  await desk.getByLabel('비밀번호').fill(password);
  await desk.keyboard.press('Enter');
  const secret = (await desk.locator('[data-secret]').innerText()).replace(/\s/g, '');
  await desk.getByLabel('앱에 보이는 번호 6자리').fill(await generate({ secret }));
  const own = desk.getByRole('form', { name: '새 비밀번호 정하기' });
  await own.getByLabel('받은 비밀번호').fill(password);
  for (const label of ['새 비밀번호', '한 번 더']) await own.getByLabel(label).fill('gangneung2026!');
  await desk.keyboard.press('Enter');
  await expect(own.getByRole('alert')).toContainText('도시 이름');
  for (const label of ['새 비밀번호', '한 번 더'])
    await own.getByLabel(label).fill('a sentence of my own alone');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('region', { name: '비밀유지 서약' })).toBeVisible();
  await desk.context().close();

  await page.getByRole('searchbox', { name: '이름이나 계정' }).fill('new.auditor');
  await page.locator('[data-person="new.auditor"]').click();
  await expect(page.locator('[data-account="new.auditor"]')).toContainText('이주무·최시장 줌');
});
