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

  /** Pages of one order that waits to be shipped, of one listing and of one layout, by name. */
  async detailPages(): Promise<Record<string, string>> {
    const order = await this.firstLink('/orders?stage=to_ship', /\/orders\/([0-9a-f-]{36})$/);
    const listing = await this.firstLink('/listings', /\/listings\/([0-9a-f-]{36})$/);
    const layout = await this.firstLink('/decoration', /\/decoration\/([0-9a-f-]{36})$/);
    return {
      'shop-order': this.path(`/orders/${order}`),
      ship: this.path(`/orders/ship?ids=${order}`),
      slips: this.path(`/orders/slips?ids=${order}`),
      'listing-editor': this.path(`/listings/${listing}`),
      'layout-editor': this.path(`/decoration/${layout}`),
    };
  }

  private async firstLink(page: string, pattern: RegExp): Promise<string> {
    const { person } = this;
    await person.visit(this.path(page));
    const hrefs = await person.main
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    const id = hrefs.map((href) => pattern.exec(href)?.[1]).find((found) => found !== undefined);
    if (id === undefined) throw new Error(`${page} has no link like ${pattern}`);
    return id;
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

  /** Counts a thing of one kind anew: so many pieces beyond those that are reserved. */
  async restock(title: string, available: number): Promise<void> {
    const { person } = this;
    await person.visit(this.path(`/stock?q=${encodeURIComponent(title)}`));
    const row = person.main.getByRole('row').filter({ hasText: title });
    const reserved = Number(await row.locator('th, td').nth(-2).innerText());
    await row.getByRole('textbox').fill(String(reserved + available));
    await person.button('catalog.save_counts').click();
    await expect(person.words('catalog.shelves_counted', { count: 1 })).toBeVisible();
  }

  /** The shop's account tells what this order brought. */
  async expectEarned(orderNumber: string): Promise<void> {
    const { person } = this;
    await person.visit(this.path('/balance'));
    const entry = person.main.getByRole('row').filter({ hasText: orderNumber });
    await expect(entry.filter({ hasText: person.text('wallet.order_released') })).toBeVisible();
  }
}
