import { expect, test } from './support/test';
import { TEA } from './support/goods';
import type { Person } from './support/person';

/** The names of the WebAssembly files that a person's browser asks for. */
function bundlesOf(person: Person): Set<string> {
  const names = new Set<string>();
  person.context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.wasm')) names.add(pathname);
  });
  return names;
}

test('a shopper never downloads the back office, its people do', async ({ shopper, door }) => {
  const shoppers = bundlesOf(shopper);
  await shopper.visit('/');
  await shopper.product.take(TEA);
  await shopper.cart.open();
  await shopper.checkout.open();
  const backOffice = (names: Set<string>) => [...names].filter((name) => name.includes('back_office'));
  expect(shoppers.size).toBeGreaterThan(0);
  expect(backOffice(shoppers)).toEqual([]);

  const seller = await door.as('merchant');
  const sellers = bundlesOf(seller);
  await seller.visit('/back-office/cloud-ridge-tea/orders');
  expect(backOffice(sellers)).not.toEqual([]);
});

test('the start page needs the main bundle alone; other pages name theirs', async ({ shopper }) => {
  const names = bundlesOf(shopper);
  await shopper.visit('/');
  await shopper.page.waitForLoadState('networkidle');
  expect(names.size, [...names].join(', ')).toBe(1);
  await shopper.page.locator('#search-home').fill('tea');
  await expect(shopper.main.getByRole('option').first()).toBeVisible();
  expect([...names].filter((name) => name.includes('/split_')).every((name) => name.includes('offers'))).toBe(true);
  expect(names.size).toBeGreaterThan(1);

  const parts = async (path: string) => {
    const page = await shopper.page.request.get(path);
    expect(page.headers().link ?? '').not.toContain('.wasm');
    const html = await page.text();
    expect(html).not.toMatch(/<link[^>]*(preload|modulepreload)/);
    return /<template data-parts="([^"]*)"/.exec(html)?.[1].split(' ') ?? [];
  };
  expect(await parts('/')).toEqual([]);
  expect(await parts('/cart')).toContainEqual(expect.stringMatching(/^\/pkg\/split_buying_.*\.wasm$/));
  expect(await parts('/search')).toContainEqual(expect.stringContaining('/pkg/split_goods_'));
  expect(await parts('/search')).not.toContainEqual(expect.stringContaining('/pkg/split_buying_'));
});

test('what wakes a page is fetched once the page can be seen', async ({ shopper }) => {
  await shopper.visit('/search');
  const { painted, asked } = await shopper.page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    asked: (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.includes('/pkg/') && !name.endsWith('.css'))
      .map(({ name, startTime }) => ({ name, startTime })),
  }));
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.filter(({ startTime }) => startTime < painted)).toEqual([]);
});

test('a part that breaks off on its way is asked for again, on the page that is open', async ({ shopper, watch }) => {
  watch.excuse(/net::ERR_CONNECTION_RESET|status of 503/);
  await shopper.visit('/');
  await shopper.page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  let asked = 0;
  await shopper.page.route(/split_goods_.*\.wasm$/, async (route) => {
    asked += 1;
    if (asked === 1) return route.abort('connectionreset');
    if (asked === 2) return route.fulfill({ status: 503 });
    return route.continue();
  });
  await shopper.page.locator('a[href^="/categories/"]').first().click();
  await shopper.page.waitForURL(/\/categories\//);
  await expect(shopper.main.getByRole('article').first()).toBeVisible();
  expect(asked).toBe(3);
  await expect(shopper.page.locator('body[data-same-page]')).toBeAttached();
});

test('a page from before an update, whose parts are gone, leads to the wanted page all the same', async ({
  shopper,
  watch,
}) => {
  watch.excuse(/status of 404/);
  await shopper.visit('/');
  await shopper.page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  await shopper.page.route(/split_goods_.*\.wasm$/, (route) => route.fulfill({ status: 404 }), { times: 1 });
  await shopper.page.route(/__wasm_split.*\.js$/, (route) =>
    route.request().method() === 'HEAD' ? route.fulfill({ status: 404 }) : route.continue(),
  );
  await shopper.page.locator('a[href^="/categories/"]').first().click();
  await shopper.arrivesAt(/^\/categories\//);
  await expect(shopper.main.getByRole('article').first()).toBeVisible();
  await expect(shopper.page.locator('body[data-same-page]'), 'loaded anew').toHaveCount(0);
});
