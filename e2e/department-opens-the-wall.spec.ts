import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

interface Registered {
  readonly cameraId: number;
  readonly integration: string | null;
  readonly department: string | null;
  readonly state: string;
}

test('a department’s wall asks for no picture that it may not watch, and says so on the tile; a mend is offered for its own cameras alone (Art. 5(1), 30(1))', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/live') && request.method() === 'POST')
      asked.push(request.url());
  });
  await signIn(page, 'department');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.5,37.4,129.2,38.1`);
  const { features } = (await answer.json()) as { features: readonly { properties: Registered }[] };
  const cameras = features.map(({ properties }) => properties);
  const own = cameras.find((each) => each.department === '교통과' && each.integration === 'integrated')!;
  const other = cameras.find(
    (each) => each.department !== '교통과' && each.integration === 'integrated' && each.state === 'normal',
  )!;
  const apart = cameras.find((each) => each.integration === 'standalone')!;

  await page.goto(
    `${cityUrl()}/?mode=wall&wall=4:${[own, other, apart].map((each) => each.cameraId).join('.')}`,
  );
  const tile = (n: number) => page.locator(`[data-tile="${n}"]`);
  await expect(tile(1)).toHaveAttribute('data-state', 'barred');
  await expect(tile(1)).toContainText('이 카메라의 영상을 볼 권한이 없습니다');
  await expect(tile(2)).toContainText('이 카메라의 영상을 볼 권한이 없습니다');
  await expect(tile(3)).toContainText('영상이 연계되지 않은 카메라입니다');
  await expect(page.locator('video')).toHaveCount(0);

  await expect(tile(1)).toContainText('고침 요청');
  await expect(tile(2)).not.toContainText('고침 요청');
  await tile(2).click();
  await page.keyboard.press('e');
  await expect(page.getByRole('region', { name: '고침 요청' })).toHaveCount(0);
  expect(asked).toEqual([]);
});
