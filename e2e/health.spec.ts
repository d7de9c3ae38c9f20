import { expect, test } from 'playwright/test';
import { cityUrl } from './city.ts';

test('the city answers where it says it is ready', async ({ request }) => {
  const health = await request.get(`${cityUrl()}/api/health`);
  expect(health.status()).toBe(200);
  expect(await health.json()).toEqual({ status: 'ok' });
});
