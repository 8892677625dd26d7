import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { fixture } from './support/goods_file';
import { ImportPage } from './support/pages/import';
import { test } from './support/test';

test('a file is checked and brought in on a phone, in Chinese', async ({ door }) => {
  const seller = await door.as('merchant', { lang: 'zh' });
  const fits = async () => {
    await expectNoSidewaysScroll(seller.page);
    await expectAccessible(seller.page);
  };
  const page = new ImportPage(seller, 'cloud-ridge-tea');
  await page.check(fixture('woocommerce.csv'));
  await fits();
  await page.bringIn(1);
  await fits();
  await page.undo();
  await fits();
});
