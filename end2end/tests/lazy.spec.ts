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

test('the start page needs the main bundle alone; other pages announce theirs', async ({ shopper }) => {
  const names = bundlesOf(shopper);
  await shopper.visit('/');
  await shopper.page.waitForLoadState('networkidle');
  expect(names.size, [...names].join(', ')).toBe(1);
  await shopper.page.locator('#search-home').fill('tea');
  await expect(shopper.main.getByRole('option').first()).toBeVisible();
  expect([...names].filter((name) => name.includes('/split_')).every((name) => name.includes('offers'))).toBe(true);
  expect(names.size).toBeGreaterThan(1);

  const announced = async (path: string) => (await shopper.page.request.get(path)).headers().link ?? '';
  expect(await announced('/')).not.toContain('.wasm');
  expect(await announced('/cart')).toMatch(/<\/pkg\/split_buying_[^>]*\.wasm>; rel=preload; as=fetch; crossorigin/);
  expect(await announced('/search')).toContain('/pkg/split_goods_');
  expect(await announced('/search')).not.toContain('/pkg/split_buying_');
});
