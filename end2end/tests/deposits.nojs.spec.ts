import { expect, test } from './support/test';
import { TEA } from './support/goods';
import { DepositPage, FeesDesk } from './support/pages/deposits';

test('without scripts: what was typed stays where it was refused, and a fee is charged', async ({ door }) => {
  const seller = await door.as('merchant');
  const deposit = new DepositPage(seller, TEA.shop);
  await deposit.open();
  await deposit.payIn('9999999');
  await expect(seller.words('field.too_much')).toBeVisible();
  await expect(seller.field('deposit.pay_amount')).toHaveValue('9999999');

  const staff = await door.as('staff');
  const desk = new FeesDesk(staff);
  const reason = `Wrong label ${Date.now()}`;
  await desk.open();
  await desk.choose(TEA.shopName);
  await desk.charge({ platform: '9999999', reason });
  await expect(staff.field('deposit.to_platform')).toHaveAttribute('aria-invalid', 'true');
  await expect(staff.field('deposit.reason')).toHaveValue(reason);
  await expect(staff.field('deposit.fee_shop')).toHaveValue(TEA.shop);
  await desk.charge({ platform: '0.01' });
  await desk.expectCharged(reason);
  await deposit.open();
  await expect(seller.main.getByText(reason)).toBeVisible();
});
