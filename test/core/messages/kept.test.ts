import { expect, it } from 'vitest';
import { describeProblem } from '../../../src/messages/problems.ts';

it('an interrupted restore says what is kept', () => {
  const { next } = describeProblem('sync.cancelled', { keptBytes: 3_000_000 });
  expect(next).toContain('3.0 MB of the backup is already on this computer');
  expect(describeProblem('sync.cancelled').next).not.toContain('already');
});
