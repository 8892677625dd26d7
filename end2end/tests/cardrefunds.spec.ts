import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { LOOKS, SCREENS } from './support/looks';
import { expectLetter } from './support/mail';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import type { Person } from './support/person';

/** A guest buys one thing by card, and answers with the order's path. */
async function buyAsGuest(guest: Person, email: string): Promise<string> {
  await guest.product.take(FLOWERS);
  await guest.cart.open();
  await guest.cart.checkOut();
  await guest.checkout.fillAddress(email);
  await guest.checkout.place();
  await guest.checkout.payByCard();
  await guest.gateway.payWith(APPROVED);
  await guest.checkout.expectPaid();
  const [order] = await guest.checkout.orders();
  return order;
}

for (const [screen, lang] of LOOKS) {
  test(`what a guest paid goes back to the card when the order is cancelled: ${screen}, ${lang}`, async ({ door }) => {
    test.setTimeout(120_000);
    const guest = await door.stranger({ viewport: SCREENS[screen], lang });
    const email = freshEmail();
    const order = await buyAsGuest(guest, email);
    await guest.order.open(order);
    await guest.button('order.cancel').first().click();
    await expect(guest.words('card_refund.cancel_hint').first()).toBeVisible();
    await guest.button('order.cancel_now').click();
    await expect(guest.words('card_refund.lead_cancelled')).toBeVisible();
    await expect(guest.words('card_refund.goes_back').first()).toBeVisible();
    await expectAccessible(guest.page);
    await expectNoSidewaysScroll(guest.page);
    await expectLetter(email, /goes back to the card it was paid with|将退回原付款银行卡/);
    await expect(async () => {
      await guest.order.open(order);
      await expect(guest.words('card_refund.has_gone_back').first()).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
  });
}

test('a member sends money from the wallet back to the card', async ({ shopper }) => {
  test.setTimeout(120_000);
  await shopper.account.signUp();
  await shopper.wallet.topUp('50');
  await expect(shopper.heading('card_refund.title')).toBeVisible();
  await expectAccessible(shopper.page);
  await shopper.button('card_refund.return_card').click();
  await expect(shopper.words('card_refund.begun')).toBeVisible();
  await expect(shopper.words('wallet.card_refund_begun')).toBeVisible();
  await expect(shopper.button('card_refund.return_card')).toHaveCount(0);
});
