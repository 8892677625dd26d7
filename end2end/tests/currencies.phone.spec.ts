import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { TEA } from './support/goods';
import { CurrencyChoice, RatesDesk } from './support/pages/currencies';

test('prices in another currency fit a phone', async ({ shopper }) => {
  const choice = new CurrencyChoice(shopper);
  const fits = async () => {
    await expect(choice.beside(shopper.main).first()).toContainText('≈');
    await expectNoSidewaysScroll(shopper.page);
    await expectAccessible(shopper.page);
  };
  await shopper.visit('/categories/tea');
  // The longest figures of those that the demo has.
  await choice.choose('KRW');
  await fits();
  await shopper.product.take(TEA);
  await fits();
  await shopper.cart.open();
  await fits();
  await shopper.cart.checkOut();
  await fits();
});

test('the rates fit a phone', async ({ door }) => {
  const staff = await door.as('staff');
  await new RatesDesk(staff).open();
  await expect(staff.heading('exchange.new_rate')).toBeVisible();
  await expectNoSidewaysScroll(staff.page);
  await expectAccessible(staff.page);
});
