import { expect, test } from './support/test';
import { FLOWERS, GRADED_TEA, TEA } from './support/goods';
import type { Person } from './support/person';

type Node = Record<string, unknown> & { '@type': string };

/** A page as search engines read it: what the server draws, without scripts. */
async function drawn(person: Person, path: string) {
  const html = await (await person.page.request.get(path)).text();
  const page = await person.page.evaluate((html) => {
    const read = new DOMParser().parseFromString(html, 'text/html');
    const all = (selector: string) => [...read.querySelectorAll(selector)];
    return {
      lang: read.documentElement.lang,
      told: all('script[type="application/ld+json"]').map((script) => script.textContent ?? ''),
      canonical: all('link[rel=canonical]').map((link) => link.getAttribute('href') ?? '').join(),
      languages: all('link[rel=alternate]').map((link) => link.getAttribute('hreflang')),
      picture: all('meta[property="og:image"]').map((meta) => meta.getAttribute('content') ?? '').join(),
    };
  }, html);
  const nodes = page.told
    .filter((text) => text.trim())
    .flatMap((text) => (JSON.parse(text) as { '@graph': Node[] })['@graph']);
  return { ...page, told: new Map(nodes.map((node) => [node['@type'], node])) };
}

/** What of an address stands behind the market's own. */
const within = (url: string) => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

