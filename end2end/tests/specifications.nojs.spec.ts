import { expect, test } from './support/test';
import { SpecificationsDesk } from './support/pages/specifications';

test('without scripts: staff say what a category asks, change it and take it back', async ({ door }) => {
  const staff = await door.as('staff', { lang: 'zh' });
  const desk = new SpecificationsDesk(staff);
  await desk.open();
  await desk.choose('fresh-vegetables');
  const name = `根长${Date.now()}`;
  await desk.type({ en: '', zh: name, kind: 'number', unit: 'cm' });
  await desk.save();
  await expect(desk.field('key')).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.field('name_zh'), 'what was typed stays').toHaveValue(name);
  await desk.field('key').fill(`root_${Date.now()}`);
  await desk.save();
  await desk.expectSaved(name, 'cm');
  await desk.change(name);
  await desk.field('unit_zh').fill('厘米');
  await desk.save();
  await desk.expectSaved(name, '厘米');
  await desk.remove(name);
});
