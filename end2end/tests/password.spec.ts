import { expect, test } from './support/test';
import { expectLetter } from './support/mail';

test('a forgotten password is replaced by the link of a letter', async ({ shopper, door }) => {
  const { email } = await shopper.account.signUp();
  const person = await door.stranger();
  await person.visit('/sign-in');
  await person.link('account.forgot_password').click();
  await person.arrivesAt(/^\/forgot-password$/);
  await person.field('account.email').fill(email);
  await person.button('account.send_link').click();
  await expect(person.words('account.link_sent')).toBeVisible();

  const letter = await expectLetter(email, /Choose a new password/);
  const path = /\/reset-password\/\S+/.exec(letter.body)?.[0] as string;
  await person.visit(path);
  await person.field('account.new_password').fill('short');
  await person.button('account.save_password').click();
  await expect(person.field('account.new_password')).toHaveAttribute('aria-invalid', 'true');
  await person.field('account.new_password').fill('herons in the reeds');
  await person.button('account.save_password').click();
  await person.arrivesAt(/^\/account$/);

  // The old session has ended with the old password; the link works once.
  await shopper.page.goto('/account');
  await shopper.arrivesAt(/^\/sign-in/);
  const late = await door.stranger();
  await late.visit(path);
  await late.field('account.new_password').fill('herons in the reeds');
  await late.button('account.save_password').click();
  await expect(late.words('account.reset_expired')).toBeVisible();
});

test('a member changes name and password', async ({ shopper }) => {
  const { email, password } = await shopper.account.signUp();
  await shopper.visit('/account/password');
  await shopper.field('account.name').fill('Shen Yue');
  await shopper.button('account.save_name').click();
  await shopper.arrivesAt(/^\/account$/);
  await expect(shopper.main.getByText('Shen Yue')).toBeVisible();

  await shopper.visit('/account/password');
  await shopper.field('account.current_password').fill('not this one');
  await shopper.field('account.new_password').fill('a kite over the wall');
  await shopper.button('account.change_password').click();
  await expect(shopper.words('account.wrong_current').first()).toBeVisible();
  await shopper.field('account.current_password').fill(password);
  await shopper.field('account.new_password').fill('a kite over the wall');
  await shopper.button('account.change_password').click();
  await shopper.arrivesAt(/^\/account$/);
  await shopper.account.signOut();
  await shopper.account.signIn(email, 'a kite over the wall');
});
