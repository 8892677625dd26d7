import { expect, test } from './support/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/axe';
import { HONEY } from './support/goods';
import type { Person } from './support/person';

async function check(person: Person): Promise<void> {
  await expectAccessible(person.page);
  await expectNoSidewaysScroll(person.page);
}

test('on a phone: a question is asked in Chinese, answered in English, and withdrawn', async ({ door }) => {
  test.setTimeout(120_000);
  const asker = await door.stranger({ lang: 'zh' });
  await asker.account.signUp();
  const words = `开封后能放多久？ ${Date.now().toString(36)}`;
  await asker.visit(HONEY.path);
  await asker.field('question.yours').fill(words);
  await asker.button('question.ask').tap();
  const own = asker.main.locator('.question').filter({ hasText: words });
  await expect(own).toBeVisible();
  await check(asker);

  const seller = await door.as('neighbour');
  await seller.visit('/back-office/three-hives/questions');
  const queued = seller.main.locator('.question').filter({ hasText: words });
  await expect(queued).toContainText(seller.text('question.to_answer'));
  await check(seller);
  await queued.getByLabel(seller.texts.name('question.your_answer')).fill('A year, well closed.');
  await queued.getByRole('button', { name: seller.texts.part('question.send_answer') }).tap();
  await expect(queued.locator('.question-answer')).toContainText('well closed');

  await asker.visit(HONEY.path);
  await expect(own).toContainText('well closed');
  await own.getByRole('button', { name: asker.texts.part('question.withdraw') }).tap();
  await expect(own).toHaveCount(0);
});
