import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';

export type Letter = { to: string; subject: string; body: string };

/** The letters that the market wrote to one address; it keeps them as files here. */
export function lettersTo(address: string): Letter[] {
  const folder = process.env.LONGTAIL_MAIL_DIR;
  if (!folder) throw new Error('LONGTAIL_MAIL_DIR does not say where the letters are');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readLetter(readFileSync(join(folder, name), 'utf8')))
    .filter((letter) => letter.to.includes(address));
}

/** Waits until a letter with this subject has come. */
export async function expectLetter(address: string, subject: RegExp): Promise<Letter> {
  let found: Letter | undefined;
  await expect
    .poll(
      () => {
        const letters = lettersTo(address);
        found = letters.find((letter) => subject.test(letter.subject));
        return found ? 'found' : letters.map((letter) => letter.subject);
      },
      { message: `a letter to ${address} about ${subject}`, timeout: 15_000 },
    )
    .toBe('found');
  return found as Letter;
}

function readLetter(source: string): Letter {
  const end = source.search(/\r?\n\r?\n/);
  const head = source.slice(0, end).replace(/\r?\n[ \t]+/g, ' ');
  const header = (name: string) =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1].trim() ?? '';
  const encoding = header('Content-Transfer-Encoding').toLowerCase();
  return {
    to: decodeWords(header('To')),
    subject: decodeWords(header('Subject')),
    body: decodeBody(source.slice(end).trim(), encoding),
  };
}

/** RFC 2047: `=?utf-8?b?…?=`, one after the other without the space between. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, kind: string, coded: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(coded, 'base64').toString('utf8')
        : decodeQuoted(coded.replace(/_/g, ' ')),
    );
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuoted(body.replace(/=\r?\n/g, ''));
  return body;
}

function decodeQuoted(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const code = /^=([0-9A-F]{2})/i.exec(text.slice(i, i + 3))?.[1];
    if (code) {
      bytes.push(Number.parseInt(code, 16));
      i += 2;
    } else {
      bytes.push(...Buffer.from(text[i], 'utf8'));
    }
  }
  return Buffer.from(bytes).toString('utf8');
}
