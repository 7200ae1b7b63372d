import { expect, test } from 'vitest';
import { isOlderHome } from '../../../src/core/domain/home-version.ts';

test.each([
  ['2026.11.0', '2026.11.2', true],
  ['2026.11.2', '2026.11.2', false],
  ['2026.12.0', '2026.11.2', false],
  ['2026.9.9', '2026.11.2', true],
  ['2025.12.5', '2026.1.0', true],
  ['2026.12.0b1', '2026.11.3', false],
  ['2026.11.0.dev202610', '2026.11.0', false],
  [null, '2026.11.2', false],
  ['2026.11.0', undefined, false],
  ['0000.0.0', '2026.11.2', true],
  ['something', '2026.11.2', false],
])('%s after %s', (version, before, isOlder) => {
  expect(isOlderHome(version, before)).toBe(isOlder);
});
