import { expectAccessible } from './support/axe';
import { drafts, fixture, table, taobao } from './support/goods_file';
import { arrowTo, pressAt, tabTo } from './support/keyboard';
import { ImportPage } from './support/pages/import';
import { expect, test } from './support/test';

const SHOP = 'cloud-ridge-tea';
/** A shop whose goods no other test opens by their place in the list. */
const PHONES = 'north-pier-digital';

for (const lang of ['en', 'zh'] as const) {
  test(`a file with bad rows (${lang}): row, column and cure are named, good rows arrive, again changes nothing`, async ({
    door,
  }) => {
    const seller = await door.as('merchant', { lang });
    const page = new ImportPage(seller, SHOP);
    const file = fixture('shopify.csv');
    await page.check(file);
    const bad = page.issue('import.bad_price', { typed: 'twelve' });
    await expect(bad).toContainText('Variant Price');
    await expect(bad).toContainText('5');
    await expect(page.issue('import.no_handle')).toContainText('6');
    await page.expectFigure('import.created', 2);
    await seller.main.getByText(seller.text('import.columns')).first().click();
    await expect(page.row('Published')).toContainText(seller.text('import.publishing'));

    await page.bringIn(2);
    await seller.visit(`/back-office/${SHOP}/listings`);
    await expect(seller.main.getByText(`Bamboo scoop ${file.run}`).first()).toBeVisible();

    await page.check(file);
    await page.expectFigure('import.created', 0);
    await page.expectFigure('import.unchanged', 2);
  });
}

test('an unknown column and a category are chosen, the goods arrive, and the import is taken back', async ({ door }) => {
  const seller = await door.as('merchant');
  const page = new ImportPage(seller, SHOP);
  const file = fixture('woocommerce.csv');
  await page.check(file);
  await expect(seller.main).toContainText('WooCommerce');
  const tooMany = seller.text('import.bad_stock', { typed: 'many' });
  await expect(page.row(tooMany)).toContainText('Stock');

  await page.choose('Strichcode', 'gtin, upc, ean, or isbn');
  await page.choose('Leinenhemden', { index: 1 });
  await page.checkAgain();
  await expect(seller.main.getByLabel('Strichcode', { exact: true })).toHaveValue('gtin, upc, ean, or isbn');
  await page.expectFigure('import.created', 1);
  await expectAccessible(seller.page);

  const rejected = await page.rejectedRows();
  expect(rejected).toContain(`bad-${file.run}`);
  expect(rejected).toContain(tooMany);

  await page.bringIn(1);
  await seller.main.getByText(seller.text('import.results')).first().click();
  await expect(seller.main.getByRole('link', { name: `Linen tee ${file.run}` })).toBeVisible();
  await expectAccessible(seller.page);

  await page.undo();
  await seller.visit(`/back-office/${SHOP}/listings`);
  await expect(seller.main.getByText(`Linen tee ${file.run}`)).toHaveCount(0);
});

test('a file is read, brought in and taken back by keyboard alone', async ({ door }) => {
  test.setTimeout(90_000);
  const seller = await door.as('phones');
  const page = new ImportPage(seller, PHONES);
  const { keyboard } = seller.page;
  const file = fixture('woocommerce.csv');
  await page.open();
  await page.file.setInputFiles(file);
  await tabTo(seller, page.file);
  await pressAt(seller, seller.button('import.check'));
  await page.arrive();

  const code = 'gtin, upc, ean, or isbn';
  await arrowTo(seller, page.meaning('Strichcode'), code);
  const place = page.meaning('Leinenhemden');
  await tabTo(seller, place);
  const guessed = await place.inputValue();
  await keyboard.press('ArrowUp');
  await expect(place).not.toHaveValue(guessed);
  const chosen = await place.inputValue();
  const drawn = seller.page.waitForResponse((answer) => answer.url().includes('/load_imports'));
  await pressAt(seller, seller.button('import.check_again'));
  await (await drawn).finished();
  await seller.page.reload();
  await seller.awake();
  await expect(page.meaning('Strichcode'), 'kept by the market').toHaveValue(code);
  await expect(place).toHaveValue(chosen);

  await pressAt(seller, seller.button('import.bring_in', { count: 1 }));
  await page.expectBroughtIn();
  await pressAt(seller, page.fold('import.results'));
  await expect(seller.main.getByRole('link', { name: `Linen tee ${file.run}` })).toBeVisible();
  await pressAt(seller, page.fold('import.undo'), 'Space');
  await pressAt(seller, seller.button('import.undo'), 'Space');
  await expect(seller.main).toContainText(seller.text('import.undone'));
});

