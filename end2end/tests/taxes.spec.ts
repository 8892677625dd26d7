import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Invoices } from './support/pages/invoices';
import { Taxes } from './support/pages/taxes';
import type { Lang } from './support/texts';

/** A country for each, which no other test sends to, with one rate for all goods. */
const LOOKS: [lang: Lang, code: string, country: string, rate: string, region: string][] = [
  ['en', 'NZ', 'New Zealand', '15 %', 'Otago'],
  ['zh', 'KR', '韩国', '10 %', '济州'],
];

/** Nobody pays by what is set for then. */
const FAR = '2999-01-01';

for (const [lang, code, country, rate, region] of LOOKS) {
  test(`staff let tax come on top in a country, and it is told from the checkout to the invoice: ${lang}`, async ({
    door,
  }) => {
    test.setTimeout(120_000);
    const staff = await door.as('staff', { lang });
    const desk = new Taxes(staff);
    await desk.open();
    await desk.addOnTop(code, country);
    await desk.setRate(code, region, '9.5', FAR);
    const regional = desk.rateOf(country, region);
    await expect(regional).toContainText('9.5 %');
    await desk.setRate(code, `${region} `, '8', FAR);
    await expect(desk.from, 'it has one from that day').toHaveAttribute('aria-invalid', 'true');
    await expect(staff.words('field.already_taken').first()).toBeVisible();
    await expect(desk.country, 'what was chosen stays').toHaveValue(code);
    await expectAccessible(staff.page);
    await expectNoSidewaysScroll(staff.page);

    const shopper = await door.stranger({ lang });
    const taxes = new Taxes(shopper);
    await shopper.product.take(FLOWERS);
    const home = { country: lang === 'zh' ? '中国大陆' : 'China (mainland)' };
    await expect(shopper.words('tax.included_to', home)).toBeVisible();
    await shopper.cart.open();
    await expect(taxes.added(rate), 'not known where it goes').toHaveCount(0);
    await expect(taxes.included()).toBeVisible();
    await shopper.cart.checkOut();
    await shopper.checkout.fillAddress(freshEmail());
    await taxes.sendTo(code);
    await expect(taxes.added(rate).first()).toBeVisible();
    await expect(taxes.included()).toHaveCount(0);
    await expectAccessible(shopper.page);
    await shopper.checkout.place();
    await expect(taxes.added(rate).first()).toBeVisible();
    await shopper.checkout.payByCard();
    await shopper.gateway.payWith(APPROVED);
    await shopper.checkout.expectPaid();
    const [order] = await shopper.checkout.orders();
    await shopper.order.open(order);
    await expect(taxes.added(rate).first()).toBeVisible();
    await expectAccessible(shopper.page);
    await new Invoices(shopper).openFrom(order, 'invoice');
    await expect(shopper.words('invoice.tax_at', { rate }).first()).toBeVisible();

    await regional.getByRole('button').click();
    await expect(regional).toHaveCount(0);
    await desk.takeBack(country);
    await shopper.visit(order);
    await expect(taxes.added(rate).first(), 'what was ordered stays').toBeVisible();
  });
}
