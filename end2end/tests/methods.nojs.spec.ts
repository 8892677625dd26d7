import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';

test('without scripts: an online bank is waited for, and pays', async ({ shopper }) => {
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payBy('checkout.by_online_bank');
  await shopper.gateway.chooseBank('simulator.bank_lake');
  await expect(async () => {
    await shopper.page.reload();
    await expect(shopper.heading('checkout.thanks')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
});

test('without scripts: quick pay is turned back from, asked again, and pays', async ({ shopper }) => {
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payBy('checkout.by_quick_pay');
  await shopper.gateway.cancel();
  await shopper.checkout.expectPaying();
  await shopper.checkout.payBy('checkout.by_quick_pay');
  await shopper.gateway.quickPay();
  await shopper.checkout.expectPaid();
});
