import type { SignedIn } from './types.ts';

type Headers = Readonly<Record<string, string | string[]>>;

/** Header names, in lower case, whose values open something. */
const secretHeaders = new Set([
  'scnt',
  'x-apple-id-session-id',
  'x-apple-session-token',
  'x-apple-twosv-trust-token',
  'x-apple-auth-attributes',
]);
/** Cookies like `site=GBR` are no secrets. */
const shortestSecret = 16;

const cookieValue = (line: string): string =>
  (/^[^=]+=([^;]*)/u.exec(line)?.[1] ?? '').replace(/^"(.*)"$/u, '$1').trim();

/** Every cookie and token that Apple ever gave away: what a program must not lose. */
export class HandedOut {
  readonly #values: Set<string>;

  constructor(from?: SignedIn) {
    this.#values = new Set(from?.handedOut);
  }

  add(value: string): void {
    if (value.length >= shortestSecret) this.#values.add(value);
  }

  note(headers: Headers): void {
    for (const [name, value] of Object.entries(headers)) {
      const lines = Array.isArray(value) ? value : [value];
      const lower = name.toLowerCase();
      if (lower === 'set-cookie') for (const line of lines) this.add(cookieValue(line));
      else if (secretHeaders.has(lower)) for (const line of lines) this.add(line);
    }
  }

  list(): string[] {
    return [...this.#values];
  }
}
