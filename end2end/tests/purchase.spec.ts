import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { HONEY, TEA } from './support/goods';
import { pressAt } from './support/keyboard';
import { expectLetter } from './support/mail';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import type { Person } from './support/person';

const PLACING = '**/api/trade/checkout/place_checkout';
const STEPPING = '**/api/trade/cart/set_quantity';

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

test('of fast steps in the cart the last one stays', async ({ shopper }) => {
  await shopper.product.take(TEA);
  await shopper.cart.open();
  const sent: (string | null)[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await shopper.page.route(STEPPING, async (route) => {
    sent.push(route.request().postData());
    await held;
    await route.continue();
  });
  const label = shopper.text('cart.quantity_of', { title: TEA.title });
  for (let step = 0; step < 3; step += 1) await shopper.button('ui.more_of', { label }).click();
  letGo();
  await shopper.header.expectCartCount(4);
  expect(sent.length, 'the first step, and the last').toBe(2);
  await shopper.cart.open();
  await expect(shopper.field('cart.quantity_of', { title: TEA.title })).toHaveValue('4');
});

test('where too many order at once, a place is kept, and the page asks again by itself', async ({ shopper }) => {
  await readyToOrder(shopper);
  const sent: (string | null)[] = [];
  let ahead = 29;
  let free = false;
  await shopper.page.route(PLACING, (route) => {
    sent.push(route.request().postData());
    return free ? route.continue() : route.fulfill(tooMany(ahead));
  });
  await shopper.checkout.send();
  const busy = shopper.checkout.busy();
  await expect(busy).toBeFocused();
  await expect(busy).toContainText(shopper.text('checkout.before_you', { count: 29 }));
  await expect(busy.getByRole('status')).toHaveText(shopper.text('checkout.kept_and_asks'));
  ahead = 28;
  await expect(busy).toContainText(shopper.text('checkout.before_you', { count: 28 }));
  ahead = 0;
  await expect(busy).toContainText(shopper.text('checkout.you_are_next'));
  await expect(shopper.main.getByRole('alert')).toHaveCount(0);
  await expectAccessible(shopper.page);
  free = true;
  await shopper.checkout.expectPaying();
  expect(sent.length).toBeGreaterThan(3);
  expect(new Set(sent).size, 'the same command with the same content').toBe(1);
});

test('whoever waits goes on waiting where an answer is lost', async ({ shopper, watch }) => {
  watch.excuse(/net::ERR_FAILED/);
  await readyToOrder(shopper);
  let asked = 0;
  let told = '';
  let alerts = 0;
  await shopper.page.route(PLACING, async (route) => {
    asked += 1;
    if (asked === 1) return route.fulfill(tooMany(3));
    if (asked === 2) return route.abort();
    told = (await shopper.checkout.busy().allInnerTexts()).join();
    alerts = await shopper.main.getByRole('alert').count();
    return route.continue();
  });
  await shopper.checkout.send();
  await shopper.checkout.expectPaying();
  expect(asked).toBe(3);
  expect(told).toContain(shopper.text('checkout.before_you', { count: 3 }));
  expect(alerts).toBe(0);
});

test('whoever waits can stop asking, change the form and ask by hand', async ({ shopper }) => {
  await readyToOrder(shopper);
  await shopper.page.route(PLACING, (route) => route.fulfill(tooMany(null)));
  const status = shopper.checkout.busy().getByRole('status');
  await shopper.checkout.send();
  await expect(status).toHaveText(shopper.text('checkout.asks_by_itself'));
  await pressAt(shopper, shopper.button('checkout.stop_asking'));
  await expect(status).toHaveText(shopper.text('checkout.come_again'));
  await expect(shopper.button('checkout.ask_again')).toBeFocused();
  await shopper.page.keyboard.press('Enter');
  await expect(status).toHaveText(shopper.text('checkout.asks_by_itself'));
  await shopper.field('checkout.line').fill('11 Osmanthus Lane');
  await expect(status).toHaveText(shopper.text('checkout.come_again'));
  await shopper.page.unroute(PLACING);
  await shopper.button('checkout.ask_again').click();
  await shopper.checkout.expectPaying();
  await expect(shopper.main.getByText('11 Osmanthus Lane').first()).toBeVisible();
});
