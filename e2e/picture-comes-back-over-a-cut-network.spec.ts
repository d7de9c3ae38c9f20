import { aLoneCamera, expect, shownFrames, signIn, test } from './console.ts';

test('a picture whose connection falls silent without ending comes back by itself', async ({ page }) => {
  let sockets = 0;
  let isCut = false;
  await page.routeWebSocket(/\/api\/live\//, (socket) => {
    const isFirst = ++sockets === 1;
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!(isFirst && isCut)) socket.send(message);
    });
  });
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await page.keyboard.press('/');
  await page.keyboard.type(camera.managementNo);
  await page.keyboard.press('Enter');
  await shownFrames(page, 3);
  expect(sockets).toBe(1);
  isCut = true;
  await expect.poll(() => sockets, { timeout: 30_000 }).toBe(2);
  await shownFrames(page, 3);
});
