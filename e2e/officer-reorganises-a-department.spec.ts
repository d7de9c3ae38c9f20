import { expect, signIn, test } from './console.ts';
import { cityUrl } from './city.ts';

interface Registered {
  readonly cameraId: number;
  readonly integration: string | null;
  readonly department: string | null;
}

const BEFORE = '산림과';
const AFTER = '산림녹지과';

test('an officer reorganises a department: reads what changes, confirms, and finds the new name on a camera and the old one as known before (Art. 5(1))', async ({
  page,
}) => {
  await signIn(page, 'officer', '?office=organisation');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.5,37.4,129.2,38.1`);
  const { features } = (await answer.json()) as { features: readonly { properties: Registered }[] };
  const camera = features.find(
    ({ properties: { department, integration } }) => department === BEFORE && integration === 'standalone',
  )!.properties;

  const office = page.locator('[data-panel="office"]');
  const row = (name: string) => office.getByRole('row').filter({ hasText: name });
  await expect(office.locator('[data-standing="dedicated"]')).toContainText('정보통신과');
  await expect(office.locator('[data-standing="head"]')).toContainText('정보통신과장');
  await expect(row(BEFORE).first()).toContainText(`${BEFORE}장`);

  await office.getByRole('button', { name: '직제 개편', exact: true }).click();
  const form = office.getByRole('form', { name: '직제 개편' });
  await form.getByRole('button', { name: '바뀌는 것 보기' }).click();
  await expect(form.getByRole('alert')).toHaveText('‘문서 번호’, ‘부서’, ‘새 이름’ 칸을 채워 주십시오.');
  await expect(form.getByLabel('문서 번호')).toBeFocused();
  await form.getByLabel('문서 번호').fill('총무과-2026-777');
  await form.getByRole('combobox', { name: /^부서/ }).selectOption({ label: BEFORE });
  await form.getByRole('button', { name: '바뀌는 것 보기' }).click();
  await expect(form.getByRole('alert')).toContainText('새 이름');
  await form.getByLabel('새 이름').fill(AFTER);
  await form.getByRole('button', { name: '바뀌는 것 보기' }).click();

  const preview = form.getByRole('region', { name: '바뀌는 것' });
  await expect(preview.locator('[data-preview="departments"]')).toContainText(`${BEFORE} → ${AFTER}`);
  await expect(preview.locator('[data-preview="posts"]')).toContainText(`${AFTER}장 생김`);
  await expect(preview.locator('[data-preview="cameras"]')).toContainText(/\d+대/);
  await expect(row(BEFORE).first()).toContainText(`${BEFORE}장`);

  // One step back with Escape: the order as it was typed, and the register untouched.
  await page.keyboard.press('Escape');
  await expect(form.getByLabel('새 이름')).toHaveValue(AFTER);
  await form.getByRole('button', { name: '바뀌는 것 보기' }).click();
  await form.getByRole('button', { name: '이대로 개편' }).click();
  await expect(office.getByRole('status').filter({ hasText: '직제 개편을 적었습니다' })).toBeVisible();
  await expect(row(AFTER).first()).toContainText(`${AFTER}장`);

  const day = await office.getByLabel('기준일').inputValue();
  await office.locator(`[data-order="${day}"]`).click();
  await expect(office.getByText(`${BEFORE} → ${AFTER}`)).toBeVisible();
  await office.getByRole('button', { name: '적기 전에 알던 대로' }).click();
  await expect(office.getByText(/에 알고 있던 대로입니다/)).toBeVisible();
  await expect(row(BEFORE).first()).toContainText(`${BEFORE}장`);
  await expect(office.getByText(AFTER)).toHaveCount(0);
  await office.getByRole('button', { name: '오늘로' }).click();
  await expect(row(AFTER).first()).toContainText(`${AFTER}장`);

  await page.goto(`${cityUrl()}/?camera=${camera.cameraId}`);
  const card = page.locator('[data-panel="card"]');
  await expect(card.getByText(`${AFTER}장`).first()).toBeVisible();
  await expect(card.locator('[data-holder]')).toBeVisible();
});

test('an auditor reads the organisation and is offered no act on it', async ({ page }) => {
  await signIn(page, 'auditor', '?office=organisation');
  const office = page.locator('[data-panel="office"]');
  await expect(office.locator('[data-standing="head"]')).toContainText('정보통신과장');
  await expect(office.getByRole('button', { name: '직제 개편', exact: true })).toHaveCount(0);
  await expect(office.getByRole('button', { name: '직원 명단 가져오기' })).toHaveCount(0);
  await office.locator('[data-department]').first().click();
  await expect(office.getByText(/센터 밖에서 부서가 답하는 것/)).toBeVisible();
  await expect(office.getByRole('button', { name: '임명', exact: true })).toHaveCount(0);
  await office.getByRole('button', { name: '사람', exact: true }).click();
  await expect(office.locator('[data-staff]').first()).toBeVisible();
  await expect(office.getByRole('button', { name: '사람 적기' })).toHaveCount(0);
});
