import { expect, test } from 'vitest';
import { typedCode } from '../../../src/core/icloud/typed-code.ts';

test.each([
  ['as it is', '271828'],
  ['with a space', '271 828'],
  ['with spaces around', ' 271828\n'],
  ['with a space that does not break, and a mark that nobody sees', '271\u00A0828\u200E'],
  ['with a dash', '271-828'],
  ['with a long dash', '271–828'],
  ['with a minus sign', '271−828'],
  ['in full width', '２７１８２８'],
  ['in full width, with a wide space and a wide dash', '２７１　－８２８'],
  ['in Arabic digits', '٢٧١٨٢٨'],
  ['in Persian digits', '۲۷۱۸۲۸'],
  ['in Devanagari', '२७१८२८'],
  ['in the bold ones of a messenger', '𝟐𝟕𝟏𝟖𝟐𝟖'],
])('%s', (_, typed) => {
  expect(typedCode(typed)).toBe('271828');
});

test('each digit of a script is the one it stands for', () => {
  expect(['٠١٢٣٤٥', '٦٧٨٩٠٠', '０１２３４５'].map(typedCode)).toEqual(['012345', '678900', '012345']);
});

test.each([
  ['nothing', ''],
  ['five digits', '27182'],
  ['seven', '2718281'],
  ['letters', '27182a'],
  ['six signs that are no digits', '+.,*#!'],
  ['a number with a point', '271.828'],
])('%s: no code', (_, typed) => {
  expect(typedCode(typed)).toBeUndefined();
});
