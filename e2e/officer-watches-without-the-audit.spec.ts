import { aLoneCamera, expect, shownFrames, signIn, test } from './console.ts';
import { cityUrl } from './city.ts';
import { inCityDatabase } from './people.ts';

/** Whether the program may write its audit. */
const audit = (may: boolean): Promise<unknown> =>
  inCityDatabase((sql) =>
    may ? sql`grant insert on audit to gwanje_app` : sql`revoke insert on audit from gwanje_app`,
  );

test('without the audit an officer watches on under a line that says so, changes nothing, and all is on record afterwards', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/503/);
  await signIn(page, 'officer');
  const camera = await aLoneCamera(page);
  await page.goto(`${cityUrl()}/?camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card).toContainText(camera.managementNo);
  expect(await shownFrames(page, 3)).toHaveLength(3);
  const line = page.getByText('감사 저장소에 닿지 않아 실시간 보기만 됩니다', { exact: true });
  await expect(line).toHaveCount(0);

  await audit(false);
  try {
    await expect(line).toBeVisible();
    await expect(page.locator('[data-watching-only]')).toContainText(/\d\d:\d\d:\d\d부터/);
    expect(await shownFrames(page, 3)).toHaveLength(3);

    await card.getByRole('button', { name: '대장 고치기' }).click();
    await card
      .getByRole('textbox', { name: /카메라 이름|이름/ })
      .first()
      .fill('감사 없이 바꾼 이름');
    await card.getByRole('button', { name: '저장' }).click();
    await expect(card).toContainText('감사 저장소에 닿지 않아 실시간 보기만 됩니다. 바뀐 것은 없습니다');
    await card.getByRole('button', { name: '그만두기' }).click();
    await expect(card).not.toContainText('감사 없이 바꾼 이름');

    // The picture was put away for the form, and is opened again without the audit.
    expect(await shownFrames(page, 3)).toHaveLength(3);
    await expect(line).toBeVisible();
  } finally {
    await audit(true);
  }
  await expect(line).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect
    .poll(() =>
      inCityDatabase(async (sql) => {
        const rows = await sql<{ spooled: boolean; ended: string | null }[]>`
          select begun.detail ? 'spooled' as spooled, ending.detail ->> 'why' as ended
          from audit begun left join audit ending
            on ending.action = 'camera.watch.end' and ending.detail ->> 'viewing' = begun.detail ->> 'viewing'
          where begun.action = 'camera.watch' and begun.object_id = ${String(camera.cameraId)} and begun.outcome = 'done'
          order by begun.seq desc limit 2`;
        return rows.map(({ spooled, ended }) => [spooled, ended]);
      }),
    )
    .toEqual([
      [true, 'closed'],
      [false, 'closed'],
    ]);
});
