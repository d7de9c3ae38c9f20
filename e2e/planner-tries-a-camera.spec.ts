import type { Page } from 'playwright/test';
import { expect, signIn, test } from './console.ts';

const STREET = '?at=128.8966,37.7537,17.6';
const panelOf = (page: Page) => page.getByRole('region', { name: '카메라 계획' });
const kept = (page: Page) => page.locator('[data-plan-kept="saved"]');

/** Square metres that the camera in hand would newly show. */
async function newM2(page: Page): Promise<number> {
  const text = await page.locator('[data-plan-new]').getAttribute('data-plan-new');
  return Number(text);
}

/** Opens the planner's screen and waits for the buildings: before them nothing is worked out. */
async function openPlanner(page: Page): Promise<void> {
  await signIn(page, 'officer', STREET);
  await page.keyboard.press('Shift+Digit2');
  await expect(panelOf(page)).toBeVisible();
  await expect(panelOf(page).getByText('건물을 읽는 중')).toBeHidden();
  await expect(page.locator('.map canvas').first()).toBeVisible();
}

test('a planner puts a camera on the map, draws it wider by its handle, takes that back, and finds the plan again', async ({
  page,
}) => {
  await openPlanner(page);
  const panel = panelOf(page);
  await panel.getByRole('button', { name: '새 자리' }).last().click();
  const map = (await page.locator('.map').boundingBox())!;
  const [x, y] = [map.x + map.width * 0.42, map.y + map.height * 0.62];
  await page.mouse.move(x, y);
  await expect(panel.getByText('여기 놓으면 더하는 것')).toBeVisible();
  await expect(page.locator('[data-plan-new]')).toBeVisible();
  await page.mouse.click(x, y);
  await expect(panel.getByRole('button', { name: /^대안 A/ })).toHaveAttribute('aria-pressed', 'true');

  const range = panel.getByRole('textbox', { name: '거리', exact: true });
  await expect(range).toHaveValue('130');
  const aim = page.locator('[data-handle="aim"]');
  const at = (await aim.boundingBox())!;
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 90, y + 30, { steps: 5 });
  await page.mouse.up();
  await expect(range).not.toHaveValue('130');
  await expect(panel.getByRole('textbox', { name: '방위', exact: true })).toHaveValue(/^1\d\d$/);

  await page.keyboard.press('Control+z');
  await expect(range).toHaveValue('130');
  await page.keyboard.press('Control+Shift+z');
  await expect(range).not.toHaveValue('130');

  await panel.getByRole('textbox', { name: '계획 이름' }).fill('교2동 방범 보강');
  await page.keyboard.press('Enter');
  await expect(kept(page)).toContainText(/저장됨 · \d\d:\d\d/);
  await expect(page).toHaveURL(/plan=[0-9a-f-]{36}/);
  const before = [await range.inputValue(), await newM2(page)];

  await page.reload();
  await expect(panelOf(page).getByRole('textbox', { name: '계획 이름' })).toHaveValue('교2동 방범 보강');
  await expect(page.locator('[data-plan-new]')).toBeVisible();
  await expect.poll(async () => [await range.inputValue(), await newM2(page)]).toEqual(before);
});

test('by keys alone two alternatives are put down, turned and compared', async ({ page }) => {
  await openPlanner(page);
  const panel = panelOf(page);
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  const letters = panel.getByRole('group', { name: '대안' });
  await expect(letters.getByRole('button', { name: /^대안 A/ })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await expect(letters.getByRole('button', { name: /^대안 B/ })).toHaveAttribute('aria-pressed', 'true');

  const bearing = panel.getByRole('textbox', { name: '방위', exact: true });
  const height = panel.getByRole('textbox', { name: '지주 높이' });
  await expect(bearing).toHaveValue('0');
  await page.keyboard.down('q');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.up('q');
  await expect(bearing).toHaveValue('11');
  // The key was let go: the arrows are the map's again.
  await page.keyboard.press('ArrowRight');
  await expect(bearing).toHaveValue('11');
  // A key that is only tapped stays in hand, for whoever cannot hold two.
  await page.keyboard.press('h');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowUp');
  await expect(height).toHaveValue('7');

  await page.keyboard.press('b');
  const table = page.getByRole('region', { name: '대안 견주기' });
  await expect(table.locator('[data-compare="planner.adds.new"] td')).toHaveCount(2);
  await expect(table.getByRole('columnheader', { name: /^A/ })).toBeVisible();
  await page.keyboard.press('[');
  await expect(height).toHaveValue('6.5');
  await page.keyboard.press('Escape');
  await expect(table).toBeHidden();
  await expect(kept(page)).toBeVisible();
});

test('what another changed meanwhile is not written over: it is said, and ours becomes a plan of its own', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/409/);
  await openPlanner(page);
  const panel = panelOf(page);
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await expect(kept(page)).toBeVisible();
  const planId = new URL(page.url()).searchParams.get('plan')!;
  await page.evaluate(async (id) => {
    const plan = (await (await fetch(`/api/coverage/plans/${id}`)).json()) as Record<string, unknown>;
    const { title, departmentId, alternatives, version } = plan;
    await fetch(`/api/coverage/plans/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: `${String(title)} 2`, departmentId, alternatives, version }),
    });
  }, planId);
  await page.keyboard.press('h');
  await page.keyboard.press('ArrowUp');
  await expect(panel.getByRole('alert')).toContainText('바꾸었습니다');
  await panel.getByRole('button', { name: '새 계획으로 저장' }).click();
  await expect(kept(page)).toBeVisible();
  expect(new URL(page.url()).searchParams.get('plan')).not.toBe(planId);
});
