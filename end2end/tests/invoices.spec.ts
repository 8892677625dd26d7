import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Invoices } from './support/pages/invoices';
import { Refunds } from './support/pages/refunds';
import { Taxes } from './support/pages/taxes';

const NUMBER = '91330106MA2H3K9T8J';

test('an invoice is made out to a company, printed, and given back in part', async ({ shopper, door }) => {
  test.setTimeout(120_000);
  const invoices = new Invoices(shopper);
  const taxes = new Taxes(shopper);
  await shopper.product.take(FLOWERS);
  await shopper.cart.open();
  await shopper.cart.checkOut();
  await expect(taxes.included()).toBeVisible();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await expect(taxes.included()).toBeVisible();
  await invoices.nameCompany('West Lake Trading', '12345');
  await expect(shopper.words('field.not_a_tax_number')).toBeVisible();
  await expectAccessible(shopper.page);
  await invoices.nameCompany('West Lake Trading', NUMBER);
  await expect(shopper.words('invoice.made_out_to', { company: 'West Lake Trading' })).toBeAttached();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();

  await shopper.order.open(order);
  await expect(taxes.included()).toBeVisible();
  await invoices.openFrom(order, 'invoice');
  await expect(shopper.main.getByText('West Lake Trading')).toBeVisible();
  await expect(shopper.words('invoice.tax_at', { rate: '13 %' }).first()).toBeVisible();
  await expectAccessible(shopper.page);
  await shopper.page.emulateMedia({ media: 'print' });
  await expect(shopper.page.getByRole('banner')).toBeHidden();
  await expect(shopper.words('invoice.print_hint')).toBeHidden();
  await expectNoSidewaysScroll(shopper.page);
  await shopper.page.emulateMedia({ media: 'screen' });

  const seller = await door.as('neighbour', { lang: 'zh' });
  const refunds = new Refunds(seller);
  await seller.visit(seller.backOffice(FLOWERS.shop).path(order));
  await refunds.open();
  await refunds.fill({ goods: '1.13', reason: 'A torn bag' });
  await refunds.look('¥1.13');
  await refunds.payBack('¥1.13', 'A torn bag');
  await new Invoices(seller).openFrom(seller.backOffice(FLOWERS.shop).path(order), 'credit_note');
  await expect(seller.words('invoice.gives_back')).toBeVisible();
  await expect(seller.main.getByText('¥0.13').first()).toBeVisible();
  await expectAccessible(seller.page);
  await seller.visit('/back-office/three-hives/invoices');
  await expect(seller.main.getByRole('row').filter({ hasText: 'West Lake Trading' }).first()).toBeVisible();
});

test('an owner says who invoices, and staff set a rate to come', async ({ door }) => {
  const seller = await door.as('phones');
  await seller.visit('/back-office/north-pier-digital/settings');
  const form = seller.main.locator('form#legal');
  await form.locator('[name="legal_name"]').fill('North Pier Digital Ltd');
  await form.locator('[name="legal_address"]').fill('Pier 6, Qingdao');
  await form.locator('[name="tax_number"]').fill('123');
  await seller.main.locator('form#legal button[type="submit"]').click();
  await expect(seller.words('field.not_a_tax_number')).toBeVisible();
  await form.locator('[name="tax_number"]').fill(NUMBER);
  await seller.main.locator('form#legal button[type="submit"]').click();
  await expect(form.locator('[name="tax_number"]'), 'drawn anew').toHaveAttribute('value', NUMBER);
  await expectAccessible(seller.page);

  const staff = await door.as('staff');
  await staff.visit('/desk/taxes');
  await staff.main.locator('form#add-rate [name="country"]').selectOption('SG');
  await staff.main.locator('input[name="rate"]').fill('9');
  await staff.main.locator('input[name="from"]').last().fill('2020-01-01');
  await staff.button('tax.set_rate').click();
  await expect(staff.words('field.too_early')).toBeVisible();
  await staff.main.locator('input[name="from"]').last().fill('2990-01-01');
  await staff.button('tax.set_rate').click();
  const row = staff.main.getByRole('row').filter({ hasText: '2990-01-01' });
  await expect(row).toContainText('9 %');
  await row.getByRole('button').click();
  await expect(row).toHaveCount(0);
  await expectAccessible(staff.page);
});
