import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { FLOWERS } from './support/goods';
import { expectLetter } from './support/mail';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';

test('a letter’s link shows a guest the order on any device, and asks first who is signed in there', async ({
  shopper,
  door,
}) => {
  test.setTimeout(90_000);
  const email = freshEmail();
  await shopper.product.take(FLOWERS);
  await shopper.cart.open();
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(email);
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();
  const letter = await expectLetter(email, /./);
  const link = /\/guest\/\S+/.exec(letter.body)?.[0] ?? 'no link';

  const elsewhere = await door.stranger();
  await elsewhere.visit(link);
  await elsewhere.order.open(order);
  await elsewhere.order.expectHeld();

  const member = await door.stranger();
  await member.account.signUp({ name: 'Hu Ying' });
  await member.visit(order, 404);
  await member.visit(link);
  await expect(member.words('account.guest_ask', { name: 'Hu Ying' })).toBeVisible();
  await expectAccessible(member.page);
  await member.button('account.guest_open').click();
  await member.page.waitForURL((url) => !url.pathname.startsWith('/guest/'));
  await member.order.open(order);
  await member.order.expectHeld();
});
