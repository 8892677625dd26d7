import { expect, test } from './support/test';
import { GRADED_TEA, SCARCE } from './support/goods';
import { freshEmail } from './support/pages/account';
import type { Person } from './support/person';

/** Opens a scarce thing of which something is left. */
async function openScarce(person: Person): Promise<string> {
  for (const path of SCARCE) {
    await person.product.open(path);
    if (await person.product.addButton().isEnabled()) return path;
  }
  throw new Error('everything scarce is sold out');
}

/** Puts all that is left into the cart: the field takes no more than there is. */
async function takeAll(person: Person): Promise<void> {
  await person.product.quantity().fill('99');
  await person.product.quantity().blur();
  await person.product.addToCart();
  await person.checkout.open();
  await person.checkout.fillAddress(freshEmail());
}

test('of two who want the last pieces, the first has them and the second is told', async ({
  shopper,
  door,
}) => {
  const rival = await door.stranger();
  const path = await openScarce(shopper);
  await rival.product.open(path);
  await takeAll(shopper);
  await takeAll(rival);

  await shopper.checkout.place();
  await rival.button('checkout.place_and_pay').click();
  await expect(rival.words('checkout.lines_in_trouble').first()).toBeVisible();
  await rival.cart.open();
  await expect(rival.words('cart.sold_out')).toBeVisible();
  await rival.product.open(path);
  await expect(rival.product.addButton()).toBeDisabled();
});

test('options that cannot be had with the others are greyed, and come back', async ({ shopper }) => {
  await shopper.product.open(GRADED_TEA);
  await shopper.product.choose('Head pick');
  await shopper.product.expectGreyed('250 g', true);
  await shopper.product.expectGreyed('125 g', false);
  await shopper.product.choose('First');
  await shopper.product.expectGreyed('250 g', false);
});
