import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { Counts } from './support/pages/counts';

test('shelves are counted on a phone', async ({ door }) => {
  test.setTimeout(90_000);
  const seller = await door.as('merchant');
  const counts = new Counts(seller, 'cloud-ridge-tea');
  const title = await counts.threeColours();
  await counts.begin(title);
  await expectNoSidewaysScroll(seller.page);
  await counts.cell(0).tap();
  await counts.cell(0).fill('9');
  await counts.cell(1).tap();
  await expect(seller.words('stock.saved')).toBeVisible();
  await expectAccessible(seller.page);
  await counts.review();
  await expect(seller.words('stock.left_alone', { count: 2 })).toBeVisible();
  await expectNoSidewaysScroll(seller.page);
  await counts.reason(0, 'returned');
  await counts.finish();
  await expectNoSidewaysScroll(seller.page);
  await seller.visit(counts.path(`?q=${encodeURIComponent(title)}`));
  await expectNoSidewaysScroll(seller.page);
  await expect(seller.main.getByRole('row').filter({ hasText: 'Red' }).getByRole('textbox')).toHaveValue('9');
});
