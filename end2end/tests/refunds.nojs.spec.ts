import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Refunds } from './support/pages/refunds';

test('without scripts: a refund is looked at twice, keeps what was typed, and is done once', async ({
  shopper,
  door,
}) => {
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();

  const seller = await door.as('neighbour');
  const refunds = new Refunds(seller);
  await seller.visit(seller.backOffice(FLOWERS.shop).path(order));
  await refunds.open();
  await refunds.fill({ goods: '99999', reason: 'A torn bag' });
  await seller.button('refund.look').click();
  await expect(seller.words('field.too_much').first()).toBeVisible();
  await refunds.fill({ goods: '2.50', reason: 'A torn bag' });
  await refunds.look('¥2.50');
  await expect(seller.field('refund.goods')).toHaveValue('2.50');
  await refunds.payBack('¥2.50', 'A torn bag');
  await shopper.order.open(order);
  await expect(shopper.main.getByText('A torn bag').first()).toBeVisible();
});
