import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { GRADED_TEA } from './support/goods';
import type { Person } from './support/person';
import { test } from './support/test';

const OFFICE = '/back-office/cloud-ridge-tea';

// Pages that no other test looks at in this way on a phone.
const PUBLIC = [
  '/',
  '/search?q=nothing-of-the-kind',
  '/categories/tea',
  '/shops/cloud-ridge-tea',
  GRADED_TEA,
  '/cart',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password/of-a-letter',
];
const SHOPPER = [
  '/account',
  '/account/addresses',
  '/account/password',
  '/account/sessions',
  '/orders',
  '/notices',
  '/invoices',
  '/open-shop',
];
const MERCHANT = [
  OFFICE,
  `${OFFICE}/orders?stage=to_ship`,
  `${OFFICE}/listings`,
  `${OFFICE}/listings/new`,
  `${OFFICE}/stock`,
  `${OFFICE}/stock/counts`,
  `${OFFICE}/postage/new`,
  `${OFFICE}/questions`,
  `${OFFICE}/decoration`,
  `${OFFICE}/balance`,
  `${OFFICE}/settings`,
];
const STAFF = ['/desk', '/desk/promotions', '/desk/taxes', '/desk/specifications', '/desk/fees'];

async function expectAllFit(person: Person, paths: string[]): Promise<void> {
  for (const path of paths) {
    await person.visit(path);
    await expectNoSidewaysScroll(person.page);
    await expectAccessible(person.page);
  }
}

test('on a phone, in Chinese: public pages fit and can be used by everybody', async ({ door }) => {
  await expectAllFit(await door.stranger({ lang: 'zh' }), PUBLIC);
});

test('on a phone, in Chinese: pages of a member fit and can be used by everybody', async ({ door }) => {
  const member = await door.stranger({ lang: 'zh' });
  await member.account.signUp();
  await expectAllFit(member, SHOPPER);
});

test('on a phone, in Chinese: the back office fits and can be used by everybody', async ({ door }) => {
  test.setTimeout(120_000);
  const seller = await door.as('merchant', { lang: 'zh' });
  const { 'layout-editor': layout, ship, slips } = await seller.backOffice('cloud-ridge-tea').detailPages();
  await expectAllFit(seller, [...MERCHANT, layout, ship, slips]);
});

test('on a phone, in Chinese: the staff’s desk fits and can be used by everybody', async ({ door }) => {
  await expectAllFit(await door.as('staff', { lang: 'zh' }), STAFF);
});
