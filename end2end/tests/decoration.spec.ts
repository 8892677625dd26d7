import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { Decoration } from './support/pages/decoration';
import type { Lang } from './support/texts';

// Shops of which no other test looks at the page.
const SHOP = 'three-hives';
const PHONES = 'north-pier-digital';
const LANGS: Lang[] = ['en', 'zh'];

test('blocks are laid out by pointer, seen in the preview, published and ended', async ({ door }) => {
  test.setTimeout(120_000);
  const owner = await door.as('neighbour');
  const desk = new Decoration(owner, SHOP);
  await desk.begin();
  await desk.expectBlocks(['picks', 'categories']);
  await desk.add('text');
  const words = `Honey ${Date.now().toString(36)}`;
  await desk.fieldOf('text', 'words_en').fill(`**${words}** and [more](/search?q=honey)`);
  await desk.save('text');
  await expect(desk.preview.locator('.shop-words strong')).toHaveText(words);

  // Dragged to the top by its grip.
  const from = await desk.grip('text').boundingBox();
  const to = await desk.grip('picks').boundingBox();
  if (!from || !to) throw new Error('no grips');
  const { mouse } = owner.page;
  await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await mouse.down();
  await mouse.move(to.x + 10, to.y + 30, { steps: 8 });
  await mouse.move(to.x + 10, to.y - 20, { steps: 8 });
  await mouse.up();
  await desk.expectBlocks(['text', 'picks', 'categories']);
  await owner.button('ui.undo').click();
  await desk.expectBlocks(['picks', 'categories', 'text']);

  await desk.press('text', 'up');
  await desk.expectBlocks(['picks', 'text', 'categories']);
  await desk.press('picks', 'duplicate');
  await desk.expectBlocks(['picks', 'picks', 'text', 'categories']);
  await desk.press('picks', 'remove');
  await desk.expectBlocks(['picks', 'text', 'categories']);

  const buyer = await door.stranger();
  await buyer.visit(`/shops/${SHOP}`);
  await expect(buyer.main.getByText(words)).toHaveCount(0);
  await desk.publish();
  await buyer.visit(`/shops/${SHOP}`);
  await expect(buyer.main.getByText(words)).toBeVisible();
  await expect(buyer.main.getByRole('link', { name: 'more' })).toHaveAttribute('href', '/search?q=honey');
  await desk.end();
  await buyer.visit(`/shops/${SHOP}`);
  await expect(buyer.main.getByText(words)).toHaveCount(0);
});

test('blocks are moved by keyboard alone, and every step is told', async ({ door }) => {
  const owner = await door.as('neighbour', { lang: 'zh' });
  const desk = new Decoration(owner, SHOP);
  await desk.begin();
  await desk.add('banner');
  await desk.expectBlocks(['picks', 'categories', 'banner']);
  const { keyboard } = owner.page;
  const said = owner.page.locator('main [role="status"][aria-live="assertive"]');
  await desk.grip('banner').focus();
  await keyboard.press('Space');
  await expect(said).toContainText(owner.texts.part('decoration.grabbed', { place: 3, count: 3 }));
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  await expect(said).toContainText(owner.texts.part('decoration.at_place', { place: 1, count: 3 }));
  await keyboard.press('Escape');
  await expect(said).toContainText(owner.texts.part('decoration.put_back'));
  await desk.expectBlocks(['picks', 'categories', 'banner']);

  await keyboard.press('Enter');
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await desk.expectBlocks(['picks', 'banner', 'categories']);
  await expect(desk.grip('banner'), 'goes on where it was').toBeFocused();
});

test('hostile words and files are refused with a reason', async ({ door }) => {
  const owner = await door.as('neighbour');
  const desk = new Decoration(owner, SHOP);
  await desk.begin();
  await desk.add('banner');
  await desk.fieldOf('banner', 'link').fill('javascript:alert(1)');
  await desk.save('banner');
  await expect(desk.block('banner').getByText(owner.text('field.not_a_link'))).toBeVisible();

  await desk.block('banner').locator('input[type="file"]').setInputFiles({
    name: 'sunset.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('<html><script>alert(1)</script></html>'),
  });
  await owner.button('decoration.hang').click();
  await expect(desk.block('banner').getByText(owner.text('media.not_a_picture'))).toBeVisible();

  await desk.add('text');
  await desk.fieldOf('text', 'words_en').fill('<img src=x onerror=alert(1)> [a](javascript:alert(2))');
  await desk.save('text');
  await expect(desk.block('text').getByText(owner.text('field.not_a_link'))).toBeVisible();
  await desk.fieldOf('text', 'words_en').fill('<img src=x onerror=alert(1)>');
  await desk.save('text');
  const shown = desk.preview.locator('.shop-text');
  await expect(shown).toHaveText('<img src=x onerror=alert(1)>');
  await expect(shown.locator('img')).toHaveCount(0);
});

