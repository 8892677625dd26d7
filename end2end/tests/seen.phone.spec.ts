import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { TEA } from './support/goods';
import { expectRemembered, seenRow } from './support/pages/seen';

test('on a phone, in Chinese: what was looked at is found again, and cleared', async ({ door }) => {
  const shopper = await door.stranger({ lang: 'zh' });
  await shopper.visit(TEA.path);
  await expectRemembered(shopper, 1);
  await shopper.visit('/');
  await expect(seenRow(shopper).locator(`a[href^="${TEA.path}"]`).first()).toBeVisible();
  await expectNoSidewaysScroll(shopper.page);
  await shopper.visit('/seen');
  await expect(shopper.main.getByRole('article')).toHaveCount(1);
  await expectNoSidewaysScroll(shopper.page);
  await expectAccessible(shopper.page);
  await shopper.button('seen.clear').tap();
  await expect(shopper.heading('seen.empty')).toBeVisible();
  await expect(shopper.main.getByRole('article')).toHaveCount(0);
});
