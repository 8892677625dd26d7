import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { HONEY } from './support/goods';
import { freshEmail } from './support/pages/account';
import { PostagePages } from './support/pages/postage';
import type { Person } from './support/person';
import type { Lang } from './support/texts';

/** Sent by weight within China, to Hong Kong, Macao, Singapore, Britain and America; nowhere else. */
const APPLES = {
  path: '/shops/south-slope-orchard/tart-green-apples-for-pies-and-salads-2-5-kg',
  shop: 'south-slope-orchard',
  shopName: 'South Slope Orchard',
  title: 'Tart green apples for pies and salads, 2.5 kg',
};

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

const LOOKS: [name: string, width: number, lang: Lang][] = [
  ['desktop', 1440, 'en'],
  ['phone', 360, 'zh'],
];

for (const [screen, width, lang] of LOOKS) {
  test(`a shop writes a template, asks what a basket costs, edits and removes it: ${screen}, ${lang}`, async ({
    door,
  }) => {
    test.setTimeout(90_000);
    const seller = await door.as('neighbour', { lang, viewport: { width, height: 800 } });
    const postage = new PostagePages(seller, HONEY.shop);
    const name = `Glass ${screen}`;
    await postage.openNew();
    await postage.nameIt(name);
    await postage.countWeight();
    await postage.fillZone(0, { countries: 'CN, Atlantis', first: '6', next: '2' });
    await postage.fillZone(1, { countries: '*', notSent: true });
    await postage.save();
    await expect(seller.main.getByText('Atlantis').first()).toBeVisible();
    await check(seller);
    await postage.fillZone(0, { countries: 'CN', first: '6', next: '2' });
    await postage.save();
    await postage.expectSaved();
    await check(seller);

    await postage.ask('CN', 1800);
    const answer = seller.main.locator('dl > div').filter({ hasText: name });
    await expect(answer).toContainText('10.00');
    await postage.ask('DE', 1800);
    await expect(answer).toContainText(seller.text('postage.not_sent'));

    await seller.link('postage.edit', { name }).click();
    await seller.arrivesAt(/\/postage\/[0-9a-f-]{36}/);
    await check(seller);
    await postage.fillZone(0, { countries: 'CN', first: '7', next: '2' });
    await postage.save();
    await postage.expectSaved();
    await postage.ask('CN', 900);
    await expect(answer).toContainText('7.00');

    await seller.link('postage.edit', { name }).click();
    await seller.arrivesAt(/\/postage\/[0-9a-f-]{36}/);
    await seller.button('postage.remove').click();
    await seller.button('postage.remove_now').click();
    await postage.expectSaved();
    await expect(seller.main.getByText(name)).toHaveCount(0);
  });
}

test('what goods weigh is typed in their own page', async ({ door }) => {
  const seller = await door.as('neighbour');
  const postage = new PostagePages(seller, HONEY.shop);
  await postage.open();
  await seller.main.getByRole('link', { name: HONEY.title }).first().click();
  await seller.arrivesAt(/\/postage\/goods\//);
  await seller.main.getByLabel(seller.texts.name('postage.length')).first().fill('10');
  await seller.button('postage.save').click();
  await expect(seller.words('field.missing').first()).toBeVisible();
  await check(seller);
  await seller.main.getByLabel(seller.texts.name('postage.weight')).first().fill('640');
  for (const side of ['length', 'width', 'height']) {
    await seller.main.getByLabel(seller.texts.name(`postage.${side}`)).first().fill('10');
  }
  await seller.button('postage.save').click();
  await postage.expectSaved();
});

test('an address that goods are not sent to is told at once, with the cure', async ({ shopper }) => {
  await shopper.product.take(APPLES);
  await shopper.cart.open();
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  const country = shopper.main.getByLabel(shopper.texts.name('account.country'));
  await country.selectOption('DE');
  await country.blur();
  const told = shopper.main.getByRole('status').filter({ hasText: APPLES.title });
  await expect(told).toBeVisible();
  await check(shopper);
  await shopper.button('checkout.place_and_pay').click();
  await expect(shopper.main.getByRole('alert').filter({ hasText: APPLES.title })).toBeVisible();

  await country.selectOption('SG');
  await country.blur();
  await expect(told).toHaveCount(0);
  await expect(shopper.words('postage.to_country', { country: 'Singapore' })).toBeVisible();
  await shopper.checkout.place();
});
