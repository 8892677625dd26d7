import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { AccountPages } from './pages/account';
import { BackOffice } from './pages/back_office';
import { CartPage } from './pages/cart';
import { CheckoutPage } from './pages/checkout';
import { Gateway } from './pages/gateway';
import { Header } from './pages/header';
import { ListingDesk } from './pages/listing_desk';
import { ListPage } from './pages/list';
import { OrderPage } from './pages/order';
import { ProductPage } from './pages/product';
import { WalletPage } from './pages/wallet';
import { Texts, type Lang, type Values } from './texts';

/** Somebody with a browser of their own, and what they can do in the market. */
export class Person {
  readonly texts: Texts;
  readonly header = new Header(this);
  readonly account = new AccountPages(this);
  readonly product = new ProductPage(this);
  readonly cart = new CartPage(this);
  readonly checkout = new CheckoutPage(this);
  readonly gateway = new Gateway(this);
  readonly list = new ListPage(this);
  readonly order = new OrderPage(this);
  readonly wallet = new WalletPage(this);

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly lang: Lang = 'en',
    /** Whether the page's scripts run. */
    readonly scripts = true,
  ) {
    this.texts = new Texts(lang);
  }

  backOffice(shop: string): BackOffice {
    return new BackOffice(this, shop);
  }

  listings(shop: string): ListingDesk {
    return new ListingDesk(this, shop);
  }

  /** Opens a page and waits until it answers by itself. */
  async visit(path: string, status = 200): Promise<void> {
    const answer = await this.page.goto(path);
    expect(answer?.status(), path).toBe(status);
    await this.awake();
  }

  /** Waits until the page that the server drew has its scripts running. */
  async awake(): Promise<void> {
    if (!this.scripts) return;
    await this.page.locator('html[data-awake]').waitFor({ state: 'attached' });
  }

  /** Waits until the browser is at an address, on a page that is awake. */
  async arrivesAt(path: RegExp): Promise<void> {
    await this.page.waitForURL((url) => path.test(url.pathname + url.search));
    await this.awake();
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  text(key: string, values: Values = {}): string {
    return this.texts.text(key, values);
  }

  button(key: string, values: Values = {}): Locator {
    return this.main.getByRole('button', { name: this.texts.name(key, values) });
  }

  link(key: string, values: Values = {}): Locator {
    return this.main.getByRole('link', { name: this.texts.name(key, values) });
  }

  field(key: string, values: Values = {}): Locator {
    return this.main.getByLabel(this.texts.name(key, values));
  }

  heading(key: string, values: Values = {}): Locator {
    return this.main.getByRole('heading', { name: this.texts.name(key, values) });
  }

  /** Words anywhere in the page's content. */
  words(key: string, values: Values = {}): Locator {
    return this.main.getByText(this.texts.part(key, values));
  }
}
