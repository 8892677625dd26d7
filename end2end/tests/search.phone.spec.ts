import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';

for (const lang of ['en', 'zh'] as const) {
  test(`on a phone: offers are tapped, facets lie in a drawer (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search');
    await shopper.header.box.pressSequentially(lang === 'en' ? 'celad' : '青瓷');
    const offer = shopper.list.offers.getByRole('option').first();
    await offer.tap();
    await shopper.arrivesAt(/^\/(shops|categories|search\?q=)/);
    await shopper.visit('/search?q=tea');
    await expectNoSidewaysScroll(shopper.page);
    await shopper.button('search.narrow').tap();
    await expectAccessible(shopper.page);
    const { link, count } = await shopper.list.value(shopper.list.drawer, shopper.list.aTier);
    await link.tap();
    await shopper.arrivesAt(/tier=/);
    await expect.poll(() => shopper.list.total()).toBe(count);
  });
}

test('on a phone: another spelling is offered where a word finds little, and tapped', async ({ shopper }) => {
  await shopper.visit('/search?q=band');
  const { list } = shopper;
  const few = await list.total();
  await expect(list.meant).toContainText(shopper.text('search.meant'));
  await expectNoSidewaysScroll(shopper.page);
  await list.meant.getByRole('link', { name: 'hand', exact: true }).tap();
  await shopper.arrivesAt(/^\/search\?q=hand$/);
  await expect.poll(() => list.total()).toBeGreaterThan(few);
  await expect(list.meant).toHaveCount(0);
});
