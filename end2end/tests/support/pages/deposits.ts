import { expect } from '@playwright/test';
import type { Person } from '../person';

/** A shop's deposit, for its owner. */
export class DepositPage {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  open(): Promise<void> {
    return this.person.visit(`/back-office/${this.shop}/deposit`);
  }

  async payIn(amount: string): Promise<void> {
    const { person } = this;
    await person.field('deposit.pay_amount').fill(amount);
    await person.button('deposit.pay_now').click();
  }

  async expectPaidIn(): Promise<void> {
    await this.person.arrivesAt(/\/deposit\?paid=1/);
    await expect(this.person.words('deposit.paid')).toBeVisible();
  }
}

export type Fee = { order?: string; platform?: string; buyer?: string; reason?: string };

/** `/desk/fees`. */
export class FeesDesk {
  constructor(private readonly person: Person) {}

  open(): Promise<void> {
    return this.person.visit('/desk/fees');
  }

  /** Chooses the shop whose name the option begins with. */
  async choose(shopName: string): Promise<void> {
    const select = this.person.field('deposit.fee_shop');
    const option = select.locator('option').filter({ hasText: shopName });
    await select.selectOption((await option.getAttribute('value')) ?? '');
  }

  /** Fills what is given, and sends the form. */
  async charge({ order, platform, buyer, reason }: Fee): Promise<void> {
    const { person } = this;
    for (const [key, typed] of [
      ['deposit.fee_order', order],
      ['deposit.to_platform', platform],
      ['deposit.to_buyer', buyer],
      ['deposit.reason', reason],
    ] as const) {
      if (typed !== undefined) await person.field(key).fill(typed);
    }
    await person.button('deposit.charge_now').click();
  }

  async expectCharged(reason: string): Promise<void> {
    const { person } = this;
    await person.arrivesAt(/\/desk\/fees\?charged=1/);
    await expect(person.words('deposit.charged')).toBeVisible();
    await expect(person.main.getByRole('row').filter({ hasText: reason }).first()).toBeVisible();
  }
}
