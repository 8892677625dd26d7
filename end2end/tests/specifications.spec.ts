import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
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
