import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Refunds } from './support/pages/refunds';

test('without scripts: a refund is looked at twice, keeps what was typed, and is done once; another follows the release', async ({
  shopper,
  door,
}) => {
  test.setTimeout(90_000);
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

  const office = seller.backOffice(FLOWERS.shop);
  await office.ship(order);
  await shopper.order.open(order);
  await shopper.order.confirmReceipt();
  await seller.visit(office.path(order));
  await refunds.open();
  await refunds.fill({ goods: '1.50', reason: 'It came two days late' });
  await refunds.look('¥1.50');
  await refunds.payBack('¥1.50', 'It came two days late');
  await shopper.order.open(order);
  await expect(shopper.main.getByText('It came two days late').first()).toBeVisible();
});
