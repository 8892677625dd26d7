import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { EarlierOrders } from './support/pages/earlier';

test('a shop looks at the orders it had in another market', async ({ door }) => {
  const seller = await door.as('neighbour');
  const earlier = new EarlierOrders(seller, 'three-hives');
  await earlier.bringIn();
  await earlier.open();
  await expect(earlier.order('hive-order-1')).toContainText('R$51.10');
  await expect(earlier.order('hive-order-2')).toContainText(seller.text('past.late'));
  await expect(earlier.order('hive-order-2')).toContainText('2 × acacia-honey');
  await expectAccessible(seller.page);
  await earlier.lookFor('dipper');
  await expect(earlier.order('hive-order-3')).toContainText(seller.text('past.shared'));
  await expect(earlier.order('hive-order-3')).toContainText('R$16.50');
  await expect(earlier.order('hive-order-1')).toHaveCount(0);
  await earlier.lookFor('paper-lamp');
  await expect(seller.heading('past.nothing_found')).toBeVisible();
});

test('earlier orders fit a phone, in Chinese', async ({ door }) => {
  const seller = await door.as('neighbour', { lang: 'zh', viewport: { width: 360, height: 740 } });
  const earlier = new EarlierOrders(seller, 'three-hives');
  await earlier.bringIn();
  await earlier.open();
  await expect(seller.main.getByText('hive-order-1')).toBeVisible();
  await expectNoSidewaysScroll(seller.page);
  await expectAccessible(seller.page);
});

test('a shop without earlier orders is not led to them', async ({ door }) => {
  const seller = await door.as('phones');
  await seller.visit('/back-office/north-pier-digital/orders');
  await expect(seller.link('past.title')).toHaveCount(0);
  await seller.visit('/back-office/north-pier-digital/orders/earlier');
  await expect(seller.heading('past.none')).toBeVisible();
});