test('a long import tells how far it is, also to whoever leaves and comes back', async ({ door }) => {
  test.setTimeout(180_000);
  const seller = await door.as('phones');
  const page = new ImportPage(seller, PHONES);
  // Enough for somebody to leave and come back meanwhile.
  const ROWS = 12_000;
  const file = drafts(ROWS);
  await page.check(file);
  await page.expectFigure('import.created', ROWS);
  await seller.button('import.bring_in', { count: ROWS }).click();
  await expect(page.bar).toBeVisible();
  await expect(page.bar).toHaveAttribute('aria-valuemax', String(ROWS));

  await page.open();
  await expect(page.row(file.name)).toContainText(seller.text('import.under_way'));
  await page.row(file.name).getByRole('link', { name: file.name }).click();
  await page.arrive();
  await page.expectMidway();
  await page.expectBroughtIn(60_000);
  await expect(page.bar).toHaveCount(0);
  await page.expectFigure('import.created', ROWS);
  await page.open();
  await expect(page.row(file.name)).toContainText(seller.text('import.done'));
});

test('a Taobao package in UTF-16 is known by looking; a stock file counts its shelves', async ({ door }) => {
  const seller = await door.as('merchant');
  const page = new ImportPage(seller, SHOP);
  await page.check(taobao());
  await expect(seller.main).toContainText('淘宝助理');
  await expect(seller.main).toContainText('UTF-16 LE');
  await expect(page.issue('import.bad_price', { typed: '便宜' })).toContainText('5');
  await page.bringIn(1);

  const headings = 'Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price';
  const goods = table('goods.csv', `${headings}\ncnt-RUN,Counted RUN,CNT-RUN,4,9\n`);
  await page.check(goods);
  await page.bringIn(1);
  await page.check(table('count.csv', '货号,数量\nCNT-RUN,11\nghost-RUN,2\n', goods.run));
  await expect(page.issue('import.unknown_code', { code: `ghost-${goods.run}` })).toBeVisible();
  await page.countShelves(1);
  await seller.visit(`/back-office/${SHOP}/stock?q=CNT-${goods.run}`);
  await expect(seller.main.locator('input[value="11"]:not([type="hidden"])')).toHaveCount(1);
});

test('the goods are taken along as a table of ours and as a feed', async ({ door }) => {
  const page = new ImportPage(await door.as('merchant'), SHOP);
  const table = await page.takeAlong('longtail');
  expect(table.name).toBe(`${SHOP}-longtail.csv`);
  expect(table.text).toContain('title_zh');
  expect(table.text.split('\n').length).toBeGreaterThan(5);
  const feed = await page.takeAlong('google_xml');
  expect(feed.name).toBe(`${SHOP}-google_xml.xml`);
  expect(feed.text).toContain('<g:id>');
});

test('a file of no known kind is refused with the cure', async ({ door }) => {
  const seller = await door.as('merchant');
  await seller.visit(`/back-office/${SHOP}/import`);
  await seller.field('import.data_file').setInputFiles(table('list.csv', 'one,two\n1,2\n'));
  await seller.button('import.check').click();
  await expect(seller.main).toContainText(seller.text('import.not_recognised'));
});
