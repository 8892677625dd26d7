import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** Counting a shop's shelves. */
export class Counts {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  path(rest = ''): string {
    return `/back-office/${this.shop}/stock${rest}`;
  }

  /** A listing of three colours that no other test counts: seven red ones, no others. */
  async threeColours(): Promise<string> {
    const desk = this.person.listings(this.shop);
    const title = desk.freshTitle();
    await desk.begin(title);
    await desk.axis(0, 'Colour', ['Red', 'Blue', 'Green']);
    await desk.saveOptions(3);
    return title;
  }

  /** Begins a count of what a search finds. */
  async begin(words: string): Promise<void> {
    const { person } = this;
    await person.visit(this.path('/counts'));
    await person.main.locator('[name="scope"][value="search"]').check({ force: true });
    await person.main.locator('[name="words"]').fill(words);
    await person.button('stock.begin').click();
    await person.arrivesAt(/\/stock\/counts\/[0-9a-f-]{36}$/);
  }

  cell(row: number): Locator {
    return this.person.main.getByRole('grid').locator('tbody tr').nth(row).getByRole('textbox');
  }

  async expectCounted(values: string[]): Promise<void> {
    for (const [row, value] of values.entries()) {
      await expect(this.cell(row), `line ${row}`).toHaveValue(value);
    }
  }

  /** Goes on to what differs. */
  async review(): Promise<void> {
    await this.person.button('stock.to_review').click();
    await this.person.arrivesAt(/\?step=review$/);
  }

  async reason(row: number, reason: string): Promise<void> {
    await this.person.main.getByRole('combobox').nth(row).selectOption(reason);
  }

  async finish(): Promise<void> {
    const { person } = this;
    await person.button('stock.finish').click();
    await person.arrivesAt(/\/stock\/counts\/[0-9a-f-]{36}$/);
    await expect(person.words('stock.finished_lead')).toBeVisible();
  }
}
