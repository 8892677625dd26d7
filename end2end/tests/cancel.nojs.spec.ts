import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { APPROVED } from './support/pages/gateway';
import type { Person } from './support/person';

/** Buys one thing by card, and answers with the order's path. Where it goes is known the second time. */
async function buyOne(buyer: Person, known: boolean): Promise<string> {
  await buyer.product.take(FLOWERS);
  await buyer.cart.checkOut();
  if (!known) await buyer.checkout.fillAddress();
  await buyer.checkout.place();
  await buyer.checkout.payByCard();
  await buyer.gateway.payWith(APPROVED);
  await buyer.checkout.expectPaid();
  const [order] = await buyer.checkout.orders();
  return order;
}

test('without scripts: a buyer calls off one paid order, its shop another', async ({ shopper, door }) => {
  test.setTimeout(120_000);
  await shopper.account.signUp();
  const first = await buyOne(shopper, false);
  const second = await buyOne(shopper, true);

  await shopper.order.open(first);
  await shopper.button('order.cancel').click();
  await expect(shopper.words('order.cancel_hint')).toBeVisible();
  await shopper.order.cancelNow();
  await expect(shopper.words('order.lead_refunded')).toBeVisible();
  await expect(shopper.words('order.was_cancelled_by_buyer').first()).toBeVisible();

  const seller = await door.as('neighbour');
  await seller.visit(seller.backOffice(FLOWERS.shop).path(second));
  await seller.button('order.cancel').click();
  await expect(seller.words('order.cancel_hint_shop')).toBeVisible();
  await seller.order.cancelNow();
  await expect(seller.words('order.was_cancelled_by_shop').first()).toBeVisible();
  await shopper.visit('/wallet');
  const returned = shopper.main.locator('tbody tr').filter({ hasText: shopper.text('wallet.order_returned') });
  await expect(returned).toHaveCount(2);
});
