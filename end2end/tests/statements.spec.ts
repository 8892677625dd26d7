import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';

test('staff compare a day with its statement, and read what to do about what differs', async ({ door }) => {
  const staff = await door.as('staff');
  await staff.visit('/desk');
  await staff.link('reconciliation.title').click();
  await staff.arrivesAt(/\/desk\/statements$/);
  await expectAccessible(staff.page);
  // The demo's past has no statements, so a day of it differs.
  await staff.button('reconciliation.check_now').click();
  await staff.arrivesAt(/checked=1/);
  await expect(staff.words('reconciliation.missing_there').first()).toBeVisible();
  await expect(staff.words('reconciliation.missing_there_cure').first()).toBeVisible();
  await expectAccessible(staff.page);

  const reader = await door.as('staff', { lang: 'zh' });
  await reader.visit('/desk/statements');
  await expect(reader.heading('reconciliation.differences')).toBeVisible();
  await expectAccessible(reader.page);
});
