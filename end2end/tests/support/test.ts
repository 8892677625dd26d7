import { expect, test as base, type Browser, type BrowserContextOptions } from '@playwright/test';
import { stateOf, type Role } from './roles';
import { Person } from './person';
import type { Lang } from './texts';
import { Watch } from './watch';

export { expect };

const COOKIE: Record<Lang, string> = { en: 'en', zh: 'zh-CN' };

export type Options = { lang?: Lang; viewport?: { width: number; height: number } };

/** Lets people into the test, each with a browser of their own. */
export class Door {
  constructor(
    private readonly browser: Browser,
    private readonly watch: Watch,
    private readonly defaults: BrowserContextOptions,
  ) {}

  /** Somebody who was never here. */
  stranger(options: Options = {}): Promise<Person> {
    return this.open(options);
  }

  /** Somebody of the demo market, signed in. */
  as(role: Role, options: Options = {}): Promise<Person> {
    return this.open(options, stateOf(role));
  }

  private async open(
    { lang = 'en', viewport }: Options,
    storageState?: string,
  ): Promise<Person> {
    const context = await this.browser.newContext({
      ...this.defaults,
      locale: lang === 'zh' ? 'zh-CN' : 'en-US',
      ...(viewport ? { viewport } : {}),
      storageState,
    });
    this.watch.over(context);
    if (storageState) {
      const url = this.defaults.baseURL as string;
      await context.addCookies([{ name: 'longtail_lang', value: COOKIE[lang], url }]);
    }
    return new Person(context, await context.newPage(), lang, this.defaults.javaScriptEnabled);
  }
}

type Fixtures = {
  watch: Watch;
  door: Door;
  /** A stranger in the project's own browser. */
  shopper: Person;
};

export const test = base.extend<Fixtures>({
  watch: [
    async ({ context }, use) => {
      const watch = new Watch();
      watch.over(context);
      await use(watch);
      expect(watch.unexcused(), 'complaints of the pages').toEqual([]);
    },
    { auto: true },
  ],
  door: async ({ browser, watch, contextOptions, baseURL, javaScriptEnabled, viewport, isMobile, hasTouch, deviceScaleFactor }, use) => {
    const before = new Set(browser.contexts());
    await use(
      new Door(browser, watch, {
        ...contextOptions,
        baseURL,
        javaScriptEnabled,
        viewport,
        isMobile,
        hasTouch,
        deviceScaleFactor,
      }),
    );
    for (const context of browser.contexts()) {
      if (!before.has(context)) await context.close();
    }
  },
  shopper: async ({ context, page, javaScriptEnabled }, use) => {
    await use(new Person(context, page, 'en', javaScriptEnabled));
  },
});
