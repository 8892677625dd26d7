import { expect, test } from './support/test';
import { FLOWERS, TEA } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED, CHALLENGED, DECLINED } from './support/pages/gateway';
import type { Person } from './support/person';

async function placeOne(buyer: Person, email: string | undefined = freshEmail()): Promise<void> {
  await buyer.product.take(FLOWERS);
  await buyer.checkout.open();
  await buyer.checkout.fillAddress(email);
  await buyer.checkout.place();
}

test('a declined card takes nothing, and another card pays', async ({ shopper }) => {
  await placeOne(shopper);
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(DECLINED);
  await shopper.checkout.expectDeclined();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
});

test('a card whose bank asks back pays once the buyer approves', async ({ shopper }) => {
  await placeOne(shopper);
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(CHALLENGED);
  await shopper.gateway.approveChallenge();
  await shopper.checkout.expectPaid();
});

test('a buyer who turns back at the gateway can still pay', async ({ shopper }) => {
  await placeOne(shopper);
  await shopper.checkout.payByCard();
  await shopper.gateway.cancel();
  await shopper.checkout.expectPaying();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
});

test('a member tops up the wallet and pays from it', async ({ shopper }) => {
  await shopper.account.signUp();
  await shopper.wallet.topUp('500');
  await shopper.product.take(TEA);
  await shopper.checkout.open();
  await shopper.checkout.fillAddress();
  await shopper.checkout.place();
  await shopper.checkout.payFromWallet();
  await shopper.checkout.expectPaid();
  await shopper.visit('/wallet');
  await expect(shopper.words('wallet.order_paid_by_wallet')).toBeVisible();
});

test('a double click on “Place order and pay” makes one order', async ({ shopper }) => {
  await shopper.account.signUp();
  await shopper.product.take(FLOWERS);
  await shopper.checkout.open();
  await shopper.checkout.fillAddress();
  await shopper.button('checkout.place_and_pay').dblclick();
  await shopper.checkout.expectPaying();
  await shopper.visit('/orders');
  await expect(shopper.main.getByText(FLOWERS.title)).toHaveCount(1);
});
