import { expect } from '@playwright/test';
import type { Person } from '../person';

/** Handing parcels over, on the page of one order in the back office. */
export class Parcels {
  constructor(private readonly person: Person) {}

  async open(path: string): Promise<void> {
    await this.person.visit(path);
    await expect(this.person.button('order.ship_count', { count: 1 })).toBeVisible();
  }

  /** Says how many pieces of the first line go along. */
  async choosePieces(pieces: number): Promise<void> {
    const { person } = this;
    const field = person.field('shipping.pieces_of').first();
    if (!(await field.isVisible())) {
      await person.main.getByText(person.text('shipping.only_a_part'), { exact: true }).click();
    }
    await field.fill(String(pieces));
  }

  async typeNumber(carrier: string, tracking: string): Promise<void> {
    const { person } = this;
    await person.main.getByLabel(person.texts.name('order.carrier')).fill(carrier);
    await person.field('order.tracking_of').fill(tracking);
  }

  async chooseLabel(): Promise<void> {
    const { person } = this;
    await person.main.getByRole('radio', { name: person.texts.part('shipping.by_label') }).check();
  }

  async handOver(): Promise<void> {
    await this.person.button('order.ship_count', { count: 1 }).click();
  }

  async expectParcels(count: number): Promise<void> {
    const { person } = this;
    await expect(
      person.main.getByText(person.text('shipping.parcel_of', { number: count, count })),
    ).toBeVisible();
  }
}