test('the preview is as wide as a phone or a desk’s screen, and stays so', async ({ door }) => {
  const owner = await door.as('neighbour');
  const desk = new Decoration(owner, SHOP);
  await desk.begin();
  await desk.chooseWidth('desk');
  await expect.poll(() => desk.previewWidth()).toBe(1280);
  await desk.add('text');
  await expect.poll(() => desk.previewWidth()).toBe(1280);
  await desk.chooseWidth('phone');
  await expect.poll(() => desk.previewWidth()).toBeLessThanOrEqual(390);
});

for (const lang of LANGS) {
  test(`a campaign is scheduled, and taken back (${lang})`, async ({ door }) => {
    const owner = await door.as('neighbour', { lang });
    const desk = new Decoration(owner, SHOP);
    await desk.begin();
    await owner.field('decoration.begins').fill('2099-11-11T00:00');
    await owner.field('decoration.ends').fill('2099-11-10T00:00');
    await owner.button('decoration.publish').click();
    await expect(owner.words('decoration.ends_before')).toBeVisible();
    await owner.field('decoration.ends').fill('2099-11-12T00:00');
    await owner.button('decoration.publish').click();
    await expect(owner.words('decoration.scheduled')).toBeVisible();
    await owner.button('decoration.back_to_draft').click();
    await expect(owner.main.getByText(owner.text('decoration.draft'), { exact: true })).toBeVisible();
    await expect(owner.words('decoration.scheduled')).toHaveCount(0);
  });
}

test('a countdown counts for shoppers, says afterwards that it is over, or goes', async ({ door }) => {
  test.setTimeout(120_000);
  const owner = await door.as('phones');
  const desk = new Decoration(owner, PHONES);
  const run = Date.now().toString(36);
  const [title, after] = [`Autumn fair ${run}`, `See you in spring ${run}`];
  const inPreview = desk.preview.locator('.shop-countdown');
  await desk.begin();
  await desk.add('countdown');
  await desk.fieldOf('countdown', 'title_en').fill(title);
  await desk.fieldOf('countdown', 'until').fill('2099-11-11T00:00');
  await desk.fieldOf('countdown', 'after_en').fill(after);
  await desk.save('countdown');
  await expect(inPreview.getByRole('heading', { name: title })).toBeVisible();
  await desk.publish();

  const buyer = await door.stranger();
  const shown = buyer.main.locator('.shop-countdown');
  await buyer.visit(`/shops/${PHONES}`);
  await expect(shown.getByRole('heading', { name: title })).toBeVisible();
  await expect(shown.getByRole('timer')).toHaveText(buyer.texts.name('ui.days_and_hours'));
  await expect(shown).toContainText(buyer.text('shopfront.until'));
  await expect(shown.getByRole('heading', { name: after })).toHaveCount(0);
  await expectAccessible(buyer.page);

  await desk.unfold('countdown');
  await desk.fieldOf('countdown', 'until').fill('2020-11-11T00:00');
  await desk.save('countdown');
  await expect(inPreview.getByRole('heading', { name: after })).toBeVisible();
  await desk.publishChanges();
  await buyer.visit(`/shops/${PHONES}`);
  await expect(shown.getByRole('heading', { name: after })).toBeVisible();
  await expect(shown.getByRole('timer')).toHaveCount(0);
  await expect(shown.getByRole('heading', { name: title })).toHaveCount(0);

  await desk.unfold('countdown');
  await desk.fieldOf('countdown', 'after_en').fill('');
  await desk.save('countdown');
  await expect(inPreview).toHaveCount(0);
  await desk.publishChanges();
  await buyer.visit(`/shops/${PHONES}`);
  await expect(shown, 'nothing is said afterwards').toHaveCount(0);
  await desk.end();
});

test('the pages of decoration can be used by everybody', async ({ door }) => {
  const owner = await door.as('neighbour');
  const desk = new Decoration(owner, SHOP);
  await owner.visit(`/back-office/${SHOP}/decoration`);
  await expectAccessible(owner.page);
  await desk.begin();
  for (const kind of ['banner', 'story', 'countdown']) {
    await desk.add(kind);
    await expectAccessible(owner.page);
  }
  await desk.unfold('picks');
  await expectAccessible(owner.page);
});

test('an undecorated shop shows what sells best', async ({ shopper }) => {
  await shopper.visit('/shops/ink-edge');
  await expect(shopper.heading('shopfront.best_sellers')).toBeVisible();
  await expect(shopper.heading('shopfront.categories')).toBeVisible();
  await shopper.visit('/shops/ink-edge?sort=newness');
  await expect(shopper.heading('shopfront.best_sellers')).toHaveCount(0);
});
