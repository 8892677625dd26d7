import { expect, test } from './support/test';

test('without scripts: a day is compared', async ({ door }) => {
  const staff = await door.as('staff');
  await staff.visit('/desk/statements');
  await staff.main.getByRole('radio', { name: staff.texts.part('reconciliation.bank') }).check();
  await staff.button('reconciliation.check_now').click();
  await staff.arrivesAt(/checked=1/);
  await expect(staff.words('reconciliation.checked')).toBeVisible();
});
