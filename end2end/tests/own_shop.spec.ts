import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { LOOKS, SCREENS } from './support/looks';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

for (const [screen, lang] of LOOKS) {
  test(`a member begins a shop, fills its shelf, opens its door and takes a break: ${screen}, ${lang}`, async ({
    door,
  }) => {
    test.setTimeout(120_000);
    const owner = await door.stranger({ viewport: SCREENS[screen], lang });
    await owner.account.signUp();
    const slug = `stall-${Date.now().toString(36)}-${screen}`;
    await owner.visit('/open-shop');
    await owner.main.locator('[name="slug"]').fill(slug);
    await owner.button('own_shop.open_it').click();
    await expect(owner.main.locator('.field-error:visible').first(), 'a name is missing').toBeVisible();
    await check(owner);
    await owner.main.locator('[name="name_en"]').fill('A stall by the bridge');
    await owner.button('own_shop.open_it').click();
    await owner.arrivesAt(new RegExp(`^/back-office/${slug}/settings`));
    await expect(owner.button('own_shop.open_now')).toBeDisabled();
    await check(owner);
    const buyer = await door.stranger();
    await buyer.visit(`/shops/${slug}`, 404);

    const desk = owner.listings(slug);
    const title = desk.freshTitle();
    await desk.begin(title);
    await owner.button('catalog.publish').click();
    await expect(owner.button('catalog.pause')).toBeVisible();
    await owner.visit(`/back-office/${slug}/settings`);
    await owner.button('own_shop.open_now').click();
    await expect(owner.button('own_shop.pause')).toBeVisible();
    await expect(async () => {
      await buyer.visit(`/shops/${slug}`);
      await expect(buyer.main.getByRole('link', { name: title }).first()).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });

    await owner.button('own_shop.pause').click();
    await expect(owner.button('own_shop.open_now')).toBeEnabled();
    await buyer.visit(`/shops/${slug}/${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`);
    await expect(buyer.words('product.shop_paused').first()).toBeVisible();
  });
}
