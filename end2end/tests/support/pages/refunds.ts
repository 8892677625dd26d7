import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

export type Refund = { pieces?: number; goods?: string; postage?: string; reason: string };

/** What a shop's people do about refunds on the page of one order. */
export class Refunds {
  constructor(private readonly person: Person) {}

  /** Unfolds the form. */
  async open(): Promise<void> {
    const { person } = this;
    await person.main.getByText(person.text('refund.refund'), { exact: true }).click();
    await expect(this.reason()).toBeVisible();
  }

  async fill({ pieces, goods, postage, reason }: Refund): Promise<void> {
    const { person } = this;
    if (pieces !== undefined) {
      await this.form.getByLabel(person.texts.name('refund.pieces_of')).first().fill(String(pieces));
    }
    if (goods !== undefined) await person.field('refund.goods').fill(goods);
    if (postage !== undefined) await person.field('refund.postage').fill(postage);
    await this.reason().fill(reason);
  }

  /** Asks for the sum, which is told and not paid yet. */
  async look(sum: string): Promise<void> {
    const { person } = this;
    await person.button('refund.look').click();
    await expect(person.main.getByRole('alert').filter({ hasText: sum })).toBeVisible();
    await expect(person.button('refund.pay_back', { sum })).toBeVisible();
  }

  /** Agrees to the sum; the history tells the reason. */
  async payBack(sum: string, reason: string): Promise<void> {
    const { person } = this;
    await person.button('refund.pay_back', { sum }).click();
    await expect(person.button('refund.pay_back', { sum })).toHaveCount(0);
    await expect(person.main.getByText(reason).first()).toBeVisible();
  }

  /** The one that asks for a reason; parcels ask for pieces too. */
  private get form(): Locator {
    const { person } = this;
    const reason = person.page.getByLabel(person.texts.name('refund.reason'));
    return person.main.locator('form').filter({ has: reason });
  }

  private reason(): Locator {
    return this.person.field('refund.reason');
  }
}
