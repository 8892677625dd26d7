import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { GRADED_TEA } from './support/goods';
import { pressAt, tabTo } from './support/keyboard';
import { DOT, Pictures, RED_DOT } from './support/pages/pictures';

test('several files at once: previews, and one that is no picture leaves the others', async ({ door }) => {
  const seller = await door.as('merchant');
  const { 'listing-editor': editor } = await seller.backOffice('cloud-ridge-tea').detailPages();
  await seller.visit(editor);
  const tiles = seller.main.locator('#pictures li img');
  await seller.main.locator('#pictures input[type="file"]').setInputFiles([
    DOT,
    { name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert(1)</script>') },
  ]);
  await expect(seller.main.locator('.file-drop-list li')).toHaveCount(2);
  await seller.button('catalog.upload').click();
  await seller.page.waitForURL(/__err/);
  await seller.awake();
  const issue = seller.main.locator('#pictures .field-error');
  await expect(issue).toContainText(`page.jpg: ${seller.text('media.not_a_picture')}`);
  await expect(issue).toContainText(seller.text('media.others_kept', { count: 1 }));
  const dot = tiles.last();
  await expect(dot).toHaveAttribute('width', '8');

  // Taken away again, so that the listing is as it was.
  const tile = seller.main.locator('#pictures li').filter({ has: seller.page.locator('img') }).last();
  await tile.getByRole('button', { name: seller.texts.part('catalog.remove') }).click();
});

test('pictures are added, put in order and taken away by keyboard alone', async ({ door }) => {
  const seller = await door.as('phones');
  const desk = seller.listings('north-pier-digital');
  await desk.begin(desk.freshTitle());
  const pictures = new Pictures(seller);
  await pictures.input.setInputFiles([DOT, RED_DOT]);
  await tabTo(seller, pictures.input);
  await pressAt(seller, pictures.upload);
  await seller.arrivesAt(/saved=pictures/);
  await expect(pictures.tiles).toHaveCount(2);
  await expectAccessible(seller.page);

  const [first, second] = await pictures.sources();
  expect(first).not.toBe(second);
  await pressAt(seller, pictures.button(1, 'later'));
  await pictures.expectOrder([second, first]);
  await pressAt(seller, pictures.button(2, 'earlier'), 'Space');
  await pictures.expectOrder([first, second]);
  await pressAt(seller, pictures.button(1, 'remove'));
  await pictures.expectOrder([second]);
  await seller.page.reload();
  await seller.awake();
  await pictures.expectOrder([second]);
});

test('an option’s value gets a picture, and the product’s gallery follows when it is chosen', async ({ door }) => {
  const seller = await door.as('merchant');
  const desk = seller.listings('cloud-ridge-tea');
  const title = desk.freshTitle();
  await desk.begin(title);
  await seller.main.locator('#pictures input[type="file"]').setInputFiles([DOT, RED_DOT]);
  await expect(seller.main.locator('.file-drop-list li')).toHaveCount(2);
  await seller.button('catalog.upload').click();
  await seller.arrivesAt(/saved=pictures/);
  await expect(seller.main.locator('#pictures button[name="to"][value="remove"]')).toHaveCount(2);

  // The second picture for the first value, and the other way round.
  await desk.axis(0, 'Colour', ['Red', 'Blue']);
  await desk.pictureOf(0, 0).selectOption({ index: 2 });
  await desk.pictureOf(0, 1).selectOption({ index: 1 });
  const red = await desk.pictureOf(0, 0).inputValue();
  await desk.saveOptions(2);
  await expect(desk.pictureOf(0, 0)).toHaveValue(red);

  // A draft, which its own people may look at.
  await seller.visit(`/shops/cloud-ridge-tea/${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`);
  const large = seller.main.locator('.gallery-large img');
  const small = seller.main.locator('.gallery-thumb');
  await expect(small).toHaveCount(2);
  for (const [value, place] of [
    ['Red', 1],
    ['Blue', 0],
  ] as const) {
    await seller.product.choose(value);
    await expect(small.nth(place)).toHaveAttribute('aria-current', 'true');
    const address = (await small.nth(place).locator('img').getAttribute('src')) as string;
    await expect(large).toHaveAttribute('src', address);
  }
});

test('one address gives WebP or JPEG, and every picture of a page has its size', async ({ shopper, request }) => {
  await shopper.visit(GRADED_TEA);
  const pictures = shopper.main.locator('img[src^="/media/"]');
  for (const picture of await pictures.all()) {
    await expect(picture).toHaveAttribute('width', /^\d+$/);
    await expect(picture).toHaveAttribute('height', /^\d+$/);
  }
  const address = (await pictures.first().getAttribute('src')) as string;
  for (const [accept, kind] of [
    ['image/webp,*/*', 'image/webp'],
    ['*/*', 'image/jpeg'],
  ]) {
    const answer = await request.get(address, { headers: { accept } });
    expect(answer.headers()['content-type']).toBe(kind);
    expect(answer.headers()['vary']).toContain('Accept');
    expect(answer.headers()['cache-control']).toContain('immutable');
  }
});
