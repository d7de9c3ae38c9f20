import type { Page } from 'playwright/test';
import { expect, signIn, test } from './console.ts';

const STREET = '?at=128.8966,37.7537,16';
const panelOf = (page: Page) => page.getByRole('region', { name: '계획 화면의 오른쪽' });
const planOf = (page: Page) => page.getByRole('region', { name: '카메라 계획' });
const sitesOf = (page: Page) => panelOf(page).locator('[data-site]');
const gapOf = (page: Page) => panelOf(page).locator('[data-best-gap]');

async function openSearch(page: Page): Promise<void> {
  await signIn(page, 'officer', STREET);
  await page.keyboard.press('Shift+Digit2');
  await expect(planOf(page).getByText('건물을 읽는 중')).toBeHidden();
  await panelOf(page).getByRole('button', { name: '좋은 자리' }).click();
  // Whoever planned before finds the last search.
  const again = panelOf(page).getByRole('button', { name: '조건 바꾸기' });
  await expect(again.or(panelOf(page).getByRole('button', { name: '자리 찾기' }))).toBeVisible();
  if (await again.isVisible()) await again.click();
}

const ended = (page: Page) =>
  expect(panelOf(page).getByRole('button', { name: '조건 바꾸기' })).toBeVisible({ timeout: 90_000 });

test('an officer asks for the three best sites of what the map shows, reads why, and puts one into the plan', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openSearch(page);
  const panel = panelOf(page);
  await panel.getByRole('spinbutton', { name: '카메라 수' }).fill('3');
  await panel.getByRole('spinbutton', { name: '간격' }).fill('50');
  await panel.getByRole('button', { name: '자리 찾기' }).click();
  await ended(page);
  await expect(sitesOf(page)).toHaveCount(3);
  await expect(gapOf(page)).toHaveText(/최적임이 증명됨|최적까지 최대 \d+\.\d %/);
  await expect(panel.getByText(/지금 선 \d+대가 확실히 보는 곳은 뺐습니다/)).toBeVisible();

  const second = sitesOf(page).nth(1);
  await second.click();
  await expect(second).toHaveAttribute('aria-expanded', 'true');
  await expect(panel.getByText('앞의 1곳이 보는 곳을 빼고')).toBeVisible();
  await expect(panel.getByText('이 자리를 빼면 잃음')).toBeVisible();
  await panel.getByRole('button', { name: '이 자리를 계획에 넣기' }).click();
  await expect(panel.getByText('계획에 넣었습니다: A안')).toBeVisible();
  await expect(planOf(page).getByRole('button', { name: /^대안 A/ })).toHaveAttribute('aria-pressed', 'true');

  // The search is the server's: whoever comes back finds it.
  await page.reload();
  await panel.getByRole('button', { name: '좋은 자리' }).click();
  await expect(sitesOf(page)).toHaveCount(3);
});

test('by keys alone: a wrong number is said at its field, a budget is kept, sites are walked through with arrows', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openSearch(page);
  const panel = panelOf(page);
  const every = panel.getByRole('spinbutton', { name: '간격' });
  await every.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('alert')).toHaveText('간격: 10부터 200까지 적어 주십시오.');
  await expect(every).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('60');
  await panel.getByRole('button', { name: '예산' }).focus();
  await page.keyboard.press('Space');
  await panel.getByRole('spinbutton', { name: '예산 만원' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('900');
  await page.keyboard.press('Enter');
  await ended(page);
  await expect(panel.getByText(/^모두 \d+만원$/)).toBeVisible();
  const cost = Number(/모두 (\d+)만원/.exec(await panel.innerText())![1]);
  expect(cost).toBeLessThanOrEqual(900);
  await sitesOf(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(sitesOf(page).nth(1)).toHaveAttribute('aria-expanded', 'true');
  await panel.getByRole('button', { name: '조건 바꾸기' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: '자리 찾기' })).toBeVisible();
});

test('a search is stopped, and one that the server refuses says what to do', async ({ page, watch }) => {
  test.setTimeout(120_000);
  watch.expectErrors(/status of 400/);
  await openSearch(page);
  const panel = panelOf(page);
  await panel.getByRole('spinbutton', { name: '간격' }).fill('10');
  await panel.getByRole('checkbox', { name: '어안' }).check();
  await panel.getByRole('spinbutton', { name: '카메라 수' }).fill('20');
  await panel.getByRole('button', { name: '자리 찾기' }).click();
  await panel.getByRole('button', { name: '그만두기' }).click();
  await expect(panel.getByText(/^그만두었습니다/)).toBeVisible();
  await panel.getByRole('button', { name: '조건 바꾸기' }).click();

  await page.goto(page.url().replace(/at=[^&]*/u, 'at=128.95,37.80,16'));
  await panelOf(page).getByRole('button', { name: '좋은 자리' }).click();
  await panel.getByRole('button', { name: '조건 바꾸기' }).click();
  await panel.getByRole('button', { name: '자리 찾기' }).click();
  await expect(panel.getByRole('alert')).toHaveText(/보일 땅이 없습니다|세울 자리가 없습니다/);
});
