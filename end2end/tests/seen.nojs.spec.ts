import { expect, test } from './support/test';
import { FLOWERS, TEA } from './support/goods';

test('without scripts: a guest finds again what they looked at, and clears it', async ({ shopper }) => {
  await shopper.product.take(FLOWERS);
  await shopper.visit(TEA.path);
  await shopper.visit('/seen');
  await expect(shopper.main.getByRole('link', { name: TEA.title })).toBeVisible();
  await shopper.button('seen.clear').click();
  await expect(shopper.heading('seen.empty')).toBeVisible();
});
