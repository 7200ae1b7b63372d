import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { keepOutOfCoreDumps } from '../../../src/adapters/core-dumps.ts';

const own = '/proc/self/coredump_filter';
const kinds = (text: string): number => Number.parseInt(text, 16);

it.runIf(existsSync(own))('no memory of a program that said so, nor of what it starts, gets into a core dump', () => {
  expect(kinds(readFileSync(own, 'utf8'))).not.toBe(0);
  keepOutOfCoreDumps();
  expect(kinds(readFileSync(own, 'utf8'))).toBe(0);
  expect(kinds(execFileSync('/bin/cat', [own], { encoding: 'utf8' }))).toBe(0);
});

it('is no failure where the system does not know of it', () => {
  expect(() => keepOutOfCoreDumps('/nowhere/at/all')).not.toThrow();
  expect(() => keepOutOfCoreDumps('/nowhere/at/all', 'darwin')).not.toThrow();
});
