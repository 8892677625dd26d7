import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { PayoutsPage } from './support/pages/payouts';

test('another bank account is held back, on a phone, in both languages', async ({ door }) => {
  const seller = await door.as('neighbour');
  const payouts = new PayoutsPage(seller, 'three-hives');
  await payouts.open();
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
  await payouts.save({ number: '6222 0211 0000 1234 567' });
  await payouts.expectSaved();
  await expect(seller.words('payout.held')).toBeVisible();
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);

  const reader = await door.as('neighbour', { lang: 'zh' });
  const again = new PayoutsPage(reader, 'three-hives');
  await again.open();
  await expect(reader.words('payout.held')).toBeVisible();
  await again.save({ number: 'DE89 3704 0044 0532 0130 01' });
  await expect(reader.main.locator('.field-error:visible')).toHaveCount(1);
  await expectNoSidewaysScroll(reader.page);
  await expectAccessible(reader.page);
});
