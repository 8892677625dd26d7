import { expect, test } from '@playwright/test';

test('the home page answers and wakes up without a complaint', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const bundle = page.waitForResponse(/\/pkg\/longtail[^/]*\.wasm$/);
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  expect((await bundle).status()).toBe(200);
  await page.waitForLoadState('networkidle');
  expect(complaints).toEqual([]);
});
