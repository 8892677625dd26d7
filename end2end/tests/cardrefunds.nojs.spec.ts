import { expect, test } from './support/test';

test('without scripts: a member sends money from the wallet back to the card', async ({ shopper }) => {
  test.setTimeout(120_000);
  await shopper.account.signUp();
  await shopper.wallet.topUp('50');
  await shopper.button('card_refund.return_card').click();
  await shopper.arrivesAt(/^\/wallet\?returned=1/);
  await expect(shopper.words('card_refund.begun')).toBeVisible();
  await expect(shopper.words('wallet.card_refund_begun')).toBeVisible();
});
