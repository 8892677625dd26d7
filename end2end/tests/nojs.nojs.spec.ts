import { expect, test } from './support/test';
import { FLOWERS, TEA } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';

test('without scripts: search, choose, buy, pay, see the order; the shop ships it; the buyer confirms', async ({
  shopper,
  door,
}) => {
  await shopper.visit('/');
  await shopper.header.search('green tea');
  await shopper.main.getByRole('link', { name: TEA.title }).first().click();
  await shopper.arrivesAt(/^\/shops\//);
  await shopper.product.choose('500 g');
  await shopper.product.addToCart();
  await shopper.cart.setQuantity(TEA.title, 2);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();

  const seller = await door.as('merchant');
  const tracking = await seller.backOffice(TEA.shop).ship(order);
  await shopper.order.open(order);
  await shopper.order.expectShipped(tracking);
  await shopper.order.confirmReceipt();
});

test('without scripts, a wrong password is told and the e-mail address stays', async ({ shopper }) => {
  const email = freshEmail();
  await shopper.visit('/sign-in');
  await shopper.account.trySignIn(email, 'not the password');
  await shopper.account.expectWrongPassword();
  await expect(shopper.field('account.email')).toHaveValue(email);
});

test('without scripts, the language switch keeps the page', async ({ shopper }) => {
  await shopper.visit(FLOWERS.path);
  await shopper.header.switchLanguage('zh');
  expect(new URL(shopper.page.url()).pathname).toBe(FLOWERS.path);
});

test('without scripts, a place that is kept is told, with the button that asks again', async ({ shopper }) => {
  await shopper.product.take(TEA);
  // Where the server leads back to when too many order at once.
  const fault = Buffer.from(JSON.stringify({ Refused: { Busy: { ahead: 12 } } })).toString('base64');
  const told = new URLSearchParams({
    __path: '/api/trade/checkout/place_checkout',
    __err: fault.replaceAll('+', '-').replaceAll('/', '_'),
  });
  await shopper.visit(`/checkout?${told}`);
  const busy = shopper.checkout.busy();
  await expect(busy).toContainText(shopper.text('checkout.before_you', { count: 12 }));
  await expect(busy).toContainText(shopper.text('checkout.kept_for', { seconds: 30 }));
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.button('checkout.ask_again').click();
  await shopper.checkout.expectPaying();
});
