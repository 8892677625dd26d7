import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { Decoration } from './support/pages/decoration';

test('a page is laid out on a phone', async ({ door }) => {
  const owner = await door.as('neighbour', { lang: 'zh' });
  const desk = new Decoration(owner, 'three-hives');
  await owner.visit('/back-office/three-hives/decoration');
  await expectNoSidewaysScroll(owner.page);
  await desk.begin();
  await expectNoSidewaysScroll(owner.page);
  for (const kind of ['banner', 'countdown', 'story']) {
    await desk.add(kind);
    await expectNoSidewaysScroll(owner.page);
  }
  await desk.press('banner', 'up');
  await desk.expectBlocks(['picks', 'banner', 'categories', 'countdown', 'story']);
  await owner.visit('/back-office/three-hives/questions');
  await expectNoSidewaysScroll(owner.page);
});

test('on a phone, in Chinese: a text is written, looked at, published and ended', async ({ door }) => {
  test.setTimeout(90_000);
  // A shop of which no other test looks at the page.
  const shop = 'night-ferry-coffee';
  const owner = await door.as('coffee', { lang: 'zh' });
  const desk = new Decoration(owner, shop);
  await desk.begin();
  await desk.add('text');
  const words = `周二烘焙 ${Date.now().toString(36)}`;
  await desk.fieldOf('text', 'words_zh').fill(`**${words}**`);
  await desk.save('text');
  await expect(desk.preview.locator('.shop-words strong')).toHaveText(words);
  await expectNoSidewaysScroll(owner.page);
  await expectAccessible(owner.page);

  const buyer = await door.stranger({ lang: 'zh' });
  await buyer.visit(`/shops/${shop}`);
  await expect(buyer.main.getByText(words)).toHaveCount(0);
  await desk.publish();
  await buyer.visit(`/shops/${shop}`);
  await expect(buyer.main.getByText(words)).toBeVisible();
  await expectNoSidewaysScroll(buyer.page);
  await desk.end();
  await buyer.visit(`/shops/${shop}`);
  await expect(buyer.main.getByText(words)).toHaveCount(0);
});
