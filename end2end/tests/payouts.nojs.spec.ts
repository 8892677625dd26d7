import { expect, test } from './support/test';
import { PayoutsPage } from './support/pages/payouts';

test('the bank account is kept without scripts', async ({ door }) => {
  const seller = await door.as('merchant');
  const payouts = new PayoutsPage(seller, 'cloud-ridge-tea');
  await payouts.open();
  await payouts.save({ holder: '' });
  await expect(seller.main.locator('.field-error:visible')).toHaveCount(1);
  await payouts.save({ holder: 'Shen Yun' });
  await payouts.expectSaved();
});
