import { expect, it } from 'vitest';
import { AppError } from '../../src/core/errors/app-error.ts';
import { failureText } from '../../src/main/failure.ts';
import { errorCodes } from '../../src/shared/error-codes.ts';

it.each(errorCodes)('%s is told in words alone', (code) => {
  const text = failureText(new AppError(code, {}, new Error('secret')), '/logs');
  expect(text).not.toContain('secret');
  expect(text).not.toContain(code === 'internal' ? 'undefined' : code);
  expect(text).toMatch(/\/logs\.$/);
});

it('what is no failure of ours is a defect, and its words stay where they are', () => {
  const text = failureText(new TypeError('cannot read secret'), undefined);
  expect(text).not.toContain('secret');
  expect(text).toBe(failureText(new AppError('internal', { kind: 'TypeError' }), undefined));
});
