import { expect } from '@playwright/test';
import type { Person } from '../person';

let signedUp = 0;

/** An e-mail address that nobody had before, in this or another run. */
export function freshEmail(): string {
  signedUp += 1;
  return `e2e-${process.pid}-${Date.now().toString(36)}-${signedUp}@buyers.example`;
}

export type Member = { name: string; email: string; password: string };

/** Signing up, in and out. */
export class AccountPages {
  constructor(private readonly person: Person) {}

  /** Becomes a member, and is on their account's page. */
  async signUp(member: Partial<Member> = {}): Promise<Member> {
    const { person } = this;
    const whole = {
      name: 'Lin Xia',
      email: freshEmail(),
      password: 'a quiet street in spring',
      ...member,
    };
    await person.visit('/sign-up');
    await person.field('account.name').fill(whole.name);
    await person.field('account.email').fill(whole.email);
    await person.field('account.password').fill(whole.password);
    await person.button('account.sign_up').click();
    await person.arrivesAt(/^\/account$/);
    return whole;
  }

  async signIn(email: string, password: string): Promise<void> {
    const { person } = this;
    await person.visit('/sign-in');
    await this.trySignIn(email, password);
    await person.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await person.awake();
  }

  /** Fills in the form of the page and sends it. */
  async trySignIn(email: string, password: string): Promise<void> {
    const { person } = this;
    await person.field('account.email').fill(email);
    await person.field('account.password').fill(password);
    await person.main
      .getByRole('button', { name: person.texts.name('account.sign_in') })
      .click();
  }

  async expectWrongPassword(): Promise<void> {
    const alert = this.person.main.getByRole('alert');
    await expect(alert).toContainText(this.person.text('account.wrong_password'));
  }

  async signOut(): Promise<void> {
    const { person } = this;
    await person.visit('/account');
    await person.button('account.sign_out').click();
    await person.arrivesAt(/^\/$/);
  }
}
