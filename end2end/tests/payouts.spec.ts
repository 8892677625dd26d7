import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { PayoutsPage } from './support/pages/payouts';

test('a shop sees what its bank was paid, and the statement names it', async ({ door }) => {
  const seller = await door.as('merchant');
  await seller.visit('/back-office/cloud-ridge-tea/balance');
  await seller.link('wallet.to_payouts').click();
  await seller.arrivesAt(/\/payouts$/);
  const row = seller.main.getByRole('row').filter({ hasText: seller.text('payout.settled') }).first();
  await expect(row).toContainText('••••');
  await expectAccessible(seller.page);
  await seller.visit('/back-office/cloud-ridge-tea/balance');
  await expect(seller.link('wallet.payout_begun').first()).toBeVisible();

  const reader = await door.as('merchant', { lang: 'zh' });
  await reader.visit('/back-office/cloud-ridge-tea/payouts');
  await expect(reader.heading('payout.account')).toBeVisible();
  await expectAccessible(reader.page);
});

test('an owner names the first bank account, and the money arrives', async ({ door }) => {
  test.setTimeout(120_000);
  const seller = await door.as('phones');
  const payouts = new PayoutsPage(seller, 'north-pier-digital');
  await payouts.open();
  await expect(seller.words('payout.no_account')).toBeVisible();
  await expect(seller.words('payout.none')).toBeVisible();
  await payouts.save({ holder: 'Zheng Haofei', number: 'DE89 3704 0044 0532 0130 01', bank: 'Pier Bank' });
  await expect(seller.main.locator('.field-error:visible')).toHaveCount(1);
  await expectAccessible(seller.page);
  await payouts.save({ number: 'DE89 3704 0044 0532 0130 00' });
  await payouts.expectSaved();
  await expect(seller.words('payout.number_keep', { masked: '•••• 3000' })).toBeVisible();
  await expect(async () => {
    await payouts.open();
    const row = seller.main.getByRole('row').filter({ hasText: '•••• 3000' });
    await expect(row).toContainText(seller.text('payout.settled'), { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await seller.visit('/notices');
  await expect(seller.main.getByText(/ending in 3000/).first()).toBeVisible();
});

test('payouts are nobody else’s', async ({ door, shopper }) => {
  const neighbour = await door.as('neighbour');
  await neighbour.visit('/back-office/cloud-ridge-tea/payouts', 404);
  await shopper.page.goto('/back-office/cloud-ridge-tea/payouts');
  await shopper.arrivesAt(/^\/sign-in/);
});
