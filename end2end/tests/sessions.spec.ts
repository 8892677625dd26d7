import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';

test('a member ends the session of another device, and then every one', async ({ shopper, door }) => {
  const { email, password } = await shopper.account.signUp();
  const elsewhere = await door.stranger();
  await elsewhere.account.signIn(email, password);

  await shopper.visit('/account/sessions');
  const devices = shopper.main.getByRole('listitem').filter({ hasText: shopper.text('account.last_seen') });
  const other = devices.filter({ hasNotText: shopper.text('account.this_device') });
  await expect(devices).toHaveCount(2);
  await expectAccessible(shopper.page);
  await other.getByRole('button').click();
  await expect(devices).toHaveCount(1);
  await expect(devices).toContainText(shopper.text('account.this_device'));
  await elsewhere.page.goto('/account');
  await elsewhere.arrivesAt(/^\/sign-in/);

  await elsewhere.account.signIn(email, password);
  await shopper.visit('/account/sessions');
  await shopper.button('account.everywhere').click();
  await shopper.arrivesAt(/^\/sign-in/);
  await elsewhere.page.goto('/account');
  await elsewhere.arrivesAt(/^\/sign-in/);
});
