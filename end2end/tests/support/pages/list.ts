import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** A list of goods: what is in it, what it is narrowed to, and what is offered while typing. */
export class ListPage {
  constructor(private readonly person: Person) {}

  get cards(): Locator {
    return this.person.main.locator('.goods-grid > li');
  }

  get facets(): Locator {
    return this.person.page.getByRole('complementary', { name: this.person.texts.name('search.narrow') });
  }

  /** What a facet's link to the mall or to the bazaar begins with. */
  get aTier(): RegExp {
    const tiers = ['bazaar_only', 'mall_only'].map((tier) => this.person.text(`search.${tier}`));
    return new RegExp(`^(?:${tiers.join('|')})`);
  }

  get drawer(): Locator {
    return this.person.page.getByRole('dialog', { name: this.person.texts.name('search.narrow') });
  }

  get offers(): Locator {
    return this.person.page.getByRole('listbox', { name: this.person.texts.name('search.suggestions') });
  }

  /** Where another spelling is offered. */
  get meant(): Locator {
    return this.person.main.locator('.list-meant');
  }

  /** How many things the page says there are. */
  async total(): Promise<number> {
    const said = await this.person.words('search.found').first().innerText();
    return Number(/\d+/.exec(said)?.[0]);
  }

  async titles(): Promise<string[]> {
    return this.cards.getByRole('heading').allInnerTexts();
  }

  /** Chooses an order, and answers the line that says what it goes by. */
  async orderBy(sort: string): Promise<string> {
    const { main, texts } = this.person;
    await main.getByRole('link', { name: texts.name(`search.sort_${sort}`) }).click();
    await expect(main.getByRole('link', { name: texts.name(`search.sort_${sort}`) })).toHaveAttribute(
      'aria-current',
      'page',
    );
    return main.locator('.list-says').innerText();
  }

  /** A value of a facet, with how many things it holds. */
  async value(within: Locator, name: RegExp): Promise<{ link: Locator; count: number }> {
    const link = within.getByRole('link', { name }).first();
    const count = Number(await link.locator('.facet-count').innerText());
    return { link, count };
  }
}
