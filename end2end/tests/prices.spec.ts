import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS, TEA } from './support/goods';
import { freshEmail } from './support/pages/account';
import { ADDRESS } from './support/pages/checkout';
import { APPROVED } from './support/pages/gateway';
import { Codes, OfferDesk, freshCode } from './support/pages/prices';
import { Person } from './support/person';

for (const lang of ['en', 'zh'] as const) {
  test(`a shop makes a coupon, and a buyer reads what it did to the price, in ${lang}`, async ({ door }) => {
    test.setTimeout(120_000);
    const seller = await door.as('merchant', { lang });
    const desk = new OfferDesk(seller);
    const code = freshCode('E2E');
    await desk.open();
    await desk.makeCoupon('a b/c', '5');
    await expect(seller.main.locator('#make-coupon .field-error:visible')).toHaveCount(1);
    await expectAccessible(seller.page);
    await desk.makeCoupon(code, '5');
    await desk.expectMade(code);
    await expectAccessible(seller.page);
    await expectNoSidewaysScroll(seller.page);

    const buyer = await door.stranger({ lang });
    const codes = new Codes(buyer);
    await buyer.product.take(lang === 'en' ? TEA : { ...TEA, option: '500克' });
    await buyer.cart.open();
    await codes.type('NOBODYS');
    await codes.expectRefused('NOBODYS', buyer.text('price.unknown'));
    await codes.check();
    await codes.type('AUTUMN20');
    await codes.expectRefused('AUTUMN20', buyer.text('price.over'));
    await codes.type(code.toLowerCase());
    await codes.expectCounts(code);
    await codes.expectExplained(code);
    await codes.check();

    await buyer.cart.checkOut();
    await codes.expectCountsAtCheckout(code);
    await codes.expectExplained(code);
    await codes.check();
    await buyer.checkout.fillAddress(freshEmail());
    await buyer.checkout.place();
    await expect(buyer.words('price.off').first()).toBeVisible();
    await buyer.checkout.payByCard();
    await buyer.gateway.payWith(APPROVED);
    await buyer.checkout.expectPaid();
    const [order] = await buyer.checkout.orders();
    await buyer.order.open(order);
    await codes.expectExplained(code);
    await codes.check();

    await buyer.product.take(FLOWERS);
    await buyer.cart.open();
    await codes.type(code);
    await codes.expectRefused(code, buyer.text('price.used_by_you'));
    await desk.open();
    await desk.end(code);
  });
}

test('a coupon that ends meanwhile is told, and the order asked for again', async ({ door }) => {
  const seller = await door.as('merchant');
  const desk = new OfferDesk(seller);
  const code = freshCode('GONE');
  await desk.open();
  await desk.makeCoupon(code, '5');
  await desk.expectMade(code);
  const buyer = await door.stranger();
  const codes = new Codes(buyer);
  await buyer.product.take(TEA);
  await buyer.cart.open();
  await codes.type(code);
  await codes.expectCounts(code);
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress(freshEmail());
  // What the address changes is asked for and shown before the coupon ends.
  await buyer.page.waitForLoadState('networkidle');
  await desk.end(code);
  await buyer.button('checkout.place_and_pay').click();
  await expect(buyer.words('checkout.total_changed')).toBeVisible();
  await expect(buyer.words('price.over')).toBeVisible();
  await buyer.checkout.place();
});

test('a cart that changes in another tab is told thing by thing, and the order asked for again', async ({ door }) => {
  const buyer = await door.stranger();
  await buyer.product.take(TEA);
  await buyer.cart.open();
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress(freshEmail());
  await buyer.field('checkout.line').blur();
  await buyer.page.waitForLoadState('networkidle');

  const elsewhere = new Person(buyer.context, await buyer.context.newPage(), buyer.lang, buyer.scripts);
  await elsewhere.product.take(FLOWERS);
  await elsewhere.cart.open();
  await elsewhere.cart.setQuantity(TEA.title, 2);
  await elsewhere.header.expectCartCount(3);

  const press = buyer.button('checkout.place_and_pay').locator('visible=true').first();
  await press.click();
  await expect(buyer.words('checkout.what_changed')).toBeVisible();
  await expect(buyer.words('checkout.quantity_changed', { seen: 1, now: 2 })).toContainText(TEA.title);
  await expect(buyer.words('checkout.thing_added')).toContainText(FLOWERS.title);
  // The summary is the new one, and what was typed is still there.
  await expect(buyer.main.getByText(FLOWERS.title, { exact: true })).toBeVisible();
  await expect(buyer.field('checkout.recipient')).toHaveValue(ADDRESS.recipient);
  await expectAccessible(buyer.page);

  // What was told of postage was of where it went until now.
  const ofPostage = buyer.words('checkout.postage_changed');
  await expect(ofPostage.first()).toBeVisible();
  const country = buyer.main.getByLabel(buyer.texts.name('account.country'));
  await country.selectOption('SG');
  await country.blur();
  await expect(ofPostage).toHaveCount(0);
  await expect(buyer.words('checkout.quantity_changed', { seen: 1, now: 2 })).toBeVisible();
  await buyer.checkout.place();
});

test('a code at the checkout waits for the scripts, and takes nothing with it that was typed', async ({ shopper }) => {
  await shopper.product.take(TEA);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await shopper.page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await shopper.page.goto('/checkout', { waitUntil: 'domcontentloaded' });
  const use = shopper.button('price.use_code');
  await expect(use).toBeDisabled();
  letGo();
  await shopper.awake();
  await expect(use).toBeEnabled();
});

test('an offer is shown on cards and product pages beside the price before', async ({ shopper }) => {
  await shopper.visit('/shops/kiln-side');
  const card = shopper.main.getByRole('article').first();
  await expect(card.locator('.price-was')).toBeVisible();
  await card.getByRole('link').first().click();
  await shopper.arrivesAt(/^\/shops\/kiln-side\//);
  await expect(shopper.words('price.offer_until').first()).toBeVisible();
  await expect(shopper.main.locator('.buy-price .price-was')).toBeVisible();
  await expectAccessible(shopper.page);
});

test('the market’s coupons and its spend-and-save stand on the desk', async ({ door }) => {
  const staff = await door.as('staff');
  await staff.visit('/desk');
  await staff.link('staff.promotions').click();
  await staff.arrivesAt(/^\/desk\/promotions$/);
  await expect(staff.main.getByRole('row').filter({ hasText: 'WELCOME15' })).toBeVisible();
  await expect(staff.main.getByRole('row').filter({ hasText: 'Hearth and table' })).toBeVisible();
  await expectAccessible(staff.page);
  await expectNoSidewaysScroll(staff.page);
  const neighbour = await door.as('neighbour');
  await neighbour.visit('/desk/promotions', 404);
  await neighbour.visit(`/back-office/${TEA.shop}/offers`, 404);
});
