import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { LOOKS, SCREENS } from './support/looks';
import { APPROVED } from './support/pages/gateway';
import { Refunds } from './support/pages/refunds';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

/** Buys three of one thing, and answers with the order's path. */
async function buyThree(buyer: Person): Promise<string> {
  await buyer.product.take(FLOWERS);
  await buyer.cart.open();
  await buyer.cart.setQuantity((buyer.lang === 'zh' && FLOWERS.titleZh) || FLOWERS.title, 3);
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress();
  await buyer.checkout.place();
  await buyer.checkout.payByCard();
  await buyer.gateway.payWith(APPROVED);
  await buyer.checkout.expectPaid();
  const [order] = await buyer.checkout.orders();
  return order;
}

for (const [screen, lang] of LOOKS) {
  test(`a shop refunds a piece before dispatch and an amount after release: ${screen}, ${lang}`, async ({ door }) => {
    test.setTimeout(120_000);
    const viewport = SCREENS[screen];
    const buyer = await door.stranger({ viewport, lang });
    await buyer.account.signUp();
    const order = await buyThree(buyer);

    const seller = await door.as('neighbour', { viewport, lang });
    const office = seller.backOffice(FLOWERS.shop);
    const refunds = new Refunds(seller);
    await seller.visit(office.path(order));
    await refunds.open();
    await refunds.fill({ pieces: 4, reason: 'One bag was damp' });
    await seller.button('refund.look').click();
    await expect(seller.words('field.out_of_range', { least: 0, most: 3 })).toBeVisible();
    await check(seller);

    await refunds.fill({ pieces: 1, reason: 'One bag was damp' });
    const comes = await seller.words('refund.comes_to').innerText();
    const sum = /¥[\d.,]*\d/.exec(comes)?.[0] ?? '';
    await refunds.look(sum);
    await check(seller);
    await refunds.payBack(sum, 'One bag was damp');
    await expect(seller.words('refund.line_unsent', { count: 1, sent: 2 })).toBeVisible();
    await seller.visit(office.path(`/orders/slips?ids=${order.split('/').pop()}`));
    await expect(seller.main.getByRole('cell', { name: '2', exact: true })).toBeVisible();

    await buyer.order.open(order);
    await expect(buyer.main.getByText('One bag was damp').first()).toBeVisible();
    await expect(buyer.words('refund.after')).toBeVisible();
    await check(buyer);
    await buyer.visit('/wallet');
    await expect(buyer.wallet.entry('wallet.order_refunded')).toContainText(sum);

    await office.ship(order);
    await buyer.order.open(order);
    await buyer.order.confirmReceipt();

    await seller.visit(office.path(order));
    await refunds.open();
    await refunds.fill({ goods: '1.50', reason: 'It came two days late' });
    await refunds.look('¥1.50');
    await check(seller);
    await refunds.payBack('¥1.50', 'It came two days late');
    await seller.visit(office.path('/balance'));
    await expect(seller.main.getByText(seller.text('wallet.sale_refunded')).first()).toBeVisible();
    await buyer.order.open(order);
    await expect(buyer.main.getByText('It came two days late').first()).toBeVisible();
    await check(buyer);
  });
}
