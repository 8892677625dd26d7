import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS, TEA, type Goods } from './support/goods';
import { LOOKS, SCREENS } from './support/looks';
import { APPROVED } from './support/pages/gateway';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

/** Opens the one of these orders that holds a thing, and answers with its path. */
async function openOrderOf(buyer: Person, orders: string[], goods: Goods): Promise<string> {
  for (const order of orders) {
    await buyer.order.open(order);
    if ((await buyer.main.locator(`a[href^="${goods.path}"]`).count()) > 0) return order;
  }
  throw new Error(`no order holds ${goods.title}`);
}

/** What came back of cancelled orders, as the wallet tells it. */
const returned = (buyer: Person) =>
  buyer.main.locator('tbody tr').filter({ hasText: buyer.text('wallet.order_returned') });

for (const [screen, lang] of LOOKS) {
  test(`a buyer calls off one paid order, its shop another, and the wallet has the money: ${screen}, ${lang}`, async ({
    door,
  }) => {
    test.setTimeout(120_000);
    const viewport = SCREENS[screen];
    const buyer = await door.stranger({ viewport, lang });
    await buyer.account.signUp();
    await buyer.product.take(lang === 'en' ? TEA : { ...TEA, option: '500克' });
    await buyer.product.take(FLOWERS);
    await buyer.checkout.open();
    await buyer.checkout.fillAddress();
    await buyer.checkout.place();
    await buyer.checkout.payByCard();
    await buyer.gateway.payWith(APPROVED);
    await buyer.checkout.expectPaid();
    const orders = await buyer.checkout.orders();
    expect(orders).toHaveLength(2);

    await openOrderOf(buyer, orders, TEA);
    const first = await buyer.order.askToCancel('order.cancel_hint');
    await check(buyer);
    await buyer.order.cancelNow();
    await expect(buyer.words('order.lead_refunded')).toBeVisible();
    await expect(buyer.words('order.was_cancelled_by_buyer').first()).toBeVisible();
    await expect(buyer.button('order.cancel')).toHaveCount(0);
    await check(buyer);
    await buyer.visit('/wallet');
    await expect(returned(buyer)).toHaveCount(1);
    await expect(returned(buyer)).toContainText(first);
    await check(buyer);

    const order = await openOrderOf(buyer, orders, FLOWERS);
    const seller = await door.as('neighbour', { viewport, lang });
    await seller.visit(seller.backOffice(FLOWERS.shop).path(order));
    const second = await seller.order.askToCancel('order.cancel_hint_shop');
    await check(seller);
    await seller.order.cancelNow();
    await expect(seller.words('order.was_cancelled_by_shop').first()).toBeVisible();
    await expect(seller.button('order.cancel')).toHaveCount(0);
    await expect(seller.button('order.ship_count', { count: 1 })).toHaveCount(0);
    await check(seller);

    await buyer.order.open(order);
    await expect(buyer.words('order.lead_refunded')).toBeVisible();
    await expect(buyer.words('order.was_cancelled_by_shop').first()).toBeVisible();
    await buyer.visit('/wallet');
    await expect(returned(buyer)).toHaveCount(2);
    await expect(returned(buyer).first(), 'newest first').toContainText(second);
  });
}
