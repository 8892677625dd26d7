import { expect, test } from './support/test';
import { Decoration } from './support/pages/decoration';

// Another shop than that of the tests with scripts, which run at the same time.
const SHOP = 'cloud-ridge-tea';

test('without scripts: a block is added, written, moved, undone and published', async ({ door }) => {
  const owner = await door.as('merchant');
  const desk = new Decoration(owner, SHOP);
  await desk.begin();
  await desk.add('text');
  const words = `No scripts ${Date.now().toString(36)}`;
  await desk.fieldOf('text', 'words_en').fill(`${words} [x](javascript:alert(1))`);
  await desk.save('text');
  await expect(desk.block('text').getByText(owner.text('field.not_a_link'))).toBeVisible();
  await desk.fieldOf('text', 'words_en').fill(words);
  await desk.save('text');
  await desk.press('text', 'up');
  await desk.expectBlocks(['picks', 'text', 'categories']);
  await owner.button('ui.undo').click();
  await desk.expectBlocks(['picks', 'categories', 'text']);
  await desk.publish();
  const buyer = await door.stranger();
  await buyer.visit(`/shops/${SHOP}`);
  await expect(buyer.main.getByText(words)).toBeVisible();
  await desk.end();
});
