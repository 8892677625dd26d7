import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { APPROVED } from './support/pages/gateway';
import { Withdrawals, codeFor } from './support/pages/withdrawals';

test('a member takes money out of the wallet, and what came back is there again', async ({ shopper }) => {
  test.setTimeout(120_000);
  await shopper.account.signUp();
  await shopper.wallet.topUp('500');
  await shopper.link('wallet.to_withdraw').click();
  await shopper.arrivesAt(/\/wallet\/withdraw$/);
  const withdrawals = new Withdrawals(shopper);
  await expect(shopper.words('withdrawal.no_account')).toBeVisible();
  await expectAccessible(shopper.page);
  await withdrawals.saveAccount('Lin Xia', '6200 0000 0000 0003');
  await withdrawals.ask('500.01');
  await expect(shopper.words('field.too_much')).toBeVisible();
  await expectAccessible(shopper.page);
  await withdrawals.ask('120.50');
  await withdrawals.expectBegun();
  await withdrawals.expectStage('payout.returned');
  await expect(shopper.words('withdrawal.account_closed')).toBeVisible();
  await shopper.visit('/wallet');
  await expect(shopper.link('wallet.withdrawal_begun')).toBeVisible();
  await expect(shopper.link('wallet.withdrawal_returned')).toBeVisible();
  // Another number holds the money back.
  await withdrawals.open();
  await withdrawals.saveAccount('Lin Xia', '6222 0211 0000 1234 567');
  await withdrawals.open();
  await expect(shopper.words('withdrawal.held')).toBeVisible();
  await expect(shopper.button('withdrawal.withdraw')).toHaveCount(0);
  await expectAccessible(shopper.page);
});

test('a large sum is paid in and taken out with a code from a letter', async ({ shopper }) => {
  test.setTimeout(120_000);
  const { email } = await shopper.account.signUp();
  await shopper.visit('/wallet');
  await shopper.field('wallet.amount').fill('6000');
  await shopper.button('wallet.go_to_bank').click();
  await expect(shopper.main.getByRole('alert').filter({ hasText: '•••' })).toBeVisible();
  await shopper.awake();
  await expect(shopper.field('wallet.amount')).toHaveValue('6000');
  await expectAccessible(shopper.page);
  await shopper.field('confirmation.code').fill('12 34');
  await shopper.button('wallet.go_to_bank').click();
  await expect(shopper.words('confirmation.wrong', { count: 5 }).first()).toBeVisible();
  await shopper.field('confirmation.code').fill(await codeFor(email, /into your wallet/));
  await shopper.button('wallet.go_to_bank').click();
  await shopper.gateway.payWith(APPROVED);
  await shopper.arrivesAt(/^\/wallet/);

  const withdrawals = new Withdrawals(shopper);
  await withdrawals.open();
  await withdrawals.saveAccount('Lin Xia', '6222 0211 0000 1234 567');
  await withdrawals.ask('5500');
  await expect(shopper.main.getByRole('alert').filter({ hasText: '•••' })).toBeVisible();
  await expect(shopper.field('withdrawal.amount')).toHaveValue('5500');
  await shopper.field('confirmation.code').fill(await codeFor(email, /out of your wallet/));
  await expectAccessible(shopper.page);
  await shopper.button('withdrawal.withdraw').click();
  await withdrawals.expectBegun();
  await withdrawals.expectStage('payout.settled');
});

test('small sums that are a large one together wait for a code', async ({ shopper }) => {
  test.setTimeout(90_000);
  const { email } = await shopper.account.signUp();
  await shopper.wallet.topUp('4999');
  await shopper.field('wallet.amount').fill('1');
  await shopper.button('wallet.go_to_bank').click();
  await expect(shopper.words('confirmation.needed_together').first()).toBeVisible();
  await shopper.field('confirmation.code').fill(await codeFor(email, /into your wallet/));
  await shopper.button('wallet.go_to_bank').click();
  await shopper.gateway.payWith(APPROVED);
  await shopper.arrivesAt(/^\/wallet/);
});

test('withdrawals read in Chinese, and are nobody else’s', async ({ door, shopper }) => {
  const reader = await door.as('merchant', { lang: 'zh' });
  await new Withdrawals(reader).open();
  await expect(reader.heading('payout.account')).toBeVisible();
  await expectAccessible(reader.page);
  await shopper.page.goto('/wallet/withdraw');
  await shopper.arrivesAt(/^\/sign-in/);
});
