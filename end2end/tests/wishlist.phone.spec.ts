import { expect, test } from './support/test';
import { expectNoSidewaysScroll } from './support/axe';
import { TEA } from './support/goods';

test('on a phone: hearts are in reach, and the list fits', async ({ shopper }) => {
  await shopper.visit('/');
  const heart = shopper.main.getByRole('article').first().getByRole('button');
  const box = await heart.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  const known = shopper.page.waitForResponse(/\/set_wish$/);
  await heart.tap();
  await expect(heart).toHaveAttribute('aria-pressed', 'true');
  await known;
  await shopper.visit(TEA.path);
  await expectNoSidewaysScroll(shopper.page);
  await shopper.visit('/wishlist');
  await expect(shopper.main.locator('.wish')).toHaveCount(1);
  await expectNoSidewaysScroll(shopper.page);
});
