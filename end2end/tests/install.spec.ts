import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';

type Manifest = { name: string; start_url: string; display: string; icons: { src: string; sizes: string }[] };

test('the market can be installed: manifest and icons are there', async ({ shopper, request }) => {
  await shopper.visit('/');
  const href = await shopper.page.locator('link[rel="manifest"]').getAttribute('href');
  const answer = await request.get(href as string);
  expect(answer.ok()).toBe(true);
  const manifest = (await answer.json()) as Manifest;
  expect(manifest.name).toBe('Longtail');
  expect(manifest.display).toBe('standalone');
  const sizes = manifest.icons.map((icon) => icon.sizes);
  expect(sizes).toEqual(expect.arrayContaining(['192x192', '512x512']));
  for (const icon of manifest.icons) {
    const picture = await request.get(icon.src);
    expect(picture.ok(), icon.src).toBe(true);
    expect(picture.headers()['content-type']).toMatch(/^image\//);
  }
});

test('without a connection, a page says so', async ({ shopper, watch }) => {
  watch.excuse(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await shopper.visit('/');
  await shopper.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() => shopper.page.evaluate(() => navigator.serviceWorker.controller !== null))
    .toBe(true);
  await shopper.context.setOffline(true);
  await shopper.page.goto('/search?q=tea');
  await expect(shopper.page.getByRole('heading', { name: 'The street is out of reach' })).toBeVisible();
  await expectAccessible(shopper.page);
  await shopper.context.setOffline(false);
  await shopper.visit('/search?q=tea');
});
