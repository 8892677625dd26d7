import { test } from './support/test';
import { HONEY, TEA } from './support/goods';
import { expectNoSidewaysScroll } from './support/axe';
import { PUBLIC, SHOPPER } from './support/addresses';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';

test('the whole purchase fits on a phone', async ({ shopper }) => {
  const fits = () => expectNoSidewaysScroll(shopper.page);
  await shopper.product.take(TEA);
  await fits();
  await shopper.product.take(HONEY);
  await shopper.cart.open();
  await fits();
  await shopper.cart.checkOut();
  await fits();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await fits();
  await shopper.checkout.payByCard();
  await shopper.gateway.arrive();
  await fits();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  await fits();
  const [order] = await shopper.checkout.orders();
  await shopper.order.open(order);
  await fits();
});

test('no public page scrolls sideways', async ({ shopper }) => {
  for (const path of PUBLIC) {
    await shopper.visit(path);
    await expectNoSidewaysScroll(shopper.page);
  }
});

test('no page of a member scrolls sideways', async ({ shopper }) => {
  await shopper.account.signUp();
  for (const path of SHOPPER) {
    await shopper.visit(path);
    await expectNoSidewaysScroll(shopper.page);
  }
});
