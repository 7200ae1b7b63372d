import type { Locator } from 'playwright-core';

/** Longer than any step on the way takes here. Milliseconds. */
const patience = { timeout: 120_000 };

/** A person at the window: each click and each field that is filled in counts as one input. */
export class Hand {
  inputs = 0;

  async click(target: Locator): Promise<void> {
    this.inputs += 1;
    await target.click(patience);
  }

  async fill(field: Locator, text: string): Promise<void> {
    this.inputs += 1;
    await field.fill(text, patience);
  }
}
