import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/test';
import type { Person } from './support/person';

const SHOP = 'cloud-ridge-tea';

/** Our file of five rows, two of them bad, with names that no earlier run has used. */
function goodsFile(): { name: string; mimeType: string; buffer: Buffer; run: string } {
  const run = Date.now().toString(36);
  const text = readFileSync(join(__dirname, '../fixtures/shopify.csv'), 'utf8');
  const buffer = Buffer.from(text.replaceAll('RUN', run));
  return { name: 'shopify.csv', mimeType: 'text/csv', buffer, run };
}

async function check(seller: Person, file: ReturnType<typeof goodsFile>): Promise<void> {
  await seller.visit(`/back-office/${SHOP}/import`);
  await seller.field('import.csv_file').setInputFiles(file);
  await seller.button('import.check').click();
  await seller.arrivesAt(/\/import\?import=/);
}

/** A figure of the report, such as how many are new. */
async function expectFigure(seller: Person, key: string, value: number): Promise<void> {
  const label = seller.main.getByText(seller.text(key), { exact: true });
  await expect(label.first().locator('..')).toContainText(new RegExp(`(^|\\D)${value}(\\D|$)`));
}

test('a file with bad rows: the preview names row, column and cure, the good rows arrive, and again changes nothing', async ({
  door,
}) => {
  const seller = await door.as('merchant');
  const file = goodsFile();
  await check(seller, file);

  const rows = seller.main.getByRole('row');
  const bad = rows.filter({ hasText: 'Variant Price' });
  await expect(bad).toContainText('5');
  await expect(bad).toContainText(seller.text('import.bad_price', { typed: 'twelve' }));
  await expect(rows.filter({ hasText: seller.text('import.no_handle') })).toContainText('6');
  await expectFigure(seller, 'import.created', 2);

  await seller.button('import.bring_in', { count: 2 }).click();
  await expect(seller.words('import.brought_in')).toBeVisible({ timeout: 15_000 });
  await seller.visit(`/back-office/${SHOP}/listings`);
  await expect(seller.main.getByText(`Bamboo scoop ${file.run}`).first()).toBeVisible();

  await check(seller, file);
  await expectFigure(seller, 'import.created', 0);
  await expectFigure(seller, 'import.unchanged', 2);
});
