import type { Locator } from '@playwright/test';
import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { FLOWERS, HONEY, SOAP, TEA, TEA_CAKE, titleIn } from './support/goods';
import type { Person } from './support/person';

/** The heart of a thing, on a card or on its own page. */
const heart = (person: Person, title: string) =>
  person.main.getByRole('button', { name: person.text('wishlist.wish_for', { title }) }).first();

/** Presses a heart, and waits until the market knows. */
async function press(person: Person, title: string): Promise<void> {
  const known = person.page.waitForResponse(/\/set_wish$/);
  await heart(person, title).click();
  await known;
}

const row = (person: Person, title: string) =>
  person.main.locator('.wish').filter({ hasText: title });

/** Waits until somebody is told of a thing, once. */
async function news(person: Person, title: string): Promise<Locator> {
  const told = person.main.getByRole('button', { name: title });
  await expect
    .poll(async () => {
      await person.visit('/notices');
      return told.count();
    })
    .toBe(1);
  return told;
}

test('a stranger keeps a thing by its heart, finds it in the list, and moves it to the cart', async ({ shopper }) => {
  await shopper.visit(FLOWERS.path);
  await expect(heart(shopper, FLOWERS.title)).toHaveAttribute('aria-pressed', 'false');
  await press(shopper, FLOWERS.title);
  await expect(heart(shopper, FLOWERS.title)).toHaveAttribute('aria-pressed', 'true');
  await shopper.visit('/wishlist');
  await expectAccessible(shopper.page);
  await row(shopper, FLOWERS.title).getByRole('button', { name: shopper.texts.part('wishlist.move_what') }).click();
  await expect(shopper.heading('wishlist.empty')).toBeVisible();
  await shopper.header.expectCartCount(1);
});

test('hearts by keyboard, on cards, with undo', async ({ shopper }) => {
  await shopper.visit('/categories/tea');
  const first = shopper.main.getByRole('article').first().getByRole('button');
  await first.focus();
  await shopper.page.keyboard.press('Space');
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  await shopper.page.getByRole('status').getByRole('button', { name: shopper.texts.name('ui.undo') }).click();
  await expect(first).toHaveAttribute('aria-pressed', 'false');
});

test('a wish shows the price then and now, in four orders', async ({ shopper }) => {
  for (const goods of [TEA, HONEY]) {
    await shopper.visit(goods.path);
    await press(shopper, goods.title);
    await expect(heart(shopper, goods.title)).toHaveAttribute('aria-pressed', 'true');
  }
  await shopper.visit('/wishlist');
  await expect(shopper.main.locator('.wish')).toHaveCount(2);
  await expect(shopper.main.locator('.wish').first()).toContainText(HONEY.title);
  for (const order of ['sort_fallen', 'sort_price', 'sort_stock']) {
    await shopper.link(`wishlist.${order}`).click();
    await expect(shopper.link(`wishlist.${order}`)).toHaveAttribute('aria-current', 'page');
    await expect(shopper.main.locator('.wish')).toHaveCount(2);
  }
});

test('a link shows the list to others, who can change nothing, until it is taken back', async ({ shopper, door }) => {
  await shopper.visit(TEA.path);
  await press(shopper, TEA.title);
  await shopper.visit('/wishlist');
  await shopper.button('wishlist.share_now').click();
  const link = shopper.main.getByRole('link', { name: /\/wishlists\// });
  const address = new URL((await link.getAttribute('href')) ?? '').pathname;
  const friend = await door.stranger({ lang: 'zh' });
  await friend.visit(address);
  await expect(friend.main.locator('.wish')).toHaveCount(1);
  await expect(friend.main.locator('.wish').getByRole('button')).toHaveCount(0);
  await expectAccessible(friend.page);
  await shopper.button('wishlist.share_no_more').click();
  await expect(shopper.button('wishlist.share_now')).toBeVisible();
  await friend.visit(address, 404);
});

for (const [lang, goods, owner] of [
  ['en', TEA_CAKE, 'merchant'],
  ['zh', SOAP, 'neighbour'],
] as const) {
  test(`who wishes for what is sold out is told when it is back (${lang})`, async ({ door }) => {
    const office = (await door.as(owner)).backOffice(goods.shop);
    await office.restock(goods.title, 0);
    const shopper = await door.stranger({ lang });
    const title = titleIn(goods, lang);
    await shopper.account.signUp();
    await shopper.visit(goods.path);
    await press(shopper, title);
    await shopper.visit('/wishlist');
    await expect(row(shopper, title)).toContainText(shopper.text('wishlist.sold_out'));
    await office.restock(goods.title, 20);
    const told = await news(shopper, title);
    await told.click();
    await shopper.arrivesAt(/^\/shops\//);
    expect(new URL(shopper.page.url()).pathname).toBe(goods.path);
  });
}

for (const lang of ['en', 'zh'] as const) {
  test(`who wishes for a thing is told when its price fell (${lang})`, async ({ door }) => {
    test.setTimeout(90_000);
    const seller = await door.as('phones');
    const desk = seller.listings('north-pier-digital');
    const title = desk.freshTitle();
    await desk.begin(title);
    await seller.button('catalog.publish').click();
    await expect(seller.button('catalog.pause')).toBeVisible();
    const path = (await seller.link('catalog.see_it').getAttribute('href')) ?? '';
    const shopper = await door.stranger({ lang });
    await shopper.account.signUp();
    await shopper.visit(path);
    await press(shopper, title);

    await desk.changePrice('15');
    const told = await news(shopper, title);
    await expect(told).toContainText('20.00');
    await expect(told).toContainText('15.00');
    await expectAccessible(shopper.page);
    await told.click();
    await shopper.arrivesAt(/^\/shops\//);
    expect(new URL(shopper.page.url()).pathname).toBe(path);
    await shopper.visit('/wishlist');
    await expect(row(shopper, title)).toContainText('15.00');
  });
}
