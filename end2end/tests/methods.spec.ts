import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import type { Person } from './support/person';

async function placeOne(buyer: Person): Promise<void> {
  await buyer.product.take(FLOWERS);
  await buyer.checkout.open();
  await buyer.checkout.fillAddress(freshEmail());
  await buyer.checkout.place();
}

test('an online bank says a little later that it has paid', async ({ shopper }) => {
  await placeOne(shopper);
  await expectAccessible(shopper.page);
  await shopper.checkout.payBy('checkout.by_online_bank');
  await shopper.gateway.arrive();
  await expectAccessible(shopper.page);
  await shopper.gateway.chooseBank('simulator.bank_lake');
  await expect(shopper.heading('checkout.waiting_title')).toBeVisible();
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();
  await shopper.visit(order);
  await expect(shopper.words('order.was_paid_by_online_bank')).toBeVisible();
});

test('a bank that refuses takes nothing, and quick pay pays', async ({ shopper }) => {
  await placeOne(shopper);
  await shopper.checkout.payBy('checkout.by_online_bank');
  await shopper.gateway.chooseBank('simulator.bank_river');
  await expect(shopper.words('checkout.bank_refused')).toBeVisible({ timeout: 20_000 });
  await shopper.checkout.payBy('checkout.by_quick_pay');
  await shopper.gateway.arrive();
  await expectAccessible(shopper.page);
  await shopper.gateway.quickPay('simulator.quick_empty');
  await shopper.checkout.expectDeclined();
  await shopper.checkout.payBy('checkout.by_quick_pay');
  await shopper.gateway.quickPay();
  await shopper.checkout.expectPaid();
});

test('the ways to pay read in Chinese', async ({ door }) => {
  const buyer = await door.stranger({ lang: 'zh' });
  await placeOne(buyer);
  await buyer.checkout.payBy('checkout.by_quick_pay');
  await buyer.gateway.arrive();
  await expect(buyer.page.getByRole('heading', { name: buyer.text('simulator.quick_title') })).toBeVisible();
  await expectAccessible(buyer.page);
  await buyer.gateway.quickPay();
  await buyer.checkout.expectPaid();
});
