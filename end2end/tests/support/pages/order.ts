import { expect } from '@playwright/test';
import type { Person } from '../person';

/** `/orders/{id}`, for its buyer. */
export class OrderPage {
  constructor(private readonly person: Person) {}

  async open(path: string): Promise<void> {
    await this.person.visit(path);
  }

  /** Its number, as it stands in the title. */
  async number(): Promise<string> {
    const title = await this.person.heading('checkout.order_number').innerText();
    return this.person.texts.part('checkout.order_number').test(title)
      ? (/[\d-]{8,}/.exec(title)?.[0] ?? '')
      : '';
  }

  async expectHeld(): Promise<void> {
    await expect(this.person.words('order.lead_to_ship')).toBeVisible();
    await expect(this.person.words('ui.held_amount').first()).toBeVisible();
  }

  async expectShipped(tracking: string): Promise<void> {
    await expect(this.person.words('order.lead_shipped')).toBeVisible();
    await expect(this.person.main.getByText(tracking).first()).toBeVisible();
  }

  async confirmReceipt(): Promise<void> {
    const { person } = this;
    await person.button('order.confirm').click();
    await person.button('order.confirm_now').click();
    await expect(person.words('order.lead_completed')).toBeVisible();
  }

  /** Asks to call the order off, as its buyer or its shop, and answers with the sum that would go back. */
  async askToCancel(hint: 'order.cancel_hint' | 'order.cancel_hint_shop'): Promise<string> {
    const { person } = this;
    await person.button('order.cancel').click();
    const dialog = person.page.getByRole('dialog', { name: person.texts.name('order.cancel_title') });
    await expect(dialog).toBeVisible();
    // It comes in half transparent.
    await dialog.evaluate(async (element) => {
      await Promise.all(element.getAnimations().map((animation) => animation.finished));
    });
    const said = await dialog.getByText(person.texts.part(hint)).innerText();
    return /¥[\d.,]*\d/.exec(said)?.[0] ?? 'no sum';
  }

  async cancelNow(): Promise<void> {
    await this.person.button('order.cancel_now').click();
  }
}
