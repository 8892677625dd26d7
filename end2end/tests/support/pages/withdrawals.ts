import { expect } from '@playwright/test';
import { lettersTo } from '../mail';
import type { Person } from '../person';

/** The six digits of the letter that confirms this: letters lie there in no order. */
export async function codeFor(email: string, what: RegExp): Promise<string> {
  const find = () =>
    lettersTo(email)
      .filter(({ body }) => what.test(body))
      .map(({ body }) => /^\s*(\d{6})\s*$/m.exec(body)?.[1])
      .find((code) => code !== undefined);
  await expect.poll(find, { message: `a code for ${what}`, timeout: 15_000 }).toBeTruthy();
  return find() as string;
}

/** `/wallet/withdraw`. */
export class Withdrawals {
  constructor(private readonly person: Person) {}

  open(): Promise<void> {
    return this.person.visit('/wallet/withdraw');
  }

  async saveAccount(holder: string, number: string): Promise<void> {
    const { person } = this;
    await person.field('payout.holder').fill(holder);
    await person.field('payout.number').fill(number);
    await person.field('payout.bank').fill('Bank of the Lake');
    await person.button('payout.save').click();
    await person.arrivesAt(/\/wallet\/withdraw\?saved=1/);
    await expect(person.words('payout.saved')).toBeVisible();
  }

  async ask(amount: string): Promise<void> {
    const { person } = this;
    await person.field('withdrawal.amount').fill(amount);
    await person.button('withdrawal.withdraw').click();
  }

  async expectBegun(): Promise<void> {
    await this.person.arrivesAt(/\/wallet\/withdraw\?begun=1/);
    await expect(this.person.words('withdrawal.begun')).toBeVisible();
  }

  /** Waits until the first withdrawal of the list says so. */
  async expectStage(key: string): Promise<void> {
    const { person } = this;
    await expect(async () => {
      await this.open();
      const row = person.main.getByRole('row').nth(1);
      await expect(row).toContainText(person.text(key), { timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
  }
}
