import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';

for (const lang of ['en', 'zh'] as const) {
  test(`a phone pays with one confirmation (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.product.take(FLOWERS);
    await shopper.checkout.open();
    await shopper.checkout.fillAddress(freshEmail());
    await shopper.checkout.place();
    await expectNoSidewaysScroll(shopper.page);
    await expectAccessible(shopper.page);
    await shopper.checkout.payBy('checkout.by_online_bank');
    await shopper.gateway.arrive();
    await expectNoSidewaysScroll(shopper.page);
    await expectAccessible(shopper.page);
    await shopper.gateway.cancel();
    await shopper.checkout.payBy('checkout.by_quick_pay');
    await shopper.gateway.arrive();
    await expectNoSidewaysScroll(shopper.page);
    await expectAccessible(shopper.page);
    await shopper.gateway.quickPay();
    await shopper.checkout.expectPaid();
    await expect(shopper.heading('checkout.thanks')).toBeVisible();
  });
}
