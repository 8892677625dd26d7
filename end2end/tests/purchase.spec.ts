import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { HONEY, TEA } from './support/goods';
import { expectLetter } from './support/mail';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import type { Person } from './support/person';

const PLACING = '**/api/trade/checkout/place_checkout';

/** As the server answers where too many order at once. */
function tooMany(ahead: number | null) {
  return { status: 409, json: { Refused: { Busy: { ahead } } } };
}

/** Somebody before the checkout's button, with everything filled in. */
async function readyToOrder(buyer: Person): Promise<void> {
  await buyer.product.take(TEA);
  await buyer.cart.open();
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress(freshEmail());
}

async function buyFromTwoShops(buyer: Person, email?: string): Promise<string[]> {
  await buyer.product.take(TEA);
  await buyer.product.take(HONEY);
  await buyer.cart.open();
  await buyer.cart.expectShops(TEA.shopName, HONEY.shopName);
  await buyer.cart.setQuantity(HONEY.title, 2);
  await buyer.header.expectCartCount(3);
  await buyer.cart.checkOut();
  await buyer.checkout.fillAddress(email);
  await buyer.checkout.place();
  await buyer.checkout.payByCard();
  await buyer.gateway.payWith(APPROVED);
  await buyer.checkout.expectPaid();
  return buyer.checkout.orders();
}

test('a member buys from two shops, both ship, the member confirms, and both shops are paid', async ({
  shopper,
  door,
}) => {
  test.setTimeout(90_000);
  const { email } = await shopper.account.signUp();
  const orders = await buyFromTwoShops(shopper);
  expect(orders).toHaveLength(2);
  await expectLetter(email, /./);

  const shops = { merchant: TEA, neighbour: HONEY } as const;
  for (const role of ['merchant', 'neighbour'] as const) {
    const goods = shops[role];
    const seller = await door.as(role);
    const office = seller.backOffice(goods.shop);
    const order = await ownOrder(shopper, orders, goods.title);
    await shopper.order.expectHeld();
    const number = await shopper.order.number();

    const tracking = await office.ship(order);
    await shopper.order.open(order);
    await shopper.order.expectShipped(tracking);
    await shopper.order.confirmReceipt();
    await office.expectEarned(number);
  }
  await shopper.visit('/');
  await shopper.header.expectUnread(1);
});

/** Opens the one of these orders that holds a thing. */
async function ownOrder(buyer: Person, orders: string[], title: string): Promise<string> {
  for (const order of orders) {
    await buyer.order.open(order);
    if (await buyer.main.getByText(title).first().isVisible()) return order;
  }
  throw new Error(`no order holds ${title}`);
}

test('a guest buys from two shops, gets a letter, and becomes a member who keeps the orders', async ({
  shopper,
}) => {
  const email = freshEmail();
  const orders = await buyFromTwoShops(shopper, email);
  const letter = await expectLetter(email, /./);
  expect(letter.body).toContain('/');

  await shopper.link('checkout.choose_password').click();
  await shopper.arrivesAt(/^\/sign-up/);
  await shopper.field('account.name').fill('Hu Ying');
  await shopper.field('account.email').fill(email);
  await shopper.field('account.password').fill('lanterns over the river');
  await shopper.button('account.sign_up').click();
  await shopper.arrivesAt(/^\/orders$/);
  for (const order of orders) {
    await expect(shopper.main.locator(`a[href="${order}"]`).first()).toBeVisible();
  }
});

test('what a guest put into the cart is still there after signing in', async ({ shopper, door }) => {
  const member = await shopper.account.signUp();
  const elsewhere = await door.stranger();
  await elsewhere.product.take(TEA);
  await elsewhere.account.signIn(member.email, member.password);
  await elsewhere.cart.open();
  await elsewhere.cart.expectShops(TEA.shopName);
});

test('where too many order at once, a place is kept, and the page asks again by itself', async ({ shopper }) => {
  await readyToOrder(shopper);
  const sent: (string | null)[] = [];
  let free = false;
  await shopper.page.route(PLACING, (route) => {
    sent.push(route.request().postData());
    return free ? route.continue() : route.fulfill(tooMany(sent.length === 1 ? 29 : 28));
  });
  await shopper.checkout.send();
  const busy = shopper.checkout.busy();
  await expect(busy).toContainText(shopper.text('checkout.kept_and_asks', { ahead: 29 }));
  await expect(busy).toContainText(shopper.text('checkout.kept_and_asks', { ahead: 28 }));
  await expect(shopper.main.getByRole('alert')).toHaveCount(0);
  await expectAccessible(shopper.page);
  free = true;
  await shopper.checkout.expectPaying();
  expect(sent.length).toBeGreaterThan(2);
  expect(new Set(sent).size, 'the same command with the same content').toBe(1);
});

test('whoever waits can stop asking, change the form and ask by hand', async ({ shopper }) => {
  await readyToOrder(shopper);
  await shopper.page.route(PLACING, (route) => route.fulfill(tooMany(null)));
  const status = shopper.checkout.busy();
  await shopper.checkout.send();
  await expect(status).toContainText(shopper.text('checkout.asks_by_itself'));
  await shopper.button('checkout.stop_asking').click();
  await expect(status).toContainText(shopper.text('checkout.come_again'));
  await shopper.button('checkout.ask_again').click();
  await expect(status).toContainText(shopper.text('checkout.asks_by_itself'));
  await shopper.field('checkout.line').fill('11 Osmanthus Lane');
  await expect(status).toContainText(shopper.text('checkout.come_again'));
  await shopper.page.unroute(PLACING);
  await shopper.button('checkout.ask_again').click();
  await shopper.checkout.expectPaying();
  await expect(shopper.main.getByText('11 Osmanthus Lane').first()).toBeVisible();
});
