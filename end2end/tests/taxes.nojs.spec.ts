import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Taxes } from './support/pages/taxes';

test('without scripts: tax that comes on top is told before it is agreed to', async ({ door, shopper }) => {
  const staff = await door.as('staff');
  const desk = new Taxes(staff);
  await desk.open();
  await desk.addOnTop('AU', 'Australia');

  const taxes = new Taxes(shopper);
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await taxes.sendTo('AU');
  await shopper.button('checkout.place_and_pay').click();
  await expect(taxes.added('10 %').first()).toBeVisible();
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();
  await shopper.order.open(order);
  await expect(taxes.added('10 %').first()).toBeVisible();

  await desk.takeBack('Australia');
});
