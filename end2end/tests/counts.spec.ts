import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { Counts } from './support/pages/counts';

const SHOP = 'cloud-ridge-tea';

test('shelves are counted by keyboard alone, kept while typed, and put right with reasons', async ({ door }) => {
  test.setTimeout(90_000);
  const seller = await door.as('merchant');
  const counts = new Counts(seller, SHOP);
  const title = await counts.threeColours();
  await counts.begin(title);
  await expectAccessible(seller.page);

  const keys = seller.page.keyboard;
  await counts.cell(0).focus();
  await keys.type('5');
  await keys.press('Enter');
  await expect(counts.cell(1)).toBeFocused();
  await seller.listings(SHOP).paste('2\n0\n');
  await counts.expectCounted(['5', '2', '0']);
  await expect(seller.words('stock.saved')).toBeVisible();
  await expect(seller.words('stock.differs', { difference: '−2', expected: 7 })).toBeVisible();
  await expect(seller.words('stock.as_expected')).toBeVisible();
  await seller.page.reload();
  await seller.awake();
  await counts.expectCounted(['5', '2', '0']);

  await counts.review();
  await expectAccessible(seller.page);
  await counts.reason(0, 'breakage');
  await counts.reason(1, 'found');
  await counts.finish();
  await expect(seller.main.getByRole('row').filter({ hasText: seller.text('stock.breakage') })).toContainText('−2');
  await expectAccessible(seller.page);

  await seller.visit(counts.path(`?q=${encodeURIComponent(title)}`));
  const red = seller.main.getByRole('row').filter({ hasText: 'Red' });
  await expect(red.getByRole('textbox')).toHaveValue('5');
  await red.getByRole('link', { name: seller.texts.name('stock.movements_of') }).click();
  await seller.arrivesAt(/\/stock\/movements\//);
  await expect(seller.main.getByRole('row').filter({ hasText: seller.text('stock.breakage') })).toBeVisible();
  await expect(seller.main.getByRole('img', { name: seller.text('stock.level_chart') })).toBeVisible();
  await expectAccessible(seller.page);
});

test('what is low is filtered, by a mark of the shop or of one thing, in both languages', async ({ door }) => {
  test.setTimeout(90_000);
  const seller = await door.as('merchant', { lang: 'zh' });
  const counts = new Counts(seller, SHOP);
  await seller.visit(counts.path('?show=low'));
  await expectAccessible(seller.page);
  await seller.visit(counts.path('?show=sold_out'));
  await seller.visit(counts.path());
  await seller.main.getByRole('link', { name: seller.texts.name('stock.movements_of') }).first().click();
  await seller.arrivesAt(/\/stock\/movements\//);
  await seller.field('stock.low_below').fill('3');
  const saved = seller.page.waitForResponse((answer) => answer.url().includes('set_low_mark'));
  await seller.button('stock.save_mark').click();
  await saved;
  await seller.page.reload();
  await seller.awake();
  await expect(seller.field('stock.low_below')).toHaveValue('3');
  await seller.visit(counts.path('/counts'));
  await expectAccessible(seller.page);
});
