import { test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';

test('invoices are listed and read on a phone', async ({ door }) => {
  const seller = await door.as('merchant');
  await seller.visit('/back-office/cloud-ridge-tea/invoices');
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
  await seller.main.getByRole('link', { name: /^INV-\d{6}$/ }).first().click();
  await seller.arrivesAt(/^\/invoices\//);
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
});
