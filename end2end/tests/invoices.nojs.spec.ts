import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Invoices } from './support/pages/invoices';

test('without scripts an invoice is made out to a company and read', async ({ shopper }) => {
  const invoices = new Invoices(shopper);
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await invoices.nameCompany('West Lake Trading', '');
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();
  await invoices.openFrom(order, 'invoice');
  await expect(shopper.main.getByText('West Lake Trading')).toBeVisible();
  await expect(shopper.words('invoice.total').first()).toBeVisible();
});
