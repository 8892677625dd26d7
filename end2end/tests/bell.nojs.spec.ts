import { test } from './support/test';

test('without scripts: the bell is a link to the notices', async ({ door }) => {
  const seller = await door.as('neighbour');
  await seller.visit('/');
  await seller.header.expectUnread(0);
  await seller.header.openNotices();
});
