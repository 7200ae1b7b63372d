import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { obscure } from '../../../src/core/icloud/obscure.ts';
import { reveal } from './reveal.ts';

describe('obscure', () => {
  it('reads what rclone wrote', () => {
    // Output of `rclone obscure` 1.75.2.
    expect(reveal('HQ6xg-23U38uWxS8pxqpbac1YCVCuSjFDGskNUR0WVaXBH3TOw')).toBe('correct horse battery');
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (password, key) => {
        const obscured = obscure(password, key);
        expect(reveal(obscured)).toBe(password);
        expect(obscured).toMatch(/^[\w-]*$/u);
      }),
    );
  });

  it('is the same for the same password and key, or no two processes would share a session', () => {
    expect(obscure('password', 'key')).toBe(obscure('password', 'key'));
    expect(obscure('password', 'key')).not.toBe(obscure('password', 'other key'));
  });
});
