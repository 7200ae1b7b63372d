import { expect, it } from 'vitest';
import { problemActions } from '../../src/main/ipc/problem-actions.ts';
import { errorCodes, type ErrorCode } from '../../src/shared/error-codes.ts';
import { cureWords } from '../../src/shared/words/windows/common.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];
const withRetry = (retry: string): ErrorCode[] => codes.filter((code) => errorCodes[code] === retry);

/** Time alone lifts it: a button could only make it worse. */
const waitedFor = new Set<ErrorCode>(['icloud.code-limit']);

it.each(withRetry('after-user').filter((code) => !waitedFor.has(code)))(
  'has a button for %s, which only the user can end',
  (code) => {
    expect(problemActions(code).length).toBeGreaterThan(0);
  },
);

it.each(withRetry('never'))('does not offer to try %s again', (code) => {
  expect(problemActions(code)).not.toContain('try-again');
});

it.each(codes)('offers each action once for %s, with words of its own', (code) => {
  const labels = problemActions(code).map((action) => cureWords[action]);
  expect(new Set(labels).size).toBe(labels.length);
  for (const label of labels) expect(label).not.toBe('');
});

it('never asks Apple for a code again by a mere second try', () => {
  for (const code of codes.filter((one) => /^icloud\.(code|password|account|trust|sign-in)/.test(one))) {
    expect(problemActions(code)).not.toContain('try-again');
  }
});
