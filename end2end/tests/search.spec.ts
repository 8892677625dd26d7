import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import type { Lang } from './support/texts';

const LANGS: Lang[] = ['en', 'zh'];

for (const lang of LANGS) {
  test(`typing offers goods and places, and keys choose among them (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search');
    const { box } = shopper.header;
    const { offers } = shopper.list;
    await box.pressSequentially(lang === 'en' ? 'celad' : '青瓷');
    await expect(offers.getByRole('option').first()).toBeVisible();
    await expect(box).toHaveAttribute('aria-expanded', 'true');
    await expectAccessible(shopper.page);
    await box.press('ArrowDown');
    const first = offers.getByRole('option').first();
    await expect(first).toHaveAttribute('aria-selected', 'true');
    await expect(box).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? '');
    await box.press('Escape');
    await expect(offers).toBeHidden();
    await expect(box).toHaveValue(lang === 'en' ? 'celad' : '青瓷');
    await box.press('ArrowDown');
    await box.press('Enter');
    await shopper.arrivesAt(/^\/(shops|categories|search\?q=)/);
  });

  test(`every order says what it goes by (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search?q=tea');
    const lines = new Set<string>();
    for (const sort of ['taste', 'sales', 'reliability', 'newness', 'price_up', 'price_down', 'relevance']) {
      lines.add(await shopper.list.orderBy(sort));
    }
    expect(lines.size).toBe(7);
    await shopper.list.cards.first().getByText(shopper.text('search.why')).click();
    await expect(shopper.list.cards.first().locator('.why li').first()).toBeVisible();
    await expectAccessible(shopper.page);
  });
}

test('Enter without a choice searches what was typed', async ({ shopper }) => {
  await shopper.visit('/search');
  await shopper.header.search('teapot');
  expect(new URL(shopper.page.url()).searchParams.get('q')).toBe('teapot');
});

for (const lang of LANGS) {
  test(`facets count what they lead to, several of one widen, chips take away (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search?q=tea');
    const all = await shopper.list.total();
    const price = lang === 'en' ? /\bto\b|Under|and over/ : /¥[\d.,]+ (以下|至|以上)/;
    const { link, count } = await shopper.list.value(shopper.list.facets, price);
    await link.click();
    await shopper.arrivesAt(/price=/);
    await expect.poll(() => shopper.list.total()).toBe(count);
    expect(count).toBeLessThan(all);
    await expectAccessible(shopper.page);
    await shopper.main.locator('.chip').last().click();
    await shopper.page.waitForURL((url) => !url.search.includes('price='));
    await expect.poll(() => shopper.list.total()).toBe(all);
  });

  test(`facets are reached and chosen by the keyboard (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search?q=tea');
    const { link, count } = await shopper.list.value(shopper.list.facets, shopper.list.aTier);
    await link.focus();
    await shopper.page.keyboard.press('Enter');
    await shopper.arrivesAt(/tier=/);
    await expect.poll(() => shopper.list.total()).toBe(count);
  });

  test(`a misspelled word finds what was meant, and the page says so (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search?q=celadno%20teapot');
    await expect(shopper.words('search.respelled', { asked: 'celadno teapot', to: 'celadon teapot' })).toBeVisible();
    const meant = lang === 'en' ? 'Celadon tea set' : '青瓷茶具';
    await expect(shopper.list.cards.first()).toContainText(meant);
  });

  test(`nothing at all leads somewhere (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search?q=hovercraft');
    await expect(shopper.heading('search.nothing_for', { query: 'hovercraft' })).toBeVisible();
    expect(await shopper.list.cards.count()).toBeGreaterThan(3);
    await expectAccessible(shopper.page);
  });

  test(`pages neither repeat nor lose, and back returns to the same place (${lang})`, async ({ door }) => {
    const shopper = await door.stranger({ lang });
    await shopper.visit('/search');
    const first = await shopper.list.titles();
    await shopper.main.getByRole('link', { name: shopper.texts.name('ui.next') }).click();
    await shopper.arrivesAt(/page=2/);
    await expect.poll(async () => (await shopper.list.titles())[0]).not.toBe(first[0]);
    const second = await shopper.list.titles();
    expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
    const seventh = shopper.list.cards.nth(12);
    await seventh.scrollIntoViewIfNeeded();
    const before = await shopper.page.evaluate(() => window.scrollY);
    await seventh.getByRole('heading').getByRole('link').click();
    await shopper.arrivesAt(/^\/shops\//);
    await shopper.page.goBack();
    await shopper.arrivesAt(/page=2/);
    await expect(shopper.list.cards.nth(12)).toBeVisible();
    expect(await shopper.list.titles()).toEqual(second);
    await expect.poll(() => shopper.page.evaluate(() => window.scrollY)).toBeGreaterThan(before - 120);
  });
}

test('where a word finds little, another spelling is offered, and leads on', async ({ shopper }) => {
  // Two descriptions of the demo market say “band”, and many of its titles “hand”.
  await shopper.visit('/search?q=band');
  const { list } = shopper;
  const few = await list.total();
  expect(few).toBeGreaterThan(0);
  await expect(list.meant).toContainText(shopper.text('search.meant'));
  await expectAccessible(shopper.page);
  await list.meant.getByRole('link', { name: 'hand', exact: true }).click();
  await shopper.arrivesAt(/^\/search\?q=hand$/);
  await expect.poll(() => list.total()).toBeGreaterThan(few);
  await expect(list.cards.first().getByRole('heading')).toContainText(/\bhand/i);
  await expect(list.meant).toHaveCount(0);
});

test('hostile words are words', async ({ shopper }) => {
  for (const query of [
    '<script>document.title="taken"</script>',
    "'; drop table listings; --",
    'title:tea AND (bowl OR *)^9~2',
    '\u202eaet',
    '🍵🍵',
    'tea '.repeat(400),
  ]) {
    await shopper.visit(`/search?q=${encodeURIComponent(query)}`);
    await expect(shopper.main.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await shopper.page.title()).not.toBe('taken');
  }
  await shopper.visit('/search?q=tea&price=a~b&spec-=x&page=99999999999&at=..%2F..');
  await expect(shopper.list.cards.first()).toBeVisible();
  const withNul = await shopper.page.request.get('/search?q=%00tea');
  expect(withNul.status()).toBe(400);
});
