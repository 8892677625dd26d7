import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { HomePage } from './support/pages/home';

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

for (const [lang, campaign] of [
  ['en', 'Hearth and table'],
  ['zh', '炉边与餐桌'],
] as const) {
  test(`the home page tells what runs, why, and where, in ${lang}`, async ({ door }) => {
    const shopper = await door.stranger({ lang, viewport: { width: 360, height: 740 } });
    const home = new HomePage(shopper);
    await home.open();
    await home.expectRunning(campaign);
    await expectAccessible(shopper.page);
    await expectNoSidewaysScroll(shopper.page);
    await home.shopForIt();
    await expect(shopper.main.getByRole('article').first()).toBeVisible();
  });
}
