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
  await desk.expectColumn('price', ['20.00', '55.00', '20.00']);
  await desk.expectColumn('barcode', ['4006381333931']);
  await expect(desk.cell(2, 'offered')).not.toBeChecked();
});

test('a phone in 378 variants is chosen on a phone', async ({ shopper }) => {
  await shopper.product.open(CONTRACT_PHONE);
  await expectNoSidewaysScroll(shopper.page);
  for (const option of ['Blue Wave', 'Moss', '79 a month', '256 GB', 'Screen cover']) {
    await shopper.product.choose(option);
  }
  await shopper.product.addToCart();
});
