import { expect, test } from './support/test';
import { TEA } from './support/goods';
import { freshEmail } from './support/pages/account';
import { Codes, OfferDesk, freshCode } from './support/pages/prices';

test('without scripts: a code keeps its text, says why it does not count, and counts', async ({
  shopper,
  door,
}) => {
  const seller = await door.as('merchant');
  const desk = new OfferDesk(seller);
  const code = freshCode('PLAIN');
  await desk.open();
  await desk.makeCoupon(code, '5', '100');
  await desk.expectMade(code);

  const codes = new Codes(shopper);
  await shopper.product.take(TEA);
  await codes.type('NOBODYS');
  await codes.expectRefused('NOBODYS', shopper.text('price.unknown'));
  await codes.type(code);
  await expect(shopper.words('price.least_not_reached').first()).toBeVisible();
  await expect(codes.field()).toHaveValue(code);
  await shopper.cart.setQuantity(TEA.title, 3);
  await codes.type(code);
  await codes.expectCounts(code);
  await codes.expectExplained(code);
  await shopper.cart.checkOut();
  await codes.expectExplained(code);
  // Here a code would cost what was typed: it is taken out, and put in again, in the cart.
  const held = shopper.button('price.remove_coupon', { code });
  await expect(held).toHaveCount(0);
  await shopper.cart.open();
  await held.click();
  await expect(held).toHaveCount(0);
  await codes.type(code);
  await codes.expectCounts(code);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await expect(shopper.words('price.off').first()).toBeVisible();
});
