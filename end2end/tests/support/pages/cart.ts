import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** `/cart`. */
export class CartPage {
  constructor(private readonly person: Person) {}

  async open(): Promise<void> {
    await this.person.visit('/cart');
  }

  /** One shop's part of the cart. */
  group(shop: string): Locator {
    return this.person.main.getByRole('region', {
      name: this.person.texts.name('cart.from_shop', { shop }),
    });
  }

  async expectShops(...shops: string[]): Promise<void> {
    for (const shop of shops) await expect(this.group(shop)).toBeVisible();
  }

  async setQuantity(title: string, quantity: number): Promise<void> {
    const { person } = this;
    const field = person.field('cart.quantity_of', { title });
    await field.fill(String(quantity));
    if (person.scripts) await field.blur();
    else await person.button('cart.update').first().click();
    await expect(field).toHaveValue(String(quantity));
  }

  async remove(title: string): Promise<void> {
    await this.person.button('cart.remove_what', { title }).click();
  }

  async checkOut(): Promise<void> {
    const { person } = this;
    await person.link('cart.checkout').locator('visible=true').first().click();
    await person.arrivesAt(/^\/checkout$/);
  }
}
