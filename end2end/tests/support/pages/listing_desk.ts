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

  /** Narrows the grid to the lines of one value, or of all with none. */
  async narrow(axis: string, value?: string): Promise<void> {
    const { person } = this;
    const select = person.main.getByLabel(person.text('catalog.show_only', { axis }));
    await select.selectOption(value === undefined ? '' : { label: value });
  }

  /** Sets a moment of the market's clock, so many seconds from now, at which it goes on the shelf. */
  async publishIn(seconds: number): Promise<void> {
    const { person } = this;
    const at = new Date(Date.now() + 8 * 3_600_000 + seconds * 1000);
    // A field of a moment leaves a zero of seconds out.
    if (at.getUTCSeconds() === 0) at.setUTCSeconds(1);
    await person.main.locator('[name="publish_at"]').fill(at.toISOString().slice(0, 19));
    await person.button('catalog.set_time').click();
    await expect(person.words('catalog.goes_live_at')).toBeVisible();
  }

  /** Waits until the listing is on the shelf, and answers with where buyers see it. */
  async expectLive(id: string): Promise<string> {
    const { person } = this;
    await expect(async () => {
      await person.visit(this.path(`/${id}`));
      await expect(person.button('catalog.pause')).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
    return (await person.link('catalog.see_it').getAttribute('href')) ?? '';
  }

  /** Writes another price for the only variant and saves it. */
  async changePrice(price: string): Promise<void> {
    await this.cell(0, 'price').fill(price);
    await this.saveGrid();
    await expect(this.cell(0, 'price'), 'drawn anew').toHaveAttribute('value', Number(price).toFixed(2));
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
