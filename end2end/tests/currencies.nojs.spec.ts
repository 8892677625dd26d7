import { expect, test } from './support/test';
import { TEA } from './support/goods';
import { CurrencyChoice, RatesDesk } from './support/pages/currencies';

test('without scripts: dollars are chosen, and stand beside yuan to the checkout', async ({ shopper }) => {
  const choice = new CurrencyChoice(shopper);
  await shopper.visit('/search?q=tea&sort=price_up');
  await choice.choose('USD');
  await expect(choice.beside(shopper.main).first()).toContainText('≈ US$');
  await shopper.product.take(TEA);
  await shopper.cart.open();
  const total = shopper.main.locator('.sum-total').last();
  await choice.expectDollars(total);
  await shopper.checkout.open();
  await choice.expectDollars(total);
  await expect(shopper.words('exchange.at_rate', { currency: 'CNY' })).toBeVisible();
  await choice.choose('CNY');
  await expect(choice.beside(shopper.main)).toHaveCount(0);
});

test('without scripts: a faulty line is named and stays, and rates are kept', async ({ door }) => {
  const staff = await door.as('staff');
  const desk = new RatesDesk(staff);
  await desk.open();
  await desk.paste('THB 4.5\nEUR');
  await expect(desk.many).toContainText('Line 2: ');
  await expect(desk.lines).toHaveValue('THB 4.5\nEUR');
  await desk.paste('THB 4.5');
  await desk.expectKept('THB', '4.5');
  await desk.add('THB', '4.6');
  await expect(desk.one.locator('[name="day"]')).toHaveAttribute('aria-invalid', 'true');
});
