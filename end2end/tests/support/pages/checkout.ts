import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

export const ADDRESS = {
  recipient: 'Lin Xia',
  phone: '+86 154 0000 0199',
  city: 'Hangzhou',
  line: '9 Osmanthus Lane, flat 12',
};

const PAYING = /^\/checkout\/[0-9a-f-]{36}/;

/** `/checkout`, and the page where a placed order is paid. */
export class CheckoutPage {
  constructor(private readonly person: Person) {}

  async open(): Promise<void> {
    await this.person.visit('/checkout');
  }

  async fillAddress(email?: string): Promise<void> {
    const { person } = this;
    if (email) await person.field('checkout.email').fill(email);
    await person.field('checkout.recipient').fill(ADDRESS.recipient);
    await person.field('checkout.phone').fill(ADDRESS.phone);
    await person.field('checkout.city').fill(ADDRESS.city);
    await person.field('checkout.line').fill(ADDRESS.line);
  }

  async send(): Promise<void> {
    // A phone's bar has one too, hidden as soon as the page has its styles.
    await this.person.button('checkout.place_and_pay').locator('visible=true').first().click();
  }

  async place(): Promise<void> {
    await this.send();
    await this.expectPaying();
  }

  /** What is told where too many order at once. */
  busy(): Locator {
    const { main, texts } = this.person;
    return main.getByRole('group', { name: texts.name('checkout.busy') });
  }

  /** The order is placed, and asks to be paid. */
  async expectPaying(): Promise<void> {
    await this.person.arrivesAt(PAYING);
    await expect(this.person.button('checkout.pay')).toBeVisible();
  }

  async payByCard(): Promise<void> {
    await this.person.button('checkout.pay').click();
  }

  async payFromWallet(): Promise<void> {
    await this.payBy('checkout.by_wallet');
  }

  /** Chooses a way to pay and goes on. */
  async payBy(key: string): Promise<void> {
    const { person } = this;
    await person.main.getByRole('radio', { name: person.texts.part(key) }).check();
    await person.button('checkout.pay').click();
  }

  async expectPaid(): Promise<void> {
    await this.person.arrivesAt(PAYING);
    await expect(this.person.heading('checkout.thanks')).toBeVisible({ timeout: 15_000 });
  }

  async expectDeclined(): Promise<void> {
    await this.person.arrivesAt(PAYING);
    await expect(this.person.words('checkout.declined').first()).toBeVisible();
  }

  /** The paths of the paid orders, in the order of the cart's shops. */
  async orders(): Promise<string[]> {
    const links = this.person.link('checkout.follow_order');
    await expect(links.first()).toBeVisible();
    return links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  }
}
