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

  /** Sets the standard rate of a region from a day on. */
  async setRate(code: string, region: string, rate: string, from: string): Promise<void> {
    const { person } = this;
    const form = person.main.locator('form#add-rate');
    await form.locator('[name="country"]').selectOption(code);
    await form.locator('[name="region"]').fill(region);
    await form.locator('[name="rate"]').fill(rate);
    await form.locator('[name="from"]').fill(from);
    await person.button('tax.set_rate').click();
  }

  /** Where the country of a rate is chosen. */
  get country(): Locator {
    return this.person.main.locator('form#add-rate [name="country"]');
  }

  /** Where the day is typed from which a rate is in force. */
  get from(): Locator {
    return this.person.main.locator('form#add-rate [name="from"]');
  }

  /** The line of a region's rate. */
  rateOf(country: string, region: string): Locator {
    return this.person.main.getByRole('row').filter({ hasText: `${country}: ${region}` });
  }

  /** The tax that a page says is added, shown or folded away. */
  added(rate: string): Locator {
    return this.person.words('tax.added', { rate });
  }

  /** That tax is in a total. */
  included(): Locator {
    return this.person.main.getByText(this.person.texts.name('tax.included'));
  }

  /** Says at the checkout that it goes to another country. */
  async sendTo(code: string): Promise<void> {
    const country = this.person.field('account.country');
    await country.selectOption(code);
    if (this.person.scripts) await country.blur();
  }
}
