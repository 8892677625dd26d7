import { fixture } from './support/goods_file';
import { ImportPage } from './support/pages/import';
import { expect, test } from './support/test';

test('without scripts, goods come in, are taken back, and go out', async ({ door }) => {
  const seller = await door.as('merchant');
  const page = new ImportPage(seller, 'cloud-ridge-tea');
  const file = fixture('woocommerce.csv');
  await page.check(file);
  await page.choose('Strichcode', 'gtin, upc, ean, or isbn');
  await page.checkAgain();
  await expect(seller.main.getByLabel('Strichcode', { exact: true })).toHaveValue('gtin, upc, ean, or isbn');
  // The page looks again by itself.
  await page.bringIn(1);
  expect(await page.rejectedRows()).toContain(`bad-${file.run}`);
  await page.undo();
  const { text } = await page.takeAlong('shopify');
  expect(text).toContain('Variant Price');
});
