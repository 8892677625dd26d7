import { expect, test } from './support/test';

test('without scripts the grid is a form that saves, and keeps what was typed when refused', async ({ door }) => {
  const seller = await door.as('merchant');
  const desk = seller.listings('cloud-ridge-tea');
  await desk.begin(desk.freshTitle());
  await desk.axis(0, 'Colour', ['Red', 'Blue']);
  await desk.saveOptions(2);
  await desk.cell(0, 'sku').fill('R-1');
  await desk.cell(1, 'price').fill('many');
  await seller.button('catalog.save_variants').click();
  await expect(desk.cell(1, 'price')).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.cell(0, 'sku')).toHaveValue('R-1');
  await desk.cell(1, 'price').fill('45');
  await desk.saveGrid();
  await desk.expectColumn('sku', ['R-1', '']);
  await desk.expectColumn('price', ['20.00', '45.00']);
});

test('without scripts many listings are changed', async ({ door }) => {
  const seller = await door.as('merchant');
  const desk = seller.listings('cloud-ridge-tea');
  const title = desk.freshTitle();
  const id = await desk.begin(title);
  await seller.visit(desk.path(`?q=${encodeURIComponent(title)}`));
  await seller.main.locator(`input[value="${id}"]`).check();
  await seller.button('catalog.edit_chosen').click();
  await seller.arrivesAt(/\/bulk\//);
  await seller.main.locator('#plan-price [name="amount"]').fill('10');
  await seller.main.locator('#plan-price button[type="submit"]').click();
  await expect(seller.words('bulk.n_change', { count: 1 })).toBeVisible();
  await seller.button('bulk.apply_n', { count: 1 }).click();
  await expect(async () => {
    await seller.page.reload();
    await expect(seller.words('bulk.were_changed', { count: 1 })).toBeVisible({ timeout: 500 });
  }).toPass();
});
