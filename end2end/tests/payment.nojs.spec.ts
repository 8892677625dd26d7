import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { CHALLENGED, DECLINED } from './support/pages/gateway';

test('without scripts: a declined card takes nothing, and one whose bank asks back pays', async ({ shopper }) => {
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(DECLINED);
  await shopper.checkout.expectDeclined();
  await expect(shopper.words('checkout.card_declined').first()).toBeVisible();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(CHALLENGED);
  await shopper.gateway.approveChallenge();
  await shopper.checkout.expectPaid();
});

test('without scripts: a member pays from the wallet', async ({ shopper }) => {
  test.setTimeout(90_000);
  await shopper.account.signUp();
  await shopper.wallet.topUp('500');
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress();
  await shopper.checkout.place();
  await shopper.checkout.payFromWallet();
  await shopper.checkout.expectPaid();
  await shopper.visit('/wallet');
  await expect(shopper.wallet.entry('wallet.order_paid_by_wallet')).toBeVisible();
});
