import { expect, type Locator } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../axe';
import { TEA } from '../goods';
import type { Person } from '../person';

const OFFICE = `/back-office/${TEA.shop}/offers`;

/** A code that no other test uses. */
export function freshCode(word: string): string {
  return `${word}-${Math.random().toString(36).slice(2, 8)}`.toUpperCase();
}

/** Where a shop makes its offers and coupons. */
export class OfferDesk {
  constructor(private readonly person: Person) {}

  async open(): Promise<void> {
    await this.person.visit(OFFICE);
  }

  private field(form: string, key: string): Locator {
    return this.person.main.locator(form).getByLabel(this.person.texts.name(key));
  }

  /** Fills the form of a coupon and sends it. */
  async makeCoupon(code: string, value: string, least = ''): Promise<void> {
    const { person } = this;
    const field = (key: string) => this.field('#make-coupon', key);
    await field('price.new_code').fill(code);
    await field('price.kind').selectOption('amount');
    await field('price.value').fill(value);
    await field('price.least').fill(least);
    await field('price.until').fill('2099-01-01T00:00');
    await person.button('price.make_coupon').click();
  }

  async expectMade(code: string): Promise<void> {
    const { person } = this;
    await expect(person.words('price.made_coupon')).toBeVisible();
    await expect(person.main.getByRole('row').filter({ hasText: code })).toContainText(person.text('price.running'));
  }

  async end(code: string): Promise<void> {
    const { person } = this;
    await person.button('price.end_what', { name: code }).click();
    await expect(person.button('price.end_what', { name: code })).toHaveCount(0);
    await expect(person.main.getByRole('row').filter({ hasText: code })).toContainText(person.text('price.is_over'));
  }
}

/** Codes in the cart and at the checkout, and how a price is explained. */
export class Codes {
  constructor(private readonly person: Person) {}

  field(): Locator {
    return this.person.field('price.code');
  }

  async type(code: string): Promise<void> {
    await this.field().fill(code);
    await this.person.button('price.use_code').click();
  }

  /** The code does not count; what was typed is still there, and the reason stands below. */
  async expectRefused(code: string, why: string): Promise<void> {
    const { person } = this;
    await expect(person.main.locator('.field-error:visible')).toHaveText(why);
    await expect(this.field()).toHaveValue(code);
  }

  async expectCounts(code: string): Promise<void> {
    const { person } = this;
    await expect(person.button('price.remove_coupon', { code })).toBeVisible();
    await expect(person.words('price.takes_off').first()).toBeVisible();
  }

  /** Without scripts, codes are put in and taken out in the cart: another form is filled in here. */
  async expectCountsAtCheckout(code: string): Promise<void> {
    const { person } = this;
    if (person.scripts) return this.expectCounts(code);
    await expect(person.link('price.codes_in_cart')).toBeVisible();
    await expect(person.button('price.use_code')).toBeHidden();
    await expect(person.words('price.takes_off').first()).toBeVisible();
  }

  /** Unfolds how the price comes about; the code stands in it with who pays. */
  async expectExplained(code: string): Promise<void> {
    const { person } = this;
    const story = person.main.locator('details').filter({ hasText: person.text('price.how') }).first();
    if ((await story.getAttribute('open')) === null) await story.locator('summary').click();
    const what = person.text('price.coupon');
    const who = person.text('price.the_shop');
    await expect(story.getByText(person.text('price.step', { what, name: code, who }))).toBeVisible();
    await expect(story.getByText(person.text('price.list_price'))).toBeVisible();
  }

  async check(): Promise<void> {
    await expectAccessible(this.person.page);
    await expectNoSidewaysScroll(this.person.page);
  }
}
