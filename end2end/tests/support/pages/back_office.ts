import { expect } from '@playwright/test';
import type { Person } from '../person';

let sent = 0;

/** The back office of one shop, for its people. */
export class BackOffice {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  path(page: string): string {
    return `/back-office/${this.shop}${page}`;
  }

  /** Sends a paid order, and answers with the tracking number. */
  async ship(orderPath: string): Promise<string> {
    const { person } = this;
    sent += 1;
    const tracking = `SF${process.pid}${sent}`;
    await person.visit(this.path(orderPath));
    await person.main.getByLabel(person.texts.name('order.carrier')).fill('SF Express');
    await person.field('order.tracking_of').fill(tracking);
    await person.button('order.ship_count', { count: 1 }).click();
    await person.arrivesAt(/\/orders\?.*sent=1/);
    await expect(person.words('order.sent', { count: 1 })).toBeVisible();
    return tracking;
  }

  /** The shop's account tells what this order brought. */
  async expectEarned(orderNumber: string): Promise<void> {
    const { person } = this;
    await person.visit(this.path('/balance'));
    const entry = person.main.getByRole('row').filter({ hasText: orderNumber });
    await expect(entry.filter({ hasText: person.text('wallet.order_released') })).toBeVisible();
  }
}
