import { expect } from '@playwright/test';
import type { Person } from '../person';

export const APPROVED = '4242 4242 4242 4242';
export const DECLINED = '4000 0000 0000 0002';
export const CHALLENGED = '4000 0000 0000 3220';
export const EXPIRED = '4000 0000 0000 0069';

/** The payment gateway's own pages. They have no scripts. */
export class Gateway {
  constructor(private readonly person: Person) {}

  async arrive(): Promise<void> {
    await this.person.page.waitForURL(/\/pay\/[^/]+$/);
  }

  async payWith(card: string): Promise<void> {
    await this.arrive();
    const { person } = this;
    await person.field('simulator.number').fill(card);
    await person.field('simulator.expiry').fill('12/34');
    await person.field('simulator.cvc').fill('123');
    await person.button('simulator.pay').click();
  }

  async approveChallenge(): Promise<void> {
    const { person } = this;
    await person.page.waitForURL(/\/challenge$/);
    await expect(person.heading('simulator.challenge_title')).toBeVisible();
    await person.button('simulator.challenge_approve').click();
  }

  /** Leaves the transfer to one of the banks. */
  async chooseBank(key: string): Promise<void> {
    await this.arrive();
    const { person } = this;
    await person.main.getByRole('radio', { name: person.texts.part(key) }).check();
    await person.button('simulator.pay').click();
  }

  /** Answers the app's one question. */
  async quickPay(key = 'simulator.quick_confirm'): Promise<void> {
    await this.arrive();
    await this.person.button(key).click();
  }

  async cancel(): Promise<void> {
    await this.arrive();
    await this.person.button('simulator.cancel').click();
  }
}
