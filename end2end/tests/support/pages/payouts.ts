import { expect } from '@playwright/test';
import type { Person } from '../person';

export type Account = { holder?: string; number?: string; bank?: string };

/** How a shop is paid out, for its owner. */
export class PayoutsPage {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  get path(): string {
    return `/back-office/${this.shop}/payouts`;
  }

  open(): Promise<void> {
    return this.person.visit(this.path);
  }

  /** Fills what is given, and sends the form. */
  async save({ holder, number, bank }: Account): Promise<void> {
    const { person } = this;
    for (const [key, typed] of [
      ['payout.holder', holder],
      ['payout.number', number],
      ['payout.bank', bank],
    ] as const) {
      if (typed !== undefined) await person.field(key).fill(typed);
    }
    await person.button('payout.save').click();
  }

  async expectSaved(): Promise<void> {
    await this.person.arrivesAt(/\/payouts\?saved=1/);
    await expect(this.person.words('payout.saved')).toBeVisible();
  }
}
