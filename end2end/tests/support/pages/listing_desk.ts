import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

let begun = 0;

/** The editor of one listing, its grid, and the changes of many. */
export class ListingDesk {
  constructor(
    private readonly person: Person,
    readonly shop: string,
  ) {}

  path(rest = ''): string {
    return `/back-office/${this.shop}/listings${rest}`;
  }

  /** A title that no other test has. */
  freshTitle(): string {
    begun += 1;
    return `Sample ${process.pid}-${Date.now()}-${begun}`;
  }

  /** Begins a listing and answers with its id. */
  async begin(title: string): Promise<string> {
    const { person } = this;
    await person.visit(this.path('/new'));
    await person.main.locator('[name="title_en"]').fill(title);
    await person.main.locator('[name="category"]').selectOption({ index: 3 });
    await person.main.locator('[name="price"]').fill('20');
    await person.main.locator('[name="stock"]').fill('7');
    await person.button('catalog.begin').click();
    await person.arrivesAt(/\/listings\/[0-9a-f-]{36}\?saved=begun/);
    return /listings\/([0-9a-f-]{36})/.exec(person.page.url())![1];
  }

  /** Gives the open listing an axis with values; the scripts add the lines it needs. */
  async axis(n: number, name: string, values: string[]): Promise<void> {
    const { person } = this;
    const field = (rest: string) => person.main.locator(`[name="axes[${n}]${rest}"]`);
    const group = person.main.locator('details').filter({ has: person.page.locator(`[name="axes[${n}][name_en]"]`) });
    if (!(await group.evaluate((details) => (details as HTMLDetailsElement).open))) {
      await group.locator('summary').first().click();
    }
    await field('[name_en]').fill(name);
    for (const [v, value] of values.entries()) {
      if ((await field(`[values][${v}][en]`).count()) === 0) {
        await group.getByRole('button', { name: person.texts.name('catalog.add_value') }).click();
      }
      await field(`[values][${v}][en]`).fill(value);
    }
  }

  /** Where a value of an axis gets its picture. */
  pictureOf(axis: number, value: number): Locator {
    return this.person.main.locator(`[name="axes[${axis}][values][${value}][picture]"]`);
  }

  async saveOptions(lines: number): Promise<void> {
    await this.person.button('catalog.save_options').click();
    await expect(this.lines()).toHaveCount(lines);
  }

  grid(): Locator {
    return this.person.main.getByRole('grid');
  }

  lines(): Locator {
    return this.grid().locator('tbody tr');
  }

  cell(row: number, field: string): Locator {
    return this.person.main.locator(`[name="rows[${row}][${field}]"]`);
  }

  async expectColumn(field: string, values: string[]): Promise<void> {
    for (const [row, value] of values.entries()) {
      await expect(this.cell(row, field), `${field} ${row}`).toHaveValue(value);
    }
  }

  /** Pastes what a spreadsheet would have on the clipboard into the focused cell. */
  async paste(block: string): Promise<void> {
    await this.person.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const event = new ClipboardEvent('paste', {
        clipboardData: data,
        bubbles: true,
        cancelable: true,
      });
      document.activeElement?.dispatchEvent(event);
    }, block);
  }

  /** Saves the grid, and waits until the page was drawn anew. */
  async saveGrid(): Promise<void> {
    const { person } = this;
    const saved = person.page.waitForResponse((r) => r.url().includes('/save_grid'));
    const drawn = person.scripts
      ? person.page.waitForResponse((r) => r.url().includes('/load_editor'))
      : Promise.resolve();
    await person.button('catalog.save_variants').click();
    expect((await saved).status()).toBeLessThan(400);
    await drawn;
  }
}
