import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of goods as it is sent, with a word that no earlier run has used. */
export type GoodsFile = { name: string; mimeType: string; buffer: Buffer; run: string };

function run(): string {
  return Date.now().toString(36) + Math.floor(Math.random() * 1296).toString(36);
}

/** A file of the fixtures. */
export function fixture(name: 'shopify.csv' | 'woocommerce.csv'): GoodsFile {
  const word = run();
  const text = readFileSync(join(__dirname, '../../fixtures', name), 'utf8');
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text.replaceAll('RUN', word)), run: word };
}

/** A table written here; RUN stands for the word. */
export function table(name: string, text: string, word = run()): GoodsFile {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text.replaceAll('RUN', word)), run: word };
}

/** A table of so many drafts: a shop that has them shows its buyers no more than before. */
export function drafts(count: number): GoodsFile {
  const word = run();
  const headings = 'Handle,Title,Status,Variant SKU,Variant Inventory Qty,Variant Price';
  const rows = Array.from({ length: count }, (_, n) => `peg-${n}-RUN,Clothes peg ${n} RUN,draft,PEG-${n}-RUN,3,9`);
  return table(`pegs-${word}.csv`, [headings, ...rows, ''].join('\n'), word);
}

/** A package of 淘宝助理 in UTF-16, as the Assistant writes it, with one bad row. */
export function taobao(): GoodsFile {
  const word = run();
  const names = 'title\tcid\tprice\tnum\tapprove_status\tskuProps\touter_id\tinput_custom_cpv';
  const captions = '宝贝名称\t宝贝类目\t宝贝价格\t宝贝数量\t放入仓库\t销售属性组合\t商家编码\t自定义属性值';
  const options = '299:4:D:1627207:-1001;319:5:E:1627207:-1002;';
  const dress = `真丝裙 ${word}\t50010850\t299\t9\t1\t${options}\tdress-${word}\t1627207:-1001:酒红;1627207:-1002:藏青;`;
  const bad = `坏行 ${word}\t1\t便宜\t1\t1\t\tbad-${word}\t`;
  const text = ['\ufeffversion 1.00', names, captions, dress, bad, ''].join('\r\n');
  return { name: 'taobao.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'utf16le'), run: word };
}
