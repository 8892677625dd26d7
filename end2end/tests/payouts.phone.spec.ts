import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { PayoutsPage } from './support/pages/payouts';

test('another bank account is held back, on a phone', async ({ door }) => {
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
});
