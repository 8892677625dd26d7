import { expect, test } from './support/test';

test('the home page answers and wakes up without a complaint', async ({ shopper }) => {
  const bundle = shopper.page.waitForResponse(/\/pkg\/longtail[^/]*\.wasm$/);
  await shopper.visit('/');
  expect((await bundle).status()).toBe(200);
  await shopper.page.waitForLoadState('networkidle');
});

test('the demo’s people are one click away', async ({ shopper }) => {
  await shopper.visit('/');
  await shopper.main.getByRole('button', { name: shopper.texts.part('account.demo_merchant') }).click();
  await shopper.arrivesAt(/^\/back-office\//);
});
