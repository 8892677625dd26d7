import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Extension } from './support/pages/extension';

test('a shop gives its buyer three more days on a phone, in Chinese', async ({ shopper, door }) => {
  test.setTimeout(120_000);
  await shopper.product.take(FLOWERS);
  await shopper.checkout.open();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();

  const seller = await door.as('neighbour', { lang: 'zh' });
  const office = seller.backOffice(FLOWERS.shop);
  await office.ship(order);
  await seller.visit(office.path(order));
  const extension = new Extension(seller, 'order.extend_for_buyer');
  const [now, until] = (await extension.open()).match(/\d{4}年\d+月\d+日/g) ?? [];
  expect(until).not.toBe(now);
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
  await extension.extend();
  await expect(seller.words('order.was_extended_by_shop', { day: until })).toBeVisible();
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);

  await shopper.order.open(order);
  await new Extension(shopper, 'order.extend').expectUsed();
  await expect(shopper.words('order.was_extended_by_shop')).toBeVisible();
});
