import { test } from './support/test';
import { TEA } from './support/goods';
import { Codes, OfferDesk, freshCode } from './support/pages/prices';

for (const lang of ['en', 'zh'] as const) {
  test(`a coupon with its explanation fits a phone, in the cart, the checkout and the back office (${lang})`, async ({
    door,
  }) => {
    const seller = await door.as('merchant', { lang });
    const desk = new OfferDesk(seller);
    const code = freshCode('PHONE');
    await desk.open();
    await desk.makeCoupon(code, '5');
    await desk.expectMade(code);
    await new Codes(seller).check();

    const buyer = await door.stranger({ lang });
    const codes = new Codes(buyer);
    await buyer.product.take(lang === 'en' ? TEA : { ...TEA, option: '500克' });
    await buyer.cart.open();
    await codes.type('NOBODYS');
    await codes.expectRefused('NOBODYS', buyer.text('price.unknown'));
    await codes.type(code);
    await codes.expectCounts(code);
    await codes.expectExplained(code);
    await codes.check();
    await buyer.cart.checkOut();
    await codes.expectExplained(code);
    await codes.check();
  });
}
