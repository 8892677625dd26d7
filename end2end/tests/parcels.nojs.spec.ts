import { expect, test } from './support/test';
import { FLOWERS } from './support/goods';
import { freshEmail } from './support/pages/account';
import { APPROVED } from './support/pages/gateway';
import { Parcels } from './support/pages/parcels';

test('without scripts: a part is sent, then the rest, and what was typed stays', async ({
  shopper,
  door,
}) => {
  await shopper.product.take(FLOWERS);
  await shopper.product.take(FLOWERS);
  await shopper.cart.checkOut();
  await shopper.checkout.fillAddress(freshEmail());
  await shopper.checkout.place();
  await shopper.checkout.payByCard();
  await shopper.gateway.payWith(APPROVED);
  await shopper.checkout.expectPaid();
  const [order] = await shopper.checkout.orders();

  const seller = await door.as('neighbour');
  const office = seller.backOffice(FLOWERS.shop);
  const parcels = new Parcels(seller);
  await parcels.open(office.path(order));
  await parcels.typeNumber('SF Express', 'SF0003');
  await parcels.choosePieces(3);
  await parcels.handOver();
  await expect(seller.words('field.out_of_range', { least: 0, most: 2 })).toBeVisible();
  await expect(seller.field('order.tracking_of')).toHaveValue('SF0003');
  await parcels.choosePieces(1);
  await parcels.handOver();
  await parcels.expectParcels(1);
  await office.ship(order);
  await shopper.order.open(order);
  await expect(shopper.words('shipping.parcel_of', { number: 2, count: 2 })).toBeVisible();
});
