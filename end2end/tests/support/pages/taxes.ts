import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** `/desk/taxes`, and what is added to prices elsewhere. */
export class Taxes {
  constructor(private readonly person: Person) {}

  async open(): Promise<void> {
    await this.person.visit('/desk/taxes');
  }

  /** The way back for a country whose prices are without tax. */
  include(country: string): Locator {
    return this.person.button('tax.include_in', { country });
  }

  /** Lets tax be added to what goes to a country. */
  async addOnTop(code: string, country: string): Promise<void> {
    const { person } = this;
    await person.main.locator('form#on-top [name="country"]').selectOption(code);
    await person.button('tax.set_on_top').click();
    await expect(this.include(country)).toBeVisible();
  }

  /** Lets prices include tax again. */
  async takeBack(country: string): Promise<void> {
    await this.include(country).click();
    await expect(this.include(country)).toHaveCount(0);
  }

  /** The tax that a page says is added, shown or folded away. */
  added(rate: string): Locator {
    return this.person.words('tax.added', { rate });
  }

  /** Says at the checkout that it goes to another country. */
  async sendTo(code: string): Promise<void> {
    const country = this.person.field('account.country');
    await country.selectOption(code);
    if (this.person.scripts) await country.blur();
  }
}
