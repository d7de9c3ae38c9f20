import { expect, signIn, test } from './console.ts';

const HEADER =
  '관리기관명,소재지도로명주소,소재지지번주소,설치목적구분,카메라대수,카메라화소수,촬영방면정보,보관일수,설치연월,관리기관전화번호,WGS84위도,WGS84경도,데이터기준일자';
const row = (name: string, lat: string, lon: string): string =>
  `강릉시청,강원특별자치도 강릉시 ${name},,생활방범,2,200,,30,2021-05,033-640-5114,${lat},${lon},2026-01-01`;

/** Three rows that load and one whose latitude and longitude changed places. */
const FILE = [
  HEADER,
  row('경강로 2101', '37.7519', '128.8761'),
  row('율곡로 2930', '37.7636', '128.9003'),
  row('임영로 180', '37.7541', '128.8925'),
  row('솔올로 49', '128.8779', '37.7712'),
].join('\r\n');

test('an officer sees every row on the map before the file changes the register', async ({ page }) => {
  await signIn(page, 'officer');
  await page.locator('.person').click();
  await page.getByRole('button', { name: '카메라 자료 가져오기' }).click();
  const panel = page.getByRole('region', { name: '카메라 자료 가져오기' });
  await panel
    .locator('input[type=file]')
    .setInputFiles({ name: '강릉시_CCTV.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${FILE}`) });

  await expect(panel).toContainText('4행');
  await expect(panel).toContainText('격리 1행');
  await expect(panel.getByRole('listitem').filter({ hasText: '위도와 경도가 바뀜' }).first()).toBeVisible();
  const all = page.locator('[data-legend="state:normal"]');
  await expect(all).toBeVisible();

  await panel.getByRole('button', { name: /받아들이기$/ }).click();
  await expect(panel).toContainText('대장에 실었습니다');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('임영로 180');
  await expect(page.getByRole('option').first()).toBeVisible();
});
