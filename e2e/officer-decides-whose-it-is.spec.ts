import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

const OWNER = '가상관광개발공사';
interface Listed {
  readonly features: readonly {
    readonly properties: { readonly cameraId: number; readonly owner: string };
  }[];
}

test('an officer decides whose a camera is; until then it is not linked, and its card says so (Art. 18(5), 23)', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/409/);
  await signIn(page, 'officer');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.6,37.5,129.2,38.0`);
  const { features } = (await answer.json()) as Listed;
  const { cameraId } = features.find(({ properties }) => properties.owner === OWNER)!.properties;
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  const card = page.locator('[data-panel="card"]');
  await expect(card.getByText(`소유기관 미확인 · ${OWNER}`)).toBeVisible();
  await card.getByRole('button', { name: '대장 고치기' }).click();
  await card.getByLabel('통합·연계', { exact: true }).selectOption({ label: '연계' });
  await card.getByRole('button', { name: '저장' }).click();
  await expect(card.getByText(/시인지 다른 기관인지 적혀 있지 않아 통합·연계할 수 없습니다/)).toBeVisible();

  await page.goto(`${cityUrl()}/?office=agencies`);
  const line = page.locator(`[data-owner="${OWNER}"]`);
  await expect(line.getByRole('button', { name: '정하기' })).toBeDisabled();
  await line.getByRole('combobox').selectOption({ label: '소방서' });
  await line.getByRole('button', { name: '정하기' }).click();
  await expect(page.getByRole('heading', { name: '누구의 것입니까' })).toHaveCount(0);

  // Put down wrongly: it is moved after a second press.
  await page.getByText(/^정한 이름/).click();
  await line.getByRole('combobox').selectOption({ label: '시' });
  await line.getByRole('button', { name: '옮기기' }).click();
  await page
    .getByRole('form', { name: `‘${OWNER}’ → 시` })
    .getByRole('button', { name: '옮기기' })
    .click();
  await expect(line.getByRole('combobox')).toHaveValue('city');
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  await expect(card.getByRole('heading').first()).toBeVisible();
  await expect(card.getByText('소유기관 미확인')).toHaveCount(0);
});
