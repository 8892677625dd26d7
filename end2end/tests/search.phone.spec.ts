import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';

test('on a phone: offers are tapped, facets lie in a drawer', async ({ shopper }) => {
  await shopper.visit('/search');
  await shopper.header.box.pressSequentially('celad');
  const offer = shopper.list.offers.getByRole('option').first();
  await offer.tap();
  await shopper.arrivesAt(/^\/(shops|categories|search\?q=)/);
  await shopper.visit('/search?q=tea');
  await expectNoSidewaysScroll(shopper.page);
  await shopper.button('search.narrow').tap();
  await expectAccessible(shopper.page);
  const { link, count } = await shopper.list.value(shopper.list.drawer, /^The bazaar|^The mall/);
  await link.tap();
  await shopper.arrivesAt(/tier=/);
  await expect.poll(() => shopper.list.total()).toBe(count);
});
