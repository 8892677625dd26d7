import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { TEA } from './support/goods';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

for (const lang of ['en', 'zh'] as const) {
  test(`on a phone: hearts are in reach, and the list fits (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/');
    const heart = shopper.main.getByRole('article').first().getByRole('button');
    const box = await heart.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    const known = shopper.page.waitForResponse(/\/set_wish$/);
    await heart.tap();
    await expect(heart).toHaveAttribute('aria-pressed', 'true');
    await known;
    await shopper.visit(TEA.path);
    await check(shopper);
    await shopper.visit('/wishlist');
    await expect(shopper.main.locator('.wish')).toHaveCount(1);
    await check(shopper);
  });
}
