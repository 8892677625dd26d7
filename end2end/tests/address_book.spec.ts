import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { FLOWERS } from './support/goods';
import { LOOKS, SCREENS } from './support/looks';
import type { Person } from './support/person';

/** Fills the form that stands open, and saves it. */
async function save(person: Person, recipient: string, city: string): Promise<void> {
  for (const [key, typed] of [
    ['account.recipient', recipient],
    ['account.phone', '+86 154 0000 0199'],
    ['account.city', city],
    ['account.line', '9 Osmanthus Lane, flat 12'],
  ]) {
    await person.field(key).fill(typed);
  }
  await person.button('account.save_address').click();
}

for (const [screen, lang] of LOOKS) {
  test(`addresses are kept, preferred, edited, removed and brought back: ${screen}, ${lang}`, async ({ door }) => {
    test.setTimeout(90_000);
    const member = await door.stranger({ viewport: SCREENS[screen], lang });
    const entry = (recipient: string) => member.main.getByRole('listitem').filter({ hasText: recipient });
    const badge = (recipient: string) => entry(recipient).getByText(member.text('account.preferred'), { exact: true });
    await member.account.signUp();
    await member.visit('/account/addresses');
    await save(member, 'Lin Xia', 'Hangzhou');
    await expect(badge('Lin Xia')).toBeVisible();
    await save(member, 'Hu Ying', 'Suzhou');
    await expect(entry('Hu Ying')).toBeVisible();
    await expect(badge('Hu Ying')).toHaveCount(0);
    await expectAccessible(member.page);
    await expectNoSidewaysScroll(member.page);

    await member.button('account.prefer_address_of', { name: 'Hu Ying' }).click();
    await expect(badge('Hu Ying')).toBeVisible();
    await expect(badge('Lin Xia')).toHaveCount(0);
    await member.link('account.edit_address_of', { name: 'Hu Ying' }).click();
    await member.arrivesAt(/\?edit=/);
    await expect(member.field('account.city')).toHaveValue('Suzhou');
    await save(member, 'Hu Ying', 'Wuxi');
    await expect(entry('Hu Ying')).toContainText('Wuxi');

    await member.button('account.remove_address_of', { name: 'Lin Xia' }).click();
    await expect(member.words('account.removed')).toBeVisible();
    await expect(entry('Lin Xia')).toHaveCount(0);
    await expectAccessible(member.page);
    await member.button('account.undo').click();
    await expect(entry('Lin Xia')).toBeVisible();

    await member.product.take(FLOWERS);
    await member.checkout.open();
    await expect(member.main.getByRole('radio', { name: /^Hu Ying/ })).toBeChecked();
    await member.checkout.place();
  });
}
