import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { arrowTo, pressAt, tabTo } from './support/keyboard';
import { SpecificationsDesk } from './support/pages/specifications';

test('staff say what a category asks, change it and take it back', async ({ door }) => {
  const staff = await door.as('staff');
  const desk = new SpecificationsDesk(staff);
  await staff.visit('/desk');
  await staff.link('specification.title').click();
  await staff.arrivesAt(/^\/desk\/specifications$/);
  await expectAccessible(staff.page);
  await desk.choose('fresh-fruit');
  await expect(desk.row('Keeps'), 'asked above').toContainText('Number, in days');
  await expect(desk.row('Taste')).toContainText('Sweet · Sweet and sour · Tart');
  await expect(staff.button('specification.remove_of', { name: 'Taste' }), 'goods answer').toHaveCount(0);
  await expectAccessible(staff.page);
  await expectNoSidewaysScroll(staff.page);

  const name = `Peel ${Date.now()}`;
  await desk.type({ en: name, zh: '果皮', kind: 'choice', choices: 'Thin | 薄\n | ' });
  await desk.save();
  await expect(desk.form).toContainText('Line 2: ');
  await expectAccessible(staff.page);
  await desk.field('choices').fill('Thin | 薄\nThick | 厚');
  await desk.save();
  await desk.expectSaved(name, 'Thin · Thick');

  await desk.type({ en: 'Taste', zh: '口味', kind: 'text' });
  await desk.save();
  await expect(desk.field('key')).toHaveAttribute('aria-invalid', 'true');

  await desk.change(name);
  await expect(desk.field('choices')).toHaveValue('thin | Thin | 薄\nthick | Thick | 厚');
  await desk.field('choices').fill('thin | Very thin | 很薄\nthick | Thick | 厚');
  await expectAccessible(staff.page);
  await desk.save();
  await desk.expectSaved(name, 'Very thin · Thick');
  await desk.remove(name);
});

test('what a category asks is said, changed and taken back by keyboard alone', async ({ door }) => {
  test.setTimeout(90_000);
  const staff = await door.as('staff');
  const desk = new SpecificationsDesk(staff);
  const { keyboard } = staff.page;
  await desk.open();
  await arrowTo(staff, staff.main.locator('form[method="get"] [name="category"]'), 'fresh-fruit');
  await pressAt(staff, staff.button('specification.show'));
  await staff.arrivesAt(/^\/desk\/specifications\?category=fresh-fruit$/);

  const name = `Stone ${Date.now()}`;
  const typed: [string, string][] = [['name_en', name], ['name_zh', '果核'], ['choices', 'Loose | 离核']];
  for (const [field, words] of typed) {
    if (field === 'choices') await arrowTo(staff, desk.field('kind'), 'choice');
    await tabTo(staff, desk.field(field));
    await keyboard.type(words);
  }
  await keyboard.press('Enter');
  await keyboard.type('Clinging | 粘核');
  await pressAt(staff, desk.form.getByRole('button'));
  await desk.expectSaved(name, 'Loose · Clinging');

  await pressAt(staff, staff.link('specification.change_of', { name }));
  await expect(desk.field('change')).toHaveValue('true');
  await tabTo(staff, desk.field('choices'));
  await keyboard.press('ControlOrMeta+End');
  await keyboard.press('Enter');
  await keyboard.type('Half | 半离核');
  await pressAt(staff, desk.form.getByRole('button'), 'Space');
  await desk.expectSaved(name, 'Loose · Clinging · Half');
  await pressAt(staff, staff.button('specification.remove_of', { name }));
  await expect(staff.words('specification.removed').first()).toBeVisible();
  await expect(desk.row(name)).toHaveCount(0);
});

test('the desk of specifications reads in Chinese, and is nobody else’s', async ({ door, shopper }) => {
  const staff = await door.as('staff', { lang: 'zh' });
  const desk = new SpecificationsDesk(staff);
  await desk.open();
  await desk.choose('fresh-fruit');
  await expect(desk.row('保存期')).toContainText('数值，单位：天');
  await expectAccessible(staff.page);
  const neighbour = await door.as('neighbour');
  await neighbour.visit('/desk/specifications', 404);
  await shopper.page.goto('/desk/specifications');
  await shopper.arrivesAt(/^\/sign-in/);
});
