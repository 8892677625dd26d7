import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Invoices } from './support/pages/invoices';

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

test('on a phone, in Chinese: an invoice is made out to a company, and read', async ({ door }) => {
  test.setTimeout(90_000);
  const buyer = await door.stranger({ lang: 'zh' });
  const fits = async () => {
    await expectNoSidewaysScroll(buyer.page);
    await expectAccessible(buyer.page);
  };
  const invoices = new Invoices(buyer);
  const company = '西湖贸易有限公司';
  await buyer.product.take(FLOWERS);
  await buyer.cart.open();
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress(freshEmail());
  await buyer.checkout.place();
  await invoices.nameCompany(company, '12345');
  await expect(buyer.words('field.not_a_tax_number')).toBeVisible();
  await fits();
  await invoices.nameCompany(company, '91330106MA2H3K9T8J');
  await expect(buyer.words('invoice.made_out_to', { company })).toBeAttached();
  await buyer.checkout.payByCard();
  await buyer.gateway.payWith(APPROVED);
  await buyer.checkout.expectPaid();
  const [order] = await buyer.checkout.orders();
  await invoices.openFrom(order, 'invoice');
  await expect(buyer.main.getByText(company)).toBeVisible();
  await expect(buyer.words('invoice.tax_at', { rate: '13 %' }).first()).toBeVisible();
  await fits();
});
