import { expect, test } from './support/test';
import { expectAccessible } from './support/axe';
import { FLOWERS } from './support/goods';

test('a buyer asks, the shop answers, the buyer is told, another finds it helpful', async ({ door }) => {
  test.setTimeout(180_000);
  const asker = await door.stranger();
  await asker.visit(FLOWERS.path);
  await expect(asker.link('question.sign_in_to_ask')).toBeVisible();
  await asker.account.signUp({ name: 'Lin Xiaoyu' });
  const words = `<b>Is it dried in the shade?</b> ${Date.now().toString(36)}`;
  await asker.visit(FLOWERS.path);
  await asker.field('question.yours').fill('?');
  await asker.button('question.ask').click();
  await expect(asker.main.locator('.question-ask .field-error')).toBeVisible();
  await asker.field('question.yours').fill(words);
  await asker.button('question.ask').click();
  const own = asker.main.locator('.question').filter({ hasText: words });
  await expect(own, 'text, not HTML').toBeVisible();
  await expect(own).toContainText('L**u');
  await expectAccessible(asker.page);

  const seller = await door.as('neighbour', { lang: 'zh' });
  await seller.visit('/back-office/three-hives/questions');
  const queued = seller.main.locator('.question').filter({ hasText: words });
  await expect(queued).toContainText(seller.text('question.to_answer'));
  await expectAccessible(seller.page);
  await queued.getByLabel(seller.texts.name('question.your_answer')).fill('阴干的。\nIn the shade, on bamboo.');
  await queued.getByRole('button', { name: seller.texts.part('question.send_answer') }).click();
  await expect(queued.locator('.question-answer')).toContainText('on bamboo');

  await asker.visit('/notices');
  await expect(asker.main.getByText(FLOWERS.title).first()).toBeVisible();
  const reader = await door.stranger();
  await reader.account.signUp({ name: 'Mo' });
  await reader.visit(FLOWERS.path);
  const read = reader.main.locator('.question').filter({ hasText: words });
  await expect(read).toContainText('on bamboo');
  await read.getByRole('button', { name: reader.texts.part('question.helpful') }).click();
  await expect(read).toContainText(reader.text('question.helped', { count: 1 }));

  await asker.visit(FLOWERS.path);
  await own.getByRole('button', { name: asker.texts.part('question.withdraw') }).click();
  await expect(own).toHaveCount(0);
});
