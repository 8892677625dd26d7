import { expect, type Locator } from '@playwright/test';
import type { Goods } from '../goods';
import type { Person } from '../person';

/** A product's page. */
export class ProductPage {
  constructor(private readonly person: Person) {}

  async open(path: string): Promise<void> {
    await this.person.visit(path);
  }

  /** The button of one option. */
  option(label: string): Locator {
    const { person } = this;
    return person.main
      .locator('label')
      .filter({ has: person.page.getByRole('radio', { name: new RegExp(`^${label}`) }) });
  }

  async choose(label: string): Promise<void> {
    const { person } = this;
    await this.option(label).click();
    if (!person.scripts) await person.button('product.show_choice').click();
    await expect(person.main.getByRole('radio', { name: new RegExp(`^${label}`) })).toBeChecked();
  }

  /** Whether an option is shown as one that cannot be had with the other choices. */
  async expectGreyed(label: string, greyed: boolean): Promise<void> {
    const note = this.option(label).getByText(this.person.text('ui.not_with_this'));
    if (greyed) await expect(note).not.toHaveAttribute('hidden');
    else await expect(note).toHaveAttribute('hidden');
  }

  quantity(): Locator {
    return this.person.field('cart.quantity');
  }

  addButton(): Locator {
    return this.person.button('product.add_to_cart');
  }

  /** Puts what is chosen into the cart. Without scripts the cart is what comes next. */
  async addToCart(): Promise<void> {
    const { person } = this;
    await this.addButton().click();
    if (person.scripts) {
      await expect(person.page.getByRole('status').getByText(person.text('cart.added'))).toBeVisible();
    } else {
      await person.arrivesAt(/^\/cart/);
    }
  }

  /** Opens a thing, chooses its option and puts it into the cart. */
  async take(goods: Goods): Promise<void> {
    await this.open(goods.path);
    if (goods.option) await this.choose(goods.option);
    await this.addToCart();
  }
}
