import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

const panelOf = (page: Page) => page.locator('[data-panel="plan"]');
const sureOf = async (page: Page): Promise<number> =>
  Number(await panelOf(page).locator('[data-cover-sure]').getAttribute('data-cover-sure'));
const possibleOf = async (page: Page): Promise<number> =>
  Number(await panelOf(page).locator('[data-cover-possible]').getAttribute('data-cover-possible'));

/** Waits until every camera of the choice is counted. */
async function counted(page: Page): Promise<void> {
  await expect(panelOf(page).locator('[data-cover-left="0"]')).toBeVisible({ timeout: 60_000 });
}

interface Answer {
  readonly seenM2: readonly (readonly [number, number])[];
  readonly standardM2: number;
}
const answerOf = async (page: Page, query: string): Promise<Answer> => {
  const answer = await page.request.get(`${cityUrl()}/api/coverage/city?${query}`);
  return (await answer.json()) as Answer;
};

test('a planner reads what is surely and possibly seen, counted here as the server counts it', async ({
  page,
}) => {
  await signIn(page, 'officer', '?at=128.8966,37.7537,15');
  await page.keyboard.press('Shift+Digit2');
  await counted(page);
  const [sure, possible] = [await sureOf(page), await possibleOf(page)];
  const {
    seenM2: [once],
    standardM2,
  } = await answerOf(page, 'which=home&at=day');
  expect(sure).toBeGreaterThan(0);
  expect(Math.abs(sure / once![0] - 1)).toBeLessThan(0.01);
  expect(Math.abs(possible / once![1] - 1)).toBeLessThan(0.01);
  expect(standardM2).toBeGreaterThan(sure);
  await expect(panelOf(page).getByRole('region', { name: '표준분석모델' })).toContainText('넓게');

  await panelOf(page).getByRole('button', { name: '밤', exact: true }).click();
  await expect.poll(() => sureOf(page)).toBeLessThan(sure);
  expect(await possibleOf(page)).toBeLessThanOrEqual(possible);
});

test('each layer on the map has its key beside it', async ({ page }) => {
  await signIn(page, 'officer', '?at=128.8966,37.7537,15');
  await page.keyboard.press('Shift+Digit2');
  await counted(page);
  const key = panelOf(page).getByRole('region', { name: '지도의 표시' });
  await expect(key).toContainText('4대 이상');
  await expect(key).toContainText('볼 수도 있음');
  await panelOf(page).getByRole('button', { name: '빈 곳', exact: true }).click();
  await expect(key).toContainText('점이 클수록 필요가 큼');
  await panelOf(page).getByRole('button', { name: '표준모델 차이' }).click();
  await expect(key).toContainText('모델이 넓게 봄');
  await panelOf(page).getByRole('button', { name: '끔', exact: true }).click();
  await expect(key).toHaveCount(0);
});

test('districts and streets are sorted by keyboard and taken out with a reason (Art. 30(3))', async ({
  page,
}) => {
  await signIn(page, 'officer');
  await page.keyboard.press('Shift+Digit2');
  const table = panelOf(page).locator('table[data-cover-table]');
  await expect(table).toHaveAttribute('data-cover-table', 'districts', { timeout: 60_000 });
  const firstOf = (): Promise<string | null> =>
    table.locator('tbody tr').first().locator('td').first().textContent();
  const head = table.getByRole('button', { name: /^이름/ });
  await head.focus();
  await page.keyboard.press('Enter');
  await expect(table.locator('th').first()).toHaveAttribute('aria-sort', 'ascending');
  const upwards = await firstOf();
  await page.keyboard.press('Enter');
  await expect(table.locator('th').first()).toHaveAttribute('aria-sort', 'descending');
  expect(await firstOf()).not.toBe(upwards);

  await panelOf(page).getByRole('button', { name: '도로', exact: true }).click();
  await expect(table).toHaveAttribute('data-cover-table', 'streets');
  await expect(table).toContainText('이름 없는 길');
  await panelOf(page).getByRole('button', { name: '표 내보내기 (CSV UTF-8)' }).click();
  await panelOf(page).getByLabel('내보내는 까닭').fill('시야 점검 보고에 붙임');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    panelOf(page).getByRole('button', { name: '내보내기', exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/시야.*\.csv$/);
  expect(await readFile(await file.path(), 'utf8')).toContain('이름 없는 길');
});

test('without the tables the map and the sums stay, and the panel says what is missing', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource/);
  await signIn(page, 'officer');
  await page.route('**/api/coverage/city*', (route) => route.abort());
  await page.keyboard.press('Shift+Digit2');
  await expect(panelOf(page)).toContainText('나눠 센 표를 받지 못했습니다');
  await counted(page);
  expect(await sureOf(page)).toBeGreaterThan(0);
  await page.unroute('**/api/coverage/city*');
  await panelOf(page).getByRole('button', { name: '다시 시도' }).click();
  await expect(panelOf(page).locator('table[data-cover-table]')).toBeVisible({ timeout: 60_000 });
});
