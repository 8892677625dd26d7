import { test } from './support/test';
import { expectNoSidewaysScroll } from './support/axe';
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
