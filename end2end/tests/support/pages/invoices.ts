import { expect } from '@playwright/test';
import type { Person } from '../person';

/** Documents with numbers, and what stands on them. */
export class Invoices {
  constructor(private readonly person: Person) {}

  /** Names the company that the invoice is made out to, while it is to be paid. */
  async nameCompany(company: string, taxNumber: string): Promise<void> {
    const { person } = this;
    const box = person.main.locator('details').filter({ has: person.page.locator('[name="company"]') });
    if (!(await box.evaluate((details) => (details as HTMLDetailsElement).open))) {
      await box.locator('summary').click();
    }
    await box.locator('[name="company"]').fill(company);
    await box.locator('[name="tax_number"]').fill(taxNumber);
    await person.button('invoice.save_billing').click();
  }

  /** Opens the first document of its kind from the page of an order. */
  async openFrom(order: string, kind: 'invoice' | 'credit_note'): Promise<void> {
    const { person } = this;
    await person.visit(order);
    await person.main.getByRole('link', { name: new RegExp(`^${person.text(`invoice.${kind}`)} \\w{3}-\\d{6}`) }).first().click();
    await person.arrivesAt(/^\/invoices\//);
    await expect(person.main.getByRole('heading', { level: 1 })).toContainText(person.text(`invoice.${kind}`));
  }
}
