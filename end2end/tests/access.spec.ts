import { expect, test } from './support/test';
import { MERCHANT, PUBLIC, SHOPPER, STAFF } from './support/addresses';
import { expectAccessible } from './support/axe';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED, CHALLENGED } from './support/pages/gateway';
import type { Person } from './support/person';

async function expectAllAccessible(person: Person, paths: string[]): Promise<void> {
  for (const path of paths) {
    await person.visit(path);
    await expectAccessible(person.page);
  }
}

for (const path of PUBLIC) {
  test(`${path} can be used by everybody`, async ({ shopper }) => {
    await expectAllAccessible(shopper, [path]);
  });
}

test('public pages keep their contrast in the dark', async ({ shopper }) => {
  await shopper.page.emulateMedia({ colorScheme: 'dark' });
  await expectAllAccessible(shopper, ['/', '/design', FLOWERS.path, '/sign-in']);
});

test('doors that letters lead to, and what is not there, can be used by everybody', async ({ shopper }) => {
  await expectAllAccessible(shopper, ['/reset-password/of-a-letter', '/guest/of-a-letter']);
  await expect(shopper.words('account.link_expired')).toBeVisible();
  await shopper.visit('/nowhere', 404);
  await expectAccessible(shopper.page);
});

test('every page of a member can be used by everybody', async ({ shopper }) => {
  await shopper.account.signUp();
  await expectAllAccessible(shopper, SHOPPER);
});

test('every page of the back office can be used by everybody', async ({ door }) => {
  test.setTimeout(120_000);
  const seller = await door.as('merchant');
  const details = await seller.backOffice('cloud-ridge-tea').detailPages();
  await expectAllAccessible(seller, [...MERCHANT, ...Object.values(details)]);
});

test('the back office keeps its contrast in the dark', async ({ door }) => {
  const seller = await door.as('merchant');
  await seller.page.emulateMedia({ colorScheme: 'dark' });
  const office = seller.backOffice('cloud-ridge-tea');
  const pages = ['', '/orders', '/listings/new', '/offers', '/balance'];
  await expectAllAccessible(seller, pages.map((page) => office.path(page)));
});

test('the staff’s desk can be used by everybody', async ({ door }) => {
  await expectAllAccessible(await door.as('staff'), STAFF);
});

test('checkout, gateway and order can be used by everybody', async ({ shopper }) => {
  const check = () => expectAccessible(shopper.page);
  await shopper.product.take(FLOWERS);
  await shopper.cart.open();
  await check();
  await shopper.checkout.open();
  await check();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await check();
  await shopper.checkout.payByCard();
  await shopper.gateway.arrive();
  await check();
  await shopper.gateway.payWith(CHALLENGED);
  await shopper.page.waitForURL(/\/challenge$/);
  await check();
  await shopper.gateway.approveChallenge();
  await shopper.checkout.expectPaid();
  await check();
  const [order] = await shopper.checkout.orders();
  await shopper.order.open(order);
  await check();
});

test('a purchase needs no mouse', async ({ shopper }) => {
  const { page } = shopper;
  const press = async (key: string, values = {}) => {
    await shopper.button(key, values).focus();
    await page.keyboard.press('Enter');
  };
  await shopper.product.open(FLOWERS.path);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: shopper.text('frame.skip') })).toBeFocused();
  await press('product.buy_now');
  await shopper.arrivesAt(/^\/checkout$/);
  const email = shopper.field('checkout.email');
  await email.focus();
  await page.keyboard.type(freshEmail());
  for (const [key, typed] of [
    ['checkout.recipient', 'Lin Xia'],
    ['checkout.phone', '+86 154 0000 0199'],
  ]) {
    await page.keyboard.press('Tab');
    await expect(shopper.field(key)).toBeFocused();
    await page.keyboard.type(typed);
  }
  await shopper.field('checkout.city').focus();
  await page.keyboard.type('Hangzhou');
  await shopper.field('checkout.line').focus();
  await page.keyboard.type('9 Osmanthus Lane');
  await press('checkout.place_and_pay');
  await shopper.checkout.expectPaying();
  await press('checkout.pay');
  await shopper.gateway.arrive();
  await shopper.field('simulator.number').focus();
  await page.keyboard.type(APPROVED);
  await page.keyboard.press('Tab');
  await page.keyboard.type('12/34');
  await page.keyboard.press('Tab');
  await page.keyboard.type('123');
  await page.keyboard.press('Enter');
  await shopper.checkout.expectPaid();
});

test('what belongs to others is not found', async ({ shopper, door }) => {
  await shopper.product.take(FLOWERS);
  await shopper.checkout.open();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  const checkout = new URL(shopper.page.url()).pathname;
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();

  const other = await door.stranger();
  await other.account.signUp();
  await other.visit(order, 404);
  await other.visit(checkout, 404);
  await other.visit('/back-office/cloud-ridge-tea', 404);
  await other.visit('/desk', 404);
  const neighbour = await door.as('merchant');
  await neighbour.visit(`/back-office/three-hives${order}`, 404);
});
