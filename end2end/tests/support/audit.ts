import { execFile } from 'node:child_process';

export type Audit = { code: number; report: string };

/** Lets the market prove its books: every balance, the escrow, the stock. */
export function audit(): Promise<Audit> {
  const binary = process.env.LONGTAIL_BIN;
  if (!binary) throw new Error('LONGTAIL_BIN does not say where the server is');
  return new Promise((resolve) => {
    execFile(binary, ['audit', '--json'], (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, report: `${stdout}\n${stderr}` });
    });
  });
}
