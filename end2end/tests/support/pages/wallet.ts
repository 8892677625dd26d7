import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';
import { APPROVED } from './gateway';

/** `/wallet`. */
export class WalletPage {
  constructor(private readonly person: Person) {}

  /** The newest entry of a kind. */
  entry(key: string): Locator {
    const { person } = this;
    return person.main.locator('tbody tr').filter({ hasText: person.text(key) }).first();
  }

  /** Pays an amount in by card and waits until it is there. */
  async topUp(amount: string): Promise<void> {
    const { person } = this;
    await person.visit('/wallet');
    await person.field('wallet.amount').fill(amount);
    await person.button('wallet.go_to_bank').click();
    await person.gateway.payWith(APPROVED);
    await person.arrivesAt(/^\/wallet/);
    await expect(async () => {
      await person.visit('/wallet');
      await expect(this.entry('wallet.wallet_funded')).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 10_000 });
  }
}
