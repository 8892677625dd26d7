import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { LOOKS, SCREENS } from './support/looks';
import { APPROVED } from './support/pages/gateway';
import { Parcels } from './support/pages/parcels';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

/** Buys three of one thing, sent to a postcode, and answers with the order's path. */
async function buyThree(buyer: Person, postcode = ''): Promise<string> {
  await buyer.product.take(FLOWERS);
  await buyer.cart.open();
  await buyer.cart.setQuantity((buyer.lang === 'zh' && FLOWERS.titleZh) || FLOWERS.title, 3);
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress();
  await buyer.field('checkout.postcode').fill(postcode);
  await buyer.checkout.place();
  await buyer.checkout.payByCard();
  await buyer.gateway.payWith(APPROVED);
  await buyer.checkout.expectPaid();
  const [order] = await buyer.checkout.orders();
  return order;
}

for (const [screen, lang] of LOOKS) {
  test(`an order goes out in two parcels, the second with a label, and is scanned until it arrives: ${screen}, ${lang}`, async ({
    door,
  }) => {
    test.setTimeout(120_000);
    const viewport = SCREENS[screen];
    const buyer = await door.stranger({ viewport, lang });
    await buyer.account.signUp();
    const order = await buyThree(buyer);

    const seller = await door.as('neighbour', { viewport, lang });
    const office = seller.backOffice(FLOWERS.shop);
    const parcels = new Parcels(seller);
    await parcels.open(office.path(order));
    await parcels.choosePieces(4);
    await parcels.typeNumber('SF Express', 'SF0001');
    await parcels.handOver();
    await expect(seller.words('field.out_of_range', { least: 0, most: 3 })).toBeVisible();
    await check(seller);
    await parcels.choosePieces(1);
    await parcels.handOver();
    await parcels.expectParcels(1);
    await expect(seller.words('shipping.line_sent', { sent: 1, left: 2 })).toBeVisible();
    await check(seller);

    await buyer.order.open(order);
    await expect(buyer.words('shipping.lead_partly')).toBeVisible();
    await expect(buyer.main.getByText('SF0001').first()).toBeVisible();
    await expect(buyer.button('order.cancel')).toHaveCount(0);

    await parcels.open(office.path(order));
    await parcels.chooseLabel();
    await parcels.handOver();
    await parcels.expectParcels(2);
    await check(seller);
    const label = await seller.link('shipping.print_label').getAttribute('href');
    await seller.page.goto(label ?? '');
    await expect(seller.page.getByText('Lin Xia')).toBeVisible();
    await check(seller);

    await expect(async () => {
      await buyer.order.open(order);
      await expect(buyer.words('shipping.was_delivered').first()).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
    await expect(buyer.words('shipping.out_for_delivery')).toBeVisible();
    await check(buyer);
    await buyer.order.confirmReceipt();
  });
}

test('a lost parcel is told to both, and leads the shop to the refund', async ({ door }) => {
  test.setTimeout(120_000);
  const buyer = await door.stranger();
  await buyer.account.signUp();
  const order = await buyThree(buyer, '000002');

  const seller = await door.as('neighbour');
  const path = seller.backOffice(FLOWERS.shop).path(order);
  const parcels = new Parcels(seller);
  await parcels.open(path);
  await parcels.chooseLabel();
  await parcels.handOver();
  await parcels.expectParcels(1);
  await expect(async () => {
    await seller.visit(path);
    await expect(seller.words('shipping.is_lost')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await check(seller);
  await seller.link('shipping.to_refund').click();
  await expect(seller.field('refund.pieces_of').first()).toHaveValue('3');
  await buyer.order.open(order);
  await expect(buyer.words('shipping.is_lost')).toBeVisible();
  await check(buyer);

  await seller.field('refund.reason').fill('The carrier lost it');
  await seller.button('refund.look').click();
  await seller.button('refund.pay_back').click();
  await expect(seller.words('shipping.is_lost')).toHaveCount(0);
  await buyer.order.open(order);
  await expect(buyer.main.getByText('The carrier lost it').first()).toBeVisible();
});

test('by keyboard alone a parcel is packed and handed over', async ({ door }) => {
  const buyer = await door.stranger();
  await buyer.account.signUp();
  const order = await buyThree(buyer);
  const seller = await door.as('neighbour');
  const parcels = new Parcels(seller);
  await parcels.open(seller.backOffice(FLOWERS.shop).path(order));
  const { keyboard } = seller.page;
  await seller.main.getByRole('radio').first().focus();
  await keyboard.press('Tab');
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('SF Express');
  await keyboard.press('Tab');
  await keyboard.type('SF0002');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('1');
  await keyboard.press('Enter');
  await parcels.expectParcels(1);
  await expect(seller.words('shipping.line_sent', { sent: 1, left: 2 })).toBeVisible();
});
