import { expect, test } from './support/test';
import { freshEmail } from './support/pages/account';
import { PostagePages } from './support/pages/postage';

const ORANGES = {
  path: '/shops/south-slope-orchard/blood-oranges-dark-flesh-2-5-kg',
  shop: 'south-slope-orchard',
  shopName: 'South Slope Orchard',
  title: 'Blood oranges, dark flesh, 2.5 kg',
};

test('without scripts: the postage to another country is told before it is agreed to', async ({ shopper }) => {
  await shopper.product.take(ORANGES);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  const country = shopper.main.getByLabel(shopper.texts.name('account.country'));
  await country.selectOption('DE');
  await shopper.button('checkout.place_and_pay').click();
  await expect(shopper.main.getByText(ORANGES.title).first()).toBeVisible();
  await expect(shopper.words('postage.to_country', { country: 'Germany' })).toBeVisible();
  await country.selectOption('SG');
  await shopper.button('checkout.place_and_pay').click();
  await expect(shopper.words('postage.to_country', { country: 'Singapore' })).toBeVisible();
  await shopper.checkout.place();
});

test('without scripts: a template is written, and what was typed stays where a field is faulty', async ({ door }) => {
  const seller = await door.as('neighbour');
  const postage = new PostagePages(seller, 'three-hives');
  await postage.openNew();
  await postage.nameIt('Without scripts');
  await postage.fillZone(0, { countries: 'CN', first: 'much', next: '2' });
  await postage.save();
  await expect(seller.words('field.not_an_amount').first()).toBeVisible();
  await postage.fillZone(0, { countries: 'CN', first: '6', next: '2' });
  await postage.save();
  await postage.expectSaved();
  await seller.link('postage.edit', { name: 'Without scripts' }).click();
  await seller.button('postage.remove').click();
  await seller.button('postage.remove_now').click();
  await postage.expectSaved();
});
