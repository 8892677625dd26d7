import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { DOT, Pictures, RED_DOT } from './support/pages/pictures';

test('pictures are added, put in order and taken away on a phone, in Chinese', async ({ door }) => {
  const seller = await door.as('phones', { lang: 'zh' });
  const fits = async () => {
    await expectNoSidewaysScroll(seller.page);
    await expectAccessible(seller.page);
  };
  const desk = seller.listings('north-pier-digital');
  await desk.begin(desk.freshTitle());
  const pictures = new Pictures(seller);
  await pictures.input.setInputFiles([DOT, RED_DOT]);
  await expect(seller.main.locator('.file-drop-list li')).toHaveCount(2);
  await expectNoSidewaysScroll(seller.page);
  await pictures.upload.tap();
  await seller.arrivesAt(/saved=pictures/);
  await expect(pictures.tiles).toHaveCount(2);
  await fits();

  const [first, second] = await pictures.sources();
  await pictures.button(2, 'earlier').tap();
  await pictures.expectOrder([second, first]);
  await pictures.button(1, 'remove').tap();
  await pictures.expectOrder([first]);
  await fits();
});
