import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Lang = 'en' | 'zh';
export type Values = Record<string, string | number>;

type Plural = { one?: string; other: string };
type Feature = Record<string, string | Plural>;

const FOLDERS: Record<Lang, string> = { en: 'en', zh: 'zh-CN' };
const locales = join(__dirname, '../../../app/locales');

function load(lang: Lang): Record<string, Feature> {
  const folder = join(locales, FOLDERS[lang]);
  const features: Record<string, Feature> = {};
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.json')) continue;
    features[file.slice(0, -5)] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  }
  return features;
}

const all: Record<Lang, Record<string, Feature>> = { en: load('en'), zh: load('zh') };

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The market's own words, read from the files that the pages read them from: a test that asks
 * for a button by `cart.checkout` finds it in both languages, and a better wording breaks no test.
 */
export class Texts {
  constructor(readonly lang: Lang) {}

  /** The text itself. Every placeholder must be given. */
  text(key: string, values: Values = {}): string {
    const filled = this.raw(key, values).replace(/\{(\w+)\}/g, (_, name: string) => {
      if (!(name in values)) throw new Error(`the text ${key} needs {${name}}`);
      return String(values[name]);
    });
    return filled;
  }

  /** A whole text as an accessible name; placeholders that are not given match anything. */
  name(key: string, values: Values = {}): RegExp {
    return new RegExp(`^\\s*${this.source(key, values)}\\s*$`);
  }

  /** The text anywhere inside another one. */
  part(key: string, values: Values = {}): RegExp {
    return new RegExp(this.source(key, values));
  }

  private source(key: string, values: Values): string {
    const entry = this.entry(key);
    const forms =
      typeof entry === 'string' || 'count' in values
        ? [this.raw(key, values)]
        : [...new Set([entry.one ?? entry.other, entry.other])];
    const sources = forms.map((form) =>
      form
        .split(/(\{\w+\})/)
        .map((piece) => {
          const name = /^\{(\w+)\}$/.exec(piece)?.[1];
          if (name === undefined) return escaped(piece);
          return name in values ? escaped(String(values[name])) : '.+?';
        })
        .join(''),
    );
    return sources.length === 1 ? sources[0] : `(?:${sources.join('|')})`;
  }

  private raw(key: string, values: Values): string {
    const entry = this.entry(key);
    if (typeof entry === 'string') return entry;
    return Number(values.count) === 1 ? (entry.one ?? entry.other) : entry.other;
  }

  private entry(key: string): string | Plural {
    const [feature, name] = key.split('.', 2);
    const entry = all[this.lang][feature]?.[name];
    if (entry === undefined) throw new Error(`no text ${key} in ${FOLDERS[this.lang]}`);
    return entry;
  }
}
