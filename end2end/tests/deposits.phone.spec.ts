import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { TEA } from './support/goods';
import { DepositPage, FeesDesk } from './support/pages/deposits';

test('deposit and fees fit a phone', async ({ door }) => {
  const seller = await door.as('merchant');
  await new DepositPage(seller, TEA.shop).open();
  await expect(seller.heading('deposit.history')).toBeVisible();
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
  const staff = await door.as('staff');
  await new FeesDesk(staff).open();
  await expect(staff.heading('deposit.fees_list')).toBeVisible();
  await expectNoSidewaysScroll(staff.page);
  await expectAccessible(staff.page);
});
