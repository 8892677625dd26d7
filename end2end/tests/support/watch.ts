import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** What the pages of a test complained about. */
export class Watch {
  readonly complaints: string[] = [];
  private readonly excused: RegExp[] = [];

  /** Listens to every page of a context. */
  over(context: BrowserContext): void {
    context.on('weberror', (error) => {
      this.complaints.push(`uncaught: ${error.error().message}`);
    });
    context.on('console', (message) => {
      if (isComplaint(message)) {
        this.complaints.push(`${message.text()} (${message.page()?.url() ?? '?'})`);
      }
    });
  }

  /** A complaint that this test provokes. */
  excuse(pattern: RegExp): void {
    this.excused.push(pattern);
  }

  unexcused(): string[] {
    return this.complaints.filter((text) => !this.excused.some((pattern) => pattern.test(text)));
  }
}

function isComplaint(message: ConsoleMessage): boolean {
  if (message.type() === 'warning') {
    return /hydrat|mismatch|panicked/i.test(message.text());
  }
  if (message.type() !== 'error') return false;
  // A refusal (sold out, wrong password, not found) is an answer, which the browser notes too.
  const status = /the server responded with a status of (\d+)/.exec(message.text())?.[1];
  if (status === undefined) return true;
  const { pathname } = new URL(message.location().url);
  const isFile = pathname.startsWith('/pkg/') || /\.\w+$/.test(pathname);
  return isFile || Number(status) >= 500;
}
