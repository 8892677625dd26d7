import { expect, test } from './support/test';
import { APPROVED } from './support/pages/gateway';
import { Withdrawals, codeFor } from './support/pages/withdrawals';

test('without scripts: a large sum comes in and goes out with its codes', async ({ shopper }) => {
  test.setTimeout(120_000);
  const { email } = await shopper.account.signUp();
  await shopper.visit('/wallet');
  await shopper.field('wallet.amount').fill('6000');
  await shopper.button('wallet.go_to_bank').click();
  await expect(shopper.field('confirmation.code')).toBeVisible();
  await shopper.field('confirmation.code').fill(await codeFor(email, /into your wallet/));
  await shopper.button('wallet.go_to_bank').click();
  await shopper.gateway.payWith(APPROVED);
  await shopper.arrivesAt(/^\/wallet/);

  const withdrawals = new Withdrawals(shopper);
  await withdrawals.open();
  await withdrawals.saveAccount('Lin Xia', '6222 0211 0000 1234 567');
  await withdrawals.ask('5500');
  await expect(shopper.field('confirmation.code')).toBeVisible();
  await expect(shopper.field('withdrawal.amount')).toHaveValue('5500');
  await shopper.field('confirmation.code').fill(await codeFor(email, /out of your wallet/));
  await shopper.button('withdrawal.withdraw').click();
  await withdrawals.expectBegun();
});
