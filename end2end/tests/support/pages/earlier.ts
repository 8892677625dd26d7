import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

const EXPORT = join(__dirname, '../../../fixtures/olist');

/** The orders that a shop had in another market: brought in by the operator, seen by its people. */
export class EarlierOrders {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  /** Brings the history in; a second time changes nothing. */
  async bringIn(): Promise<void> {
    const binary = process.env.LONGTAIL_BIN;
    if (!binary) throw new Error('LONGTAIL_BIN does not say where the server is');
    const whose = `hive=${this.shop}`;
    await promisify(execFile)(binary, ['import', 'orders', '--format', 'olist', '--shop-of', whose, EXPORT]);
  }

  /** Goes there from the shop's orders. */
  async open(): Promise<void> {
    const { person } = this;
    await person.visit(`/back-office/${this.shop}/orders`);
    await person.link('past.title').click();
    await person.arrivesAt(/\/orders\/earlier$/);
    await expect(person.heading('past.title')).toBeVisible();
  }

  order(key: string): Locator {
    return this.person.main.getByRole('row').filter({ hasText: key });
  }

  async lookFor(words: string): Promise<void> {
    const { person } = this;
    await person.field('past.search_for').fill(words);
    await person.button('past.search').click();
    await person.arrivesAt(/\?.*q=/);
  }
}
