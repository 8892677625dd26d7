import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { APPROVED } from './support/pages/gateway';
import { Extension } from './support/pages/extension';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

test('a buyer takes three more days to confirm, once, and the shop sees it', async ({ door }) => {
  test.setTimeout(120_000);
  const buyer = await door.stranger();
  await buyer.account.signUp();
  await buyer.product.take(FLOWERS);
  await buyer.cart.open();
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress();
  await buyer.checkout.place();
  await buyer.checkout.payByCard();
  await buyer.gateway.payWith(APPROVED);
  await buyer.checkout.expectPaid();
  const [order] = await buyer.checkout.orders();
  const extension = new Extension(buyer, 'order.extend');
  await buyer.order.open(order);
  await expect(buyer.button('order.extend')).toHaveCount(0);

  const seller = await door.as('neighbour');
  const office = seller.backOffice(FLOWERS.shop);
  await office.ship(order);

  await buyer.order.open(order);
  const [until = '', now = ''] = (await extension.open()).match(/\d+ \p{L}+ \d{4}/gu) ?? [];
  const apart = Date.parse(`${until} UTC`) - Date.parse(`${now} UTC`);
  expect(apart, 'the new day is told before').toBe(3 * 86_400_000);
  await check(buyer);
  await extension.extend();
  await expect(buyer.words('order.lead_shipped', { day: until })).toBeVisible();
  await expect(buyer.words('order.was_extended_by_buyer', { day: until })).toBeVisible();
  await check(buyer);

  await seller.visit(office.path(order));
  await new Extension(seller, 'order.extend_for_buyer').expectUsed();
  await expect(seller.words('order.was_extended_by_buyer', { day: until })).toBeVisible();
  await buyer.order.open(order);
  await buyer.order.confirmReceipt();
});
