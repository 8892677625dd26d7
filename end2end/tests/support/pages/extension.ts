import { expect } from '@playwright/test';
import type { Person } from '../person';

/** Three more days to confirm, asked for on the order's page by its buyer or its shop. */
export class Extension {
  constructor(
    private readonly person: Person,
    private readonly trigger: 'order.extend' | 'order.extend_for_buyer',
  ) {}

  /** Opens the question, and answers with what it says. */
  async open(): Promise<string> {
    const { person } = this;
    await person.button(this.trigger, { days: 3 }).click();
    const hint = person.words('order.extend_hint');
    await expect(hint).toBeVisible();
    return hint.innerText();
  }

  async extend(): Promise<void> {
    await this.person.button('order.extend_now').click();
    await this.expectUsed();
  }

  /** It was asked for, by whomever: nobody asks again. */
  async expectUsed(): Promise<void> {
    const { person } = this;
    await expect(person.button('order.confirm').or(person.heading('order.timeline')).first()).toBeVisible();
    await expect(person.button(this.trigger)).toHaveCount(0);
  }
}
