import type { Page } from 'playwright/test';
import { quarterBefore } from '../server/people/access-review.rules.ts';
import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

interface Found {
  readonly cameraId: number;
  readonly name: string;
}

/** A camera of the district that answers, and one of another, read over the page's own session. */
async function insideAndOutside(page: Page, district: string): Promise<readonly [Found, Found]> {
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.8,37.7,128.95,37.8`);
  const { features } = (await answer.json()) as {
    features: readonly { properties: Found & { district: string | null; state: string; owner: string } }[];
  };
  // Another body's picture hangs on its delegation too.
  const normal = features
    .map(({ properties }) => properties)
    .filter(({ state, owner }) => state === 'normal' && owner === '강릉시');
  const inside = normal.find((each) => each.district === district);
  const outside = normal.find((each) => each.district !== null && each.district !== district);
  if (inside === undefined || outside === undefined) throw new Error(`no camera in and out of ${district}`);
  return [inside, outside];
}

test('an officer makes an operator with a right over one district until a day; the console refuses others', async ({
  page,
  browser,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*40[134]/);
  const district = '교1동';
  await signIn(page, 'officer', '?office=accounts');
  await page.getByRole('button', { name: '계정 만들기' }).click();
  const form = page.getByRole('form', { name: '새 계정' });
  await form.getByLabel('이름').fill('나야간');
  await form.getByLabel('계정').fill('na.yg');
  await form.getByRole('button', { name: '새로 만들기' }).click();
  const password = await form.getByLabel('비밀번호').inputValue();
  expect(password.length).toBeGreaterThanOrEqual(12);
  // Nothing is chosen beforehand: the role and how far the right reaches are said by whoever gives it.
  await form.getByRole('button', { name: '계정 만들기' }).click();
  for (const field of ['역할', '범위', '설치 목적', '시간', '사유'])
    await expect(form.getByRole('alert')).toContainText(field);
  await form.getByLabel('역할').selectOption('operator');
  await form.getByLabel('범위').selectOption('part');
  await form.getByRole('button', { name: district, exact: true }).click();
  await form.getByLabel('설치 목적').selectOption('whole');
  await form.getByLabel('시간').selectOption('whole');
  const year = new Date().getFullYear() + 1;
  await form.getByLabel('끝나는 날').fill(`${year}-12-31`);
  await form.getByLabel('사유').fill('야간 근무');
  await form.getByRole('button', { name: '계정 만들기' }).click();
  const made = page.locator('[data-account="na.yg"]');
  await expect(made).toContainText(`${district}, ${year}-12-31까지`);
  const [inside, outside] = await insideAndOutside(page, district);

  const desk = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
  await desk.goto(`${cityUrl()}/?camera=${inside.cameraId}`);
  await desk.getByLabel('계정').fill('na.yg');
  await desk.getByLabel('비밀번호').fill(password);
  await desk.keyboard.press('Enter');
  const own = desk.getByRole('form', { name: '새 비밀번호 정하기' });
  await own.getByLabel('받은 비밀번호').fill(password);
  for (const label of ['새 비밀번호', '한 번 더'])
    await own.getByLabel(label).fill('a sentence of my own alone');
  await desk.keyboard.press('Enter');
  await desk.getByLabel('이름을 그대로 적으면 서약합니다').fill('나야간');
  await desk.getByRole('button', { name: '서약하고 시작' }).click();
  await expect(desk.locator('video')).toBeVisible();
  await desk.goto(`${cityUrl()}/?camera=${outside.cameraId}`);
  await expect(desk.getByText('이 카메라의 영상을 볼 권한이 없습니다')).toBeVisible();
  const live = await desk.request.post(`${cityUrl()}/api/cameras/${outside.cameraId}/live`);
  expect(live.status()).toBe(404);

  // Closing the account ends what is open on the other desk at once.
  await page.getByRole('button', { name: '계정 닫기' }).click();
  await page.getByRole('form', { name: '계정 닫기' }).getByLabel('사유').fill('전출');
  await page.getByRole('button', { name: '나야간 계정 닫기' }).click();
  await expect(page.locator('[data-person="na.yg"]')).toHaveCount(0);
  await expect(desk.getByLabel('비밀번호')).toBeVisible();
  await desk.context().close();
});

/** The quarter before today's waits for its signature: what the demo signed is of the one before that. */
const aQuarterThatIsOver = (): Promise<void> =>
  inCityDatabase(async (sql) => {
    const [signed] = await sql<
      { quarter: string }[]
    >`select quarter from access_review where source = 'demo'`;
    await sql`alter table access_review disable trigger user`;
    await sql`update access_review set quarter = ${quarterBefore(signed!.quarter)} where source = 'demo'`;
    await sql`alter table access_review enable trigger user`;
  });

test('Art. 30(1): an officer looks through every right by keyboard and signs the quarter that is over; the auditor reads it', async ({
  page,
  browser,
}) => {
  await signIn(page, 'officer', '?office=accounts');
  await page.getByRole('button', { name: '분기 점검' }).click();
  // The quarter that runs is a draft: it says from which day it can be signed, and has nothing to sign with.
  await expect(page.locator('[data-review="open"]')).toContainText('초안');
  await expect(page.locator('[data-signable-from]')).toContainText('부터 서명할 수 있습니다');
  await expect(page.getByRole('button', { name: /서명/ })).toHaveCount(0);
  await aQuarterThatIsOver();
  await page.reload();
  await page.getByRole('button', { name: '분기 점검' }).click();
  await expect(page.locator('[data-review="due"], [data-review="overdue"]')).toContainText('건 정함');
  const lines = page.locator('[data-line]');
  const count = await lines.count();
  expect(count).toBeGreaterThan(5);
  const leaving = page.locator('[data-line]', { hasText: '임산림' });
  await leaving.focus();
  await page.keyboard.press('r');
  await page.getByLabel('회수 사유').fill('조심기간 지원 끝남');
  await page.keyboard.press('Enter');
  await expect(leaving).toContainText('조심기간');
  await lines.first().focus();
  for (let i = 0; i < count - 1; i++) await page.keyboard.press('k');
  await page.getByRole('button', { name: '점검 서명' }).click();
  await page.getByRole('form', { name: '점검 서명' }).getByRole('button', { name: '점검 서명' }).click();
  await expect(page.locator('[data-review="signed"]')).toContainText(`이주무 서명 · ${count}건 중 회수 1건`);

  const reader = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
  await signIn(reader, 'auditor', '?office=accounts');
  await reader.getByRole('button', { name: '분기 점검' }).click();
  await reader.getByRole('combobox', { name: '분기 점검' }).selectOption({ index: 1 });
  await expect(reader.locator('[data-review="signed"]')).toContainText('이주무 서명');
  await expect(reader.getByText('SHA-256')).toBeVisible();
  await expect(reader.getByRole('columnheader', { name: '보호' })).toHaveCount(0);
  await reader.context().close();
});
