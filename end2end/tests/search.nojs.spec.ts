import { expect, test } from './support/test';

test('without scripts: facets, orders, reasons and pages are links', async ({ shopper }) => {
  await shopper.visit('/search?q=tea');
  const { link, count } = await shopper.list.value(shopper.list.facets, /^The bazaar|^The mall/);
  await link.click();
  await shopper.arrivesAt(/tier=/);
  expect(await shopper.list.total()).toBe(count);
  await shopper.list.orderBy('price_up');
  await shopper.list.cards.first().getByText(shopper.text('search.why')).click();
  await expect(shopper.list.cards.first().locator('.why li').first()).toBeVisible();
});
