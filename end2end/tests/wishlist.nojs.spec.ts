import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';

test('without scripts: a heart keeps a thing, the page stays, the list moves it to the cart', async ({ shopper }) => {
  const heart = () =>
    shopper.main.getByRole('button', { name: shopper.text('wishlist.wish_for', { title: FLOWERS.title }) });
  await shopper.visit(FLOWERS.path);
  await heart().click();
  expect(new URL(shopper.page.url()).pathname).toBe(FLOWERS.path);
  await expect(heart()).toHaveAttribute('aria-pressed', 'true');
  await shopper.visit('/wishlist');
  await shopper.main.getByRole('button', { name: shopper.texts.part('wishlist.move_what') }).click();
  await expect(shopper.heading('wishlist.empty')).toBeVisible();
  await shopper.visit('/cart');
  await expect(shopper.main.getByRole('link', { name: FLOWERS.title })).toBeVisible();
});
