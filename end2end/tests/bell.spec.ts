import { expect, test } from './support/test';
import { HONEY } from './support/goods';
import { APPROVED } from './support/pages/gateway';

test('a shop’s bell counts up when an order is paid, on the page that is open', async ({ shopper, door }) => {
  const seller = await door.as('neighbour');
  const listens = seller.page.waitForResponse(/\/notices\/stream$/);
  await seller.visit(`/back-office/${HONEY.shop}`);
  expect((await listens).headers()['content-type']).toBe('text/event-stream');
  const before = await seller.header.unread();
  // A page that is loaded anew would not have it.
  await seller.page.evaluate(() => document.body.setAttribute('data-same-page', ''));

  await shopper.account.signUp();
  await shopper.product.take(HONEY);
  await shopper.cart.open();
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress();
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();

  await seller.header.expectRing(before);
  await expect(seller.page.locator('body[data-same-page]')).toBeAttached();
  await seller.header.openNotices();
});

test('a stranger’s page opens no stream', async ({ shopper }) => {
  const streams: string[] = [];
  shopper.page.on('request', (request) => {
    if (request.url().includes('/notices/stream')) streams.push(request.url());
  });
  await shopper.visit('/');
  await shopper.page.waitForLoadState('networkidle');
  expect(streams).toEqual([]);
});
