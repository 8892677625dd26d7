import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import type { Person } from './support/person';

test('the language switch keeps the page and what was asked for', async ({ shopper }) => {
  await shopper.visit('/search?q=tea&sort=price_up');
  const before = new URL(shopper.page.url());
  await shopper.header.switchLanguage('zh');
  const after = new URL(shopper.page.url());
  expect(after.pathname).toBe(before.pathname);
  expect(after.searchParams.get('q')).toBe('tea');
  expect(after.searchParams.get('sort')).toBe('price_up');
  await shopper.header.switchLanguage('en');
  expect(new URL(shopper.page.url()).searchParams.get('q')).toBe('tea');
});

/** Words of two and more Latin letters that a Chinese reader would stumble over. */
async function foreignWords(person: Person): Promise<string[]> {
  const text = await person.main.evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement;
    // What is marked as another language, and what people typed, may be foreign.
    for (const other of copy.querySelectorAll('[lang]:not([lang^="zh"]), script, style, noscript, textarea, option')) {
      other.remove();
    }
    return copy.textContent ?? '';
  });
  const words: string[] = text.match(/[A-Za-z]{2,}/g) ?? [];
  const known = /^(kg|ml|cm|mm|px|km|pu|er|cny|vip|pdf|ok|wifi|usb|longtail|webp|png|jpeg|csv|svg|id|utc|aa|aaa)$/i;
  return [...new Set(words.filter((word) => !known.test(word)))];
}

test('cart and checkout speak Chinese all through', async ({ door }) => {
  const buyer = await door.stranger({ lang: 'zh' });
  await buyer.product.open(FLOWERS.path);
  await expect(buyer.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await buyer.product.addToCart();
  await buyer.cart.open();
  expect(await foreignWords(buyer)).toEqual([]);
  await buyer.checkout.open();
  expect(await foreignWords(buyer)).toEqual([]);
});

for (const path of ['/', '/search', '/sign-in', '/sign-up', '/cart']) {
  test(`${path} is in the browser's language from the first byte`, async ({ door }) => {
    const english = await door.stranger();
    await english.visit(path);
    await expect(english.page.locator('html')).toHaveAttribute('lang', 'en');
    const chinese = await door.stranger({ lang: 'zh' });
    await chinese.visit(path);
    await expect(chinese.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    const title = await chinese.page.title();
    expect(title).not.toBe(await english.page.title());
  });
}
