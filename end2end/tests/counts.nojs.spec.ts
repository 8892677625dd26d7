import { expect, test } from './support/test';
import { Counts } from './support/pages/counts';

test('without scripts a count is a form that keeps what was typed, and takes a list of codes', async ({ door }) => {
  const seller = await door.as('merchant');
  const counts = new Counts(seller, 'cloud-ridge-tea');
  const desk = seller.listings('cloud-ridge-tea');
  const title = desk.freshTitle();
  await desk.begin(title);
  await desk.cell(0, 'sku').fill(title);
  await desk.saveGrid();
  await counts.begin(title);

  await counts.cell(0).fill('a few');
  await seller.button('stock.to_review').click();
  await expect(counts.cell(0)).toHaveAttribute('aria-invalid', 'true');
  await expect(counts.cell(0)).toHaveValue('a few');
  await counts.cell(0).fill('6');
  await seller.button('stock.save_draft').click();
  await counts.expectCounted(['6']);

  await seller.main.getByText(seller.text('stock.paste'), { exact: true }).click();
  await seller.field('stock.block').fill('nobody\t4');
  await seller.button('stock.paste_now').click();
  await expect(seller.words('stock.unknown_codes', { codes: 'nobody' }).first()).toBeVisible();
  await seller.field('stock.block').fill(`${title}\t4`);
  await seller.button('stock.paste_now').click();
  await expect(seller.words('stock.pasted', { count: 1 })).toBeVisible();
  await counts.reason(0, 'own_use');
  await counts.finish();
  await expect(seller.main.getByRole('row').filter({ hasText: seller.text('stock.own_use') })).toContainText('−3');
});
