import { expect, it } from 'vitest';
import { describeProblem } from '../../../src/shared/words.ts';

it('a restore that broke off says what is kept', () => {
  const { next } = describeProblem('sync.cancelled', { keptBytes: 3_000_000 });
  expect(next).toContain('3.0 MB of the backup are on this computer already');
  expect(describeProblem('sync.cancelled').next).not.toContain('already');
});