test('a product tells its price, stock, postage and place; its picture is drawn', async ({ shopper, request }) => {
  const page = await drawn(shopper, GRADED_TEA);
  const product = page.told.get('Product');
  const offers = product?.offers as Node;
  expect(offers['@type']).toBe('AggregateOffer');
  expect(Number(offers.lowPrice)).toBeLessThan(Number(offers.highPrice));
  expect(offers.priceCurrency).toBe('CNY');
  const each = offers.offers as Node[];
  expect(each.length).toBe(offers.offerCount);
  for (const offer of each) {
    expect(offer).toMatchObject({ '@type': 'Offer', priceCurrency: 'CNY' });
    expect(String(offer.availability)).toMatch(/^https:\/\/schema\.org\/(InStock|OutOfStock)$/);
    expect(offer.shippingDetails).toMatchObject({ shippingRate: { currency: 'CNY' } });
  }
  for (const field of ['name', 'description', 'image', 'url']) expect(product).toHaveProperty(field);
  const way = page.told.get('BreadcrumbList')?.itemListElement as Node[];
  expect(way.map((step) => step.position)).toEqual(way.map((_, i) => i + 1));
  expect(new URL(String(way.at(-1)?.item)).pathname).toBe(GRADED_TEA);

  expect(within(page.canonical)).toBe(GRADED_TEA);
  expect(page.languages).toEqual(['en', 'zh-CN', 'x-default']);
  const picture = await request.get(within(page.picture));
  expect(picture.headers()['content-type']).toBe('image/jpeg');
  expect((await picture.body()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  const again = await request.get(within(page.picture), { headers: { 'if-none-match': picture.headers().etag } });
  expect(again.status()).toBe(304);
  expect((await request.get('/share/listings/0192aaaa-0000-7000-8000-000000000000/en.jpg')).status()).toBe(404);
});

test('one kind is one offer; orders and facets of a list have one address', async ({ shopper }) => {
  const flowers = await drawn(shopper, FLOWERS.path);
  expect(flowers.told.get('Product')?.offers).toMatchObject({ '@type': 'Offer', priceCurrency: 'CNY' });
  const list = await drawn(shopper, '/categories/tea?sort=price_up&tier=bazaar');
  expect(within(list.canonical)).toBe('/categories/tea');
  expect(list.told.get('ItemList')?.itemListElement).toBeTruthy();
  const shop = await drawn(shopper, '/shops/cloud-ridge-tea');
  expect(shop.told.get('Store')).toMatchObject({ name: 'Cloud Ridge Tea' });
  const start = await drawn(shopper, '/');
  expect(start.told.get('WebSite')).toHaveProperty('potentialAction');
});

test('an address that names a language speaks it', async ({ shopper }) => {
  const path = `${TEA.path}?lang=zh-CN`;
  const chinese = await drawn(shopper, path);
  expect(chinese.lang).toBe('zh-CN');
  expect(within(chinese.canonical)).toBe(path);
});

test('what the browser shares follows from page to page', async ({ shopper }) => {
  await shopper.visit('/categories/tea');
  const shared = shopper.page.locator('link[rel=canonical]');
  await shopper.main.getByRole('article').first().getByRole('link').first().click();
  await expect(shopper.page).toHaveURL(/\/shops\//);
  const { pathname } = new URL(shopper.page.url());
  await expect(shared).toHaveAttribute('href', new RegExp(`${pathname}$`));
  await expect(shared).toHaveCount(1);
});

test('the map leads to every product, and says what is private', async ({ request }) => {
  const index = await (await request.get('/sitemap.xml')).text();
  const files = [...index.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1]).pathname);
  expect(files[0]).toBe('/sitemaps/0.xml');
  const goods = await (await request.get(files[1])).text();
  expect(goods).toContain(`${TEA.path}</loc><lastmod>`);
  expect(await (await request.get(files[0])).text()).toContain('/categories/tea</loc>');
  expect((await request.get('/sitemaps/999.xml')).status()).toBe(404);
  const robots = await (await request.get('/robots.txt')).text();
  for (const path of ['/wishlist', '/seen', '/back-office']) expect(robots).toContain(`Disallow: ${path}\n`);
});

test('a shop’s old address leads to its new one for good, for browsers and by a link', async ({ shopper }) => {
  await shopper.account.signUp();
  const old = `moving-${Date.now()}`;
  await shopper.visit('/open-shop');
  await shopper.field('own_shop.name_en').fill('A shop that moves');
  await shopper.field('own_shop.slug').fill(old);
  await shopper.button('own_shop.open_it').click();
  await shopper.arrivesAt(/\/settings$/);
  await expect(shopper.button('own_shop.save')).toBeVisible();
  await shopper.main.locator('[name="slug"]').fill(`${old}-on`);
  await shopper.button('own_shop.save').click();
  await shopper.arrivesAt(new RegExp(`^/back-office/${old}-on/settings$`));
  const answer = await shopper.page.request.get(`/shops/${old}?sort=sales`, { maxRedirects: 0 });
  expect(answer.status()).toBe(301);
  expect(answer.headers().location).toBe(`/shops/${old}-on?sort=sales`);
  await shopper.visit(`/shops/${old}`);
  expect(new URL(shopper.page.url()).pathname).toBe(`/shops/${old}-on`);
});

test('a product’s old addresses lead to its newest one in one step, as long as it is on the shelf', async ({
  door,
  shopper,
}) => {
  test.setTimeout(90_000);
  const seller = await door.as('phones');
  const desk = seller.listings('north-pier-digital');
  const title = desk.freshTitle();
  const id = await desk.begin(title);
  await seller.button('catalog.publish').click();
  await expect(seller.button('catalog.pause')).toBeVisible();
  const present = async () => (await seller.link('catalog.see_it').getAttribute('href')) ?? '';
  const rename = async (to: string) => {
    await seller.visit(desk.path(`/${id}`));
    await seller.main.locator('[name="title_en"]').fill(to);
    await seller.button('catalog.save_words').click();
    await expect(seller.main.getByRole('heading', { name: to, level: 1 })).toBeVisible();
    return present();
  };
  const old = [await present(), await rename(`${title} anew`)];
  const newest = await rename(`${title} once more`);
  expect(new Set([...old, newest]).size, 'three addresses').toBe(3);
  for (const path of old) {
    const answer = await shopper.page.request.get(`${path}?from=letter`, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(301);
    expect(answer.headers().location).toBe(`${newest}?from=letter`);
  }
  await shopper.visit(old[0]);
  expect(new URL(shopper.page.url()).pathname).toBe(newest);
  await expect(shopper.main.getByRole('heading', { name: `${title} once more`, level: 1 })).toBeVisible();

  await seller.button('catalog.pause').click();
  await expect(seller.button('catalog.publish')).toBeVisible();
  // A browser remembers for good where it was sent: asked without one.
  for (const path of old) {
    const answer = await shopper.page.request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(404);
  }
});

test('who comes back from a product finds the list where they left it', async ({ shopper }) => {
  await shopper.visit('/categories/tea');
  const link = shopper.main.getByRole('article').nth(18).getByRole('link').first();
  await link.scrollIntoViewIfNeeded();
  const left = await shopper.page.evaluate(() => window.scrollY);
  expect(left).toBeGreaterThan(400);
  await link.click();
  await shopper.arrivesAt(/^\/shops\/[^/]+\/[^/]+/);
  await shopper.page.evaluate(() => window.scrollTo(0, 0));
  await shopper.page.goBack();
  await shopper.arrivesAt(/^\/categories\/tea$/);
  await expect.poll(() => shopper.page.evaluate(() => window.scrollY)).toBeGreaterThan(left - 3);
  expect(await shopper.page.evaluate(() => window.scrollY)).toBeLessThan(left + 3);
  await expect(link).toBeInViewport();
});
