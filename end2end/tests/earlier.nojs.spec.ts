import { expect, test } from './support/test';
import { EarlierOrders } from './support/pages/earlier';

test('without scripts: earlier orders are searched, and those that came late are shown', async ({ door }) => {
  const seller = await door.as('neighbour');
  const earlier = new EarlierOrders(seller, 'three-hives');
  await earlier.bringIn();
  await earlier.open();
  // Its name ends with how many there are.
  await seller.main.getByRole('link', { name: seller.texts.part('past.came_late') }).click();
  await seller.arrivesAt(/late=true/);
  await expect(earlier.order('hive-order-2')).toBeVisible();
  await expect(earlier.order('hive-order-1')).toHaveCount(0);
  await earlier.lookFor('hive-order-1');
  await expect(seller.heading('past.nothing_found')).toBeVisible();
});
