import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { FLOWERS, HONEY, TEA, titleIn } from './support/goods';
import { expectRemembered, seenRow } from './support/pages/seen';

test('a stranger finds again what they looked at, and why other things are shown', async ({ shopper }) => {
  await shopper.visit(TEA.path);
  await expectRemembered(shopper, 1);
  await shopper.visit(HONEY.path);
  await expectRemembered(shopper, 2);
  await expect(seenRow(shopper).getByRole('link', { name: TEA.title })).toBeVisible();
  await shopper.visit('/');
  await expect(seenRow(shopper).getByRole('listitem').first().getByRole('link').first()).toHaveText(HONEY.title);
  await expect(shopper.heading('tail.because', { title: HONEY.title })).toBeVisible();
  await expectAccessible(shopper.page);
});

test('what a stranger looked at comes along into the cart’s account, and is cleared by one press', async ({
  shopper,
}) => {
  await shopper.visit(TEA.path);
  await expectRemembered(shopper, 1);
  await shopper.product.take(FLOWERS);
  await shopper.visit('/seen');
  await expect(shopper.main.getByRole('article')).toHaveCount(2);
  await shopper.button('seen.clear').click();
  await expect(shopper.heading('seen.empty')).toBeVisible();
  await expect(shopper.main.getByRole('article')).toHaveCount(0);
});

test('who stops it by keyboard is not remembered any more', async ({ door }) => {
  const shopper = await door.stranger({ lang: 'zh' });
  await shopper.visit('/seen');
  await shopper.button('seen.switch_off').focus();
  await shopper.page.keyboard.press('Enter');
  await expect(shopper.heading('seen.not_kept')).toBeVisible();
  await expectAccessible(shopper.page);
  await shopper.visit(TEA.path);
  await shopper.visit('/');
  await expect(seenRow(shopper)).toHaveCount(0);
  await shopper.visit('/seen');
  await shopper.button('seen.switch_on').click();
  await expect(shopper.heading('seen.empty')).toBeVisible();
});

for (const lang of ['en', 'zh'] as const) {
  test(`every product leads further down the street, with reasons, and so does the start page (${lang})`, async ({
    door,
  }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit(TEA.path);
    const section = shopper.main
      .locator('section')
      .filter({ has: shopper.page.getByRole('heading', { name: shopper.texts.name('tail.further_down') }) });
    const goods = section.getByRole('article');
    expect(await goods.count()).toBeGreaterThan(2);
    const words = lang === 'zh' ? /\p{Script=Han}/u : /^\P{Script=Han}+$/u;
    for (const card of await goods.all()) await expect(card.locator('.goods-why')).toHaveText(words);

    await shopper.visit(HONEY.path);
    await expectRemembered(shopper, 2);
    await shopper.visit('/');
    const title = titleIn(HONEY, lang);
    const because = shopper.main
      .locator('section')
      .filter({ has: shopper.page.getByRole('heading', { name: shopper.texts.name('tail.because', { title }) }) });
    await because.getByRole('article').first().getByRole('link').first().click();
    await shopper.arrivesAt(/^\/shops\/[^/]+\/[^/]+/);
    expect(new URL(shopper.page.url()).pathname).not.toBe(HONEY.path);
  });
}
