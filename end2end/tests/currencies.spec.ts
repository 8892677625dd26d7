import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { FLOWERS, TEA } from './support/goods';
import { freshEmail } from './support/pages/account';
import { CurrencyChoice, RatesDesk } from './support/pages/currencies';
import { APPROVED } from './support/pages/gateway';

test('prices are read in dollars, and paid in yuan', async ({ shopper }) => {
  test.setTimeout(120_000);
  const choice = new CurrencyChoice(shopper);
  const card = shopper.main.getByRole('article').first();
  await shopper.visit('/categories/tea?sort=price_up');
  await expect(choice.beside(shopper.main)).toHaveCount(0);
  await choice.choose('USD');
  await choice.expectDollars(card);
  await expectAccessible(shopper.page);

  await shopper.product.open(TEA.path);
  const price = shopper.main.locator('.buy-price');
  await expect(choice.beside(price)).toContainText('≈ US$');
  await shopper.product.choose(TEA.option ?? '');
  await choice.expectDollars(price);
  await expectAccessible(shopper.page);
  await shopper.product.addToCart();

  const total = shopper.main.locator('.sum-total').last();
  const figure = total.locator('.price-figure');
  await shopper.cart.open();
  await shopper.cart.setQuantity(TEA.title, 2);
  await choice.expectDollars(total);
  await expect(shopper.words('exchange.at_rate', { currency: 'CNY' })).toBeVisible();
  await expectAccessible(shopper.page);
  await shopper.cart.checkOut();
  await choice.expectDollars(total);
  await expect(shopper.words('exchange.at_rate', { currency: 'CNY' })).toBeVisible();
  await expectAccessible(shopper.page);
  const asked = (await figure.innerText()).trim();
  expect(asked).toMatch(/^¥/);

  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await expect(shopper.button('checkout.pay', { amount: asked })).toBeVisible();
  await expect(choice.beside(shopper.main).first()).toContainText('≈ US$');
  await expectAccessible(shopper.page);
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  await expect(figure).toHaveText(asked);
  await expect(choice.beside(shopper.main)).toHaveCount(0);
});

test('prices read in another currency in Chinese, until the market’s own is chosen', async ({ door }) => {
  const reader = await door.stranger({ lang: 'zh' });
  const choice = new CurrencyChoice(reader);
  await reader.visit('/');
  await choice.choose('JPY');
  await expect(choice.beside(reader.main).first()).toContainText(/≈ JP¥[\d,]+$/);
  await expectAccessible(reader.page);
  await reader.product.take(FLOWERS);
  await reader.cart.open();
  await expect(reader.words('exchange.at_rate', { currency: 'CNY' })).toBeVisible();
  await expectAccessible(reader.page);
  // What the browser draws by itself is at the same rate.
  await reader.page.getByRole('banner').getByRole('link', { name: reader.texts.name('frame.to_home') }).click();
  await reader.arrivesAt(/^\/$/);
  await expect(choice.beside(reader.main).first()).toContainText('≈ JP¥');
  await choice.choose('CNY');
  await expect(choice.beside(reader.main)).toHaveCount(0);
});

test('staff keep rates; a faulty line is named and nothing is kept', async ({ door }) => {
  const staff = await door.as('staff');
  const desk = new RatesDesk(staff);
  await staff.visit('/desk');
  await staff.link('exchange.title').click();
  await staff.arrivesAt(/\/desk\/rates$/);
  await expectAccessible(staff.page);
  const pasted = 'SGD 0.1802\nXXX 1\nNOK much';
  await desk.paste(pasted);
  await expect(desk.many).toContainText('Line 2: “XXX”');
  await expect(desk.many).toContainText('Line 3: ');
  await expect(desk.lines).toHaveValue(pasted);
  await expectAccessible(staff.page);
  await desk.paste('SGD 0.1802\nNOK 1.451');
  await desk.expectKept('SGD', '0.1802');
  await desk.expectKept('NOK', '1.451');

  await desk.add('PLN', 'much');
  await expect(desk.one.locator('[name="rate"]')).toHaveAttribute('aria-invalid', 'true');
  await desk.one.locator('[name="rate"]').fill('0.5103');
  await desk.one.getByRole('button').click();
  await desk.expectKept('PLN', '0.5103');
  await expectAccessible(staff.page);

  const reader = await door.stranger();
  await reader.visit('/');
  await new CurrencyChoice(reader).choose('PLN');
  await expect(reader.main.locator('.price-abroad').first()).toContainText(/≈ PLN\s[\d,.]+$/);
});

test('the rates read in Chinese, and are nobody else’s', async ({ door, shopper }) => {
  const staff = await door.as('staff', { lang: 'zh' });
  await new RatesDesk(staff).open();
  await expect(staff.heading('exchange.new_rate')).toBeVisible();
  await expectAccessible(staff.page);
  const neighbour = await door.as('neighbour');
  await neighbour.visit('/desk/rates', 404);
  await shopper.page.goto('/desk/rates');
  await shopper.arrivesAt(/^\/sign-in/);
});
