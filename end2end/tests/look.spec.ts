import { expect, test } from './support/test';
import { FLOWERS, GRADED_TEA } from './support/goods';
import { keepPicture, WIDTHS, type Theme, type Width } from './support/screenshots';
import type { Person } from './support/person';
import type { Lang } from './support/texts';

type Look = [width: Width, theme: Theme, lang: Lang];

// Every width, both themes and both languages, without every combination.
const LOOKS: Look[] = [
  [360, 'light', 'zh'],
  [360, 'dark', 'en'],
  [768, 'light', 'en'],
  [1440, 'light', 'en'],
  [1440, 'dark', 'zh'],
];

const OFFICE = '/back-office/cloud-ridge-tea';

const PAGES: Record<'stranger' | 'merchant' | 'staff', Record<string, string>> = {
  stranger: {
    home: '/',
    search: '/search?q=tea',
    category: '/categories/tea',
    shop: '/shops/cloud-ridge-tea',
    product: GRADED_TEA,
    'sign-in': '/sign-in',
    design: '/design',
    'not-found': '/nowhere',
  },
  merchant: {
    account: '/account',
    overview: OFFICE,
    'shop-orders': `${OFFICE}/orders`,
    listings: `${OFFICE}/listings`,
    stock: `${OFFICE}/stock`,
    import: `${OFFICE}/import`,
    postage: `${OFFICE}/postage`,
    questions: `${OFFICE}/questions`,
    decoration: `${OFFICE}/decoration`,
    balance: `${OFFICE}/balance`,
    payouts: `${OFFICE}/payouts`,
    offers: `${OFFICE}/offers`,
    deposit: `${OFFICE}/deposit`,
    settings: `${OFFICE}/settings`,
  },
  staff: {
    desk: '/desk',
    promotions: '/desk/promotions',
    fees: '/desk/fees',
    rates: '/desk/rates',
    specifications: '/desk/specifications?category=fresh-fruit',
  },
};

const GUEST = {
  cart: '/cart',
  checkout: '/checkout',
  wishlist: '/wishlist',
  seen: '/seen',
  'home-of-a-guest': '/',
};

async function wishForSome(person: Person): Promise<void> {
  await person.visit('/categories/tea');
  for (const n of [0, 1, 2]) {
    const heart = person.main.getByRole('article').nth(n).getByRole('button');
    const known = person.page.waitForResponse(/\/set_wish$/);
    await heart.click();
    await known;
    await expect(heart).toHaveAttribute('aria-pressed', 'true');
  }
}

async function keepAll(person: Person, pages: Record<string, string>, look: Look): Promise<void> {
  const [width, theme, lang] = look;
  await person.page.emulateMedia({ colorScheme: theme });
  for (const [name, path] of Object.entries(pages)) {
    await person.visit(path, name === 'not-found' ? 404 : 200);
    await keepPicture(person.page, name, width, theme, lang);
  }
}

for (const look of LOOKS) {
  const [width, theme, lang] = look;
  const viewport = { width, height: width === 360 ? 740 : 900 };
  test(`pictures at ${width} px, ${theme}, ${lang}`, async ({ door }) => {
    test.setTimeout(180_000);
    const stranger = await door.stranger({ lang, viewport });
    await keepAll(stranger, PAGES.stranger, look);
    await wishForSome(stranger);
    await stranger.product.take(FLOWERS);
    await keepAll(stranger, GUEST, look);
    const seller = await door.as('merchant', { lang, viewport });
    const details = await seller.backOffice('cloud-ridge-tea').detailPages();
    await keepAll(seller, { ...PAGES.merchant, ...details }, look);
    if (width !== WIDTHS[0]) {
      await keepAll(await door.as('staff', { lang, viewport }), PAGES.staff, look);
    }
  });
}
