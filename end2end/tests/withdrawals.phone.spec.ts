import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { Withdrawals } from './support/pages/withdrawals';

for (const lang of ['en', 'zh'] as const) {
  test(`money is taken out on a phone (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.account.signUp();
    await shopper.wallet.topUp('50');
    await expectNoSidewaysScroll(shopper.page);
    const withdrawals = new Withdrawals(shopper);
    await withdrawals.open();
    await withdrawals.saveAccount('Lin Xia', 'DE89 3704 0044 0532 0130 00');
    await expectNoSidewaysScroll(shopper.page);
    await withdrawals.ask('50');
    await withdrawals.expectBegun();
    await expect(shopper.main.getByText('•••• 3000').first()).toBeVisible();
    await expectNoSidewaysScroll(shopper.page);
    await expectAccessible(shopper.page);
  });
}
