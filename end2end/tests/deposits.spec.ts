import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { TEA } from './support/goods';
import { DepositPage, FeesDesk } from './support/pages/deposits';
import { APPROVED } from './support/pages/gateway';

test('a shop pays in what it earned, and a fee goes from there to the market and the buyer', async ({
  shopper,
  door,
}) => {
  test.setTimeout(120_000);
  await shopper.account.signUp();
  await shopper.product.take(TEA);
  await shopper.cart.open();
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress();
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();
  const seller = await door.as('merchant');
  await seller.backOffice(TEA.shop).ship(order);
  await shopper.order.open(order);
  await shopper.order.confirmReceipt();
  const number = await shopper.order.number();

  const deposit = new DepositPage(seller, TEA.shop);
  await deposit.open();
  await expectAccessible(seller.page);
  await deposit.payIn('9999999');
  await expect(seller.words('field.too_much')).toBeVisible();
  await expect(seller.field('deposit.pay_amount')).toHaveValue('9999999');
  await expectAccessible(seller.page);
  await deposit.payIn('2');
  await deposit.expectPaidIn();

  const staff = await door.as('staff');
  await staff.visit('/desk');
  await staff.link('deposit.fees').click();
  await staff.arrivesAt(/\/desk\/fees$/);
  await expectAccessible(staff.page);
  const desk = new FeesDesk(staff);
  const reason = `Sent late, order ${number}`;
  await desk.choose(TEA.shopName);
  await desk.charge({ buyer: '1', reason });
  await expect(staff.field('deposit.fee_order')).toHaveAttribute('aria-invalid', 'true');
  await desk.charge({ order: number, platform: '9999999' });
  await expect(staff.field('deposit.to_platform')).toHaveAttribute('aria-invalid', 'true');
  await expect(staff.field('deposit.fee_order')).toHaveValue(number);
  await expectAccessible(staff.page);
  await desk.charge({ platform: '0.50' });
  await desk.expectCharged(reason);
  await expectAccessible(staff.page);

  await deposit.open();
  const entry = seller.main.getByRole('row').filter({ hasText: reason });
  await expect(entry).toContainText('1.50');
  await seller.visit('/notices');
  await expect(seller.main.getByText(reason).first()).toBeVisible();
  await shopper.visit('/wallet');
  await expect(shopper.words('wallet.violation_fee_buyer').first()).toBeVisible();
  await shopper.visit('/notices');
  await expect(shopper.main.getByText(reason).first()).toBeVisible();
});

test('deposit and fees read in Chinese, and are nobody else’s', async ({ door, shopper }) => {
  const reader = await door.as('merchant', { lang: 'zh' });
  await new DepositPage(reader, TEA.shop).open();
  await expect(reader.heading('deposit.history')).toBeVisible();
  await expectAccessible(reader.page);
  const staff = await door.as('staff', { lang: 'zh' });
  await new FeesDesk(staff).open();
  await expect(staff.heading('deposit.fees_list')).toBeVisible();
  await expectAccessible(staff.page);

  const neighbour = await door.as('neighbour');
  await neighbour.visit(`/back-office/${TEA.shop}/deposit`, 404);
  await neighbour.visit('/desk/fees', 404);
  await shopper.page.goto(`/back-office/${TEA.shop}/deposit`);
  await shopper.arrivesAt(/^\/sign-in/);
});
