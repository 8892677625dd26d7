import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { CONTRACT_PHONE } from './support/goods';

const SHOP = 'cloud-ridge-tea';

test('the grid, the history and the change of many fit on a phone', async ({ door }) => {
  test.setTimeout(90_000);
  const seller = await door.as('merchant');
  const desk = seller.listings(SHOP);
  const id = await desk.begin(desk.freshTitle());
  await desk.axis(0, 'Colour', ['Red', 'Blue', 'Green']);
  await desk.saveOptions(3);
  await expectNoSidewaysScroll(seller.page);
  await desk.cell(0, 'price').tap();
  await desk.cell(0, 'price').fill('31');
  await desk.cell(0, 'price').blur();
  await desk.cell(0, 'price').tap();
  await seller.button('catalog.fill_down').tap();
  await desk.expectColumn('price', ['31', '31', '31']);
  await desk.saveGrid();
  await expectAccessible(seller.page);

  await seller.visit(desk.path(`/${id}/history`));
  await expectNoSidewaysScroll(seller.page);
  await seller.visit(desk.path('?stage=draft'));
  await seller.main.locator(`input[value="${id}"]`).check();
  await seller.button('catalog.edit_chosen').tap();
  await seller.arrivesAt(/\/bulk\//);
  await expectNoSidewaysScroll(seller.page);
});

test('on a phone, in Chinese: the grid is narrowed, set and taken back, and refuses at its cell', async ({ door }) => {
  test.setTimeout(90_000);
  const seller = await door.as('phones', { lang: 'zh' });
  const desk = seller.listings('north-pier-digital');
  await desk.begin(desk.freshTitle());
  await desk.axis(0, '颜色', ['红', '蓝', '绿']);
  await desk.saveOptions(3);

  await desk.narrow('颜色', '蓝');
  await expect(seller.words('catalog.lines_shown', { count: 1 })).toBeVisible();
  await expect(desk.cell(0, 'price')).toBeHidden();
  await seller.main.locator('[name="for_all[price]"]').fill('55');
  await seller.button('catalog.set_for_shown').tap();
  await desk.expectColumn('price', ['20.00', '55', '20.00']);
  await seller.button('catalog.undo').tap();
  await desk.expectColumn('price', ['20.00', '20.00', '20.00']);
  await seller.button('catalog.redo').tap();
  await desk.expectColumn('price', ['20.00', '55', '20.00']);
  await desk.narrow('颜色');

  await desk.cell(2, 'offered').tap();
  await expect(desk.cell(2, 'offered')).not.toBeChecked();
  await desk.cell(0, 'barcode').fill('4006381333932');
  await seller.button('catalog.save_variants').tap();
  await expect(desk.cell(0, 'barcode')).toHaveAttribute('aria-invalid', 'true');
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
  await desk.cell(0, 'barcode').fill('4006381333931');
  await desk.saveGrid();
  await seller.page.reload();
  await seller.awake();
  await desk.expectColumn('price', ['20.00', '55.00', '20.00']);
  await desk.expectColumn('barcode', ['4006381333931']);
  await expect(desk.cell(2, 'offered')).not.toBeChecked();
});

test('on a phone, in Chinese: several listings change together and go back together', async ({ door }) => {
  test.setTimeout(90_000);
  const seller = await door.as('merchant', { lang: 'zh' });
  const desk = seller.listings(SHOP);
  const fits = async () => {
    await expectNoSidewaysScroll(seller.page);
    await expectAccessible(seller.page);
  };
  const titles = [desk.freshTitle(), desk.freshTitle()];
  const ids: string[] = [];
  for (const title of titles) ids.push(await desk.begin(title));
  const prefix = titles[0].split('-')[0];
  await seller.visit(desk.path(`?q=${encodeURIComponent(prefix)}&stage=draft`));
  for (const id of ids) await seller.main.locator(`input[value="${id}"]`).check();
  await seller.button('catalog.edit_chosen').tap();
  await seller.arrivesAt(/\/bulk\/[0-9a-f-]{36}/);
  const plan = (rest: string) => seller.main.locator(`#plan-price ${rest}`);
  await plan('[name="how"]').selectOption('up');
  await plan('[name="amount"]').fill('1.5');
  await plan('button[type="submit"]').tap();
  await expect(seller.words('bulk.n_change', { count: 2 })).toBeVisible();
  await fits();
  await seller.button('bulk.apply_n', { count: 2 }).tap();
  await expect(seller.words('bulk.were_changed', { count: 2 })).toBeVisible({ timeout: 20_000 });
  await fits();
  const bulk = seller.page.url();
  await seller.visit(desk.path(`/${ids[0]}`));
  await expect(desk.cell(0, 'price')).toHaveValue('21.50');

  await seller.page.goto(bulk);
  await seller.awake();
  await seller.button('bulk.undo_all').tap();
  await expect(seller.words('bulk.were_restored', { count: 2 })).toBeVisible({ timeout: 20_000 });
  await fits();
  for (const id of ids) {
    await seller.visit(desk.path(`/${id}`));
    await expect(desk.cell(0, 'price')).toHaveValue('20.00');
  }
});

test('on a phone: an older version of a listing is brought back', async ({ door }) => {
  const seller = await door.as('merchant');
  const desk = seller.listings(SHOP);
  const id = await desk.begin(desk.freshTitle());
  await desk.changePrice('31');
  await seller.visit(desk.path(`/${id}/history`));
  await expect(seller.main.locator('ins').filter({ hasText: '31.00' })).toHaveCount(1);
  await seller.button('history.bring_back', { n: 1 }).tap();
  await seller.arrivesAt(/back=1/);
  await expect(seller.words('history.brought_back', { n: 1 })).toBeVisible();
  await expect(seller.words('history.was_brought_back')).toBeVisible();
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
  await seller.visit(desk.path(`/${id}`));
  await expect(desk.cell(0, 'price')).toHaveValue('20.00');
});

test('a phone in 378 variants is chosen on a phone', async ({ shopper }) => {
  await shopper.product.open(CONTRACT_PHONE);
  await expectNoSidewaysScroll(shopper.page);
  for (const option of ['Blue Wave', 'Moss', '79 a month', '256 GB', 'Screen cover']) {
    await shopper.product.choose(option);
  }
  await shopper.product.addToCart();
});
