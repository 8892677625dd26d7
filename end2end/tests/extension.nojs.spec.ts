import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Extension } from './support/pages/extension';

test('without scripts: a buyer takes three more days to confirm, once', async ({ shopper, door }) => {
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();
  const seller = await door.as('neighbour');
  await seller.backOffice(FLOWERS.shop).ship(order);

  await shopper.order.open(order);
  const extension = new Extension(shopper, 'order.extend');
  await extension.open();
  await extension.extend();
  await expect(shopper.words('order.was_extended_by_buyer')).toBeVisible();
  await shopper.order.confirmReceipt();
});
