import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { TEA_CAKE, titleIn } from './support/goods';
import { fixture } from './support/goods_file';
import { ImportPage } from './support/pages/import';
import { expect, test } from './support/test';

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

test('the goods are taken along on a phone, in Chinese', async ({ door }) => {
  const seller = await door.as('merchant', { lang: 'zh' });
  const page = new ImportPage(seller, 'cloud-ridge-tea');
  const table = await page.takeAlong('longtail');
  expect(table.name).toBe('cloud-ridge-tea-longtail.csv');
  expect(table.text).toContain(TEA_CAKE.title);
  expect(table.text).toContain(titleIn(TEA_CAKE, 'zh'));
  await expectNoSidewaysScroll(seller.page);
  const feed = await page.takeAlong('google_xml');
  expect(feed.name).toBe('cloud-ridge-tea-google_xml.xml');
  expect(feed.text, 'in the language of the page').toContain(titleIn(TEA_CAKE, 'zh'));
  expect(feed.text).not.toContain(TEA_CAKE.title);
});
