import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS, TEA } from './support/goods';
import { LOOKS, SCREENS } from './support/looks';
import { freshEmail } from './support/pages/account';
import { APPROVED, CHALLENGED, DECLINED, EXPIRED } from './support/pages/gateway';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

async function placeOne(buyer: Person, email: string | undefined = freshEmail()): Promise<void> {
  await buyer.product.take(FLOWERS);
  await buyer.checkout.open();
  await buyer.checkout.fillAddress(email);
  await buyer.checkout.place();
}

for (const [screen, lang] of LOOKS) {
  const viewport = SCREENS[screen];

  test(`declined and expired cards take nothing and say why, and another card pays: ${screen}, ${lang}`, async ({
    door,
  }) => {
    const buyer = await door.stranger({ viewport, lang });
    await placeOne(buyer);
    for (const [card, reason] of [
      [DECLINED, 'checkout.card_declined'],
      [EXPIRED, 'checkout.expired_card'],
    ]) {
      await buyer.checkout.payByCard();
      await buyer.gateway.payWith(card);
      await buyer.checkout.expectDeclined();
      await expect(buyer.words(reason).first()).toBeVisible();
    }
    await check(buyer);
    await buyer.checkout.payByCard();
    await buyer.gateway.payWith(APPROVED);
    await buyer.checkout.expectPaid();
  });

  test(`a card whose bank asks back pays once the buyer approves: ${screen}, ${lang}`, async ({ door }) => {
    const buyer = await door.stranger({ viewport, lang });
    await placeOne(buyer);
    await buyer.checkout.payByCard();
    await buyer.gateway.arrive();
    await check(buyer);
    await buyer.gateway.payWith(CHALLENGED);
    await buyer.gateway.approveChallenge();
    await buyer.checkout.expectPaid();
    await check(buyer);
  });

  test(`a member tops up the wallet and pays from it: ${screen}, ${lang}`, async ({ door }) => {
    const buyer = await door.stranger({ viewport, lang });
    await buyer.account.signUp();
    await buyer.wallet.topUp('500');
    await buyer.product.take(lang === 'en' ? TEA : { ...TEA, option: '500克' });
    await buyer.checkout.open();
    await buyer.checkout.fillAddress();
    await buyer.checkout.place();
    await buyer.checkout.payFromWallet();
    await buyer.checkout.expectPaid();
    await buyer.visit('/wallet');
    await expect(buyer.wallet.entry('wallet.order_paid_by_wallet')).toBeVisible();
    await check(buyer);
  });
}

test('a buyer who turns back at the gateway can still pay', async ({ shopper }) => {
  await placeOne(shopper);
  await shopper.checkout.payByCard();
  await shopper.gateway.cancel();
  await shopper.checkout.expectPaying();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
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
