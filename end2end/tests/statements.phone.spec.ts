import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';

test('statements are read on a phone, and nobody else’s', async ({ door }) => {
  const staff = await door.as('staff');
  await staff.visit('/desk/statements');
  await expect(staff.heading('reconciliation.days')).toBeVisible();
  await expectNoSidewaysScroll(staff.page);
  await expectAccessible(staff.page);
  const seller = await door.as('merchant');
  await seller.visit('/desk/statements', 404);
});
