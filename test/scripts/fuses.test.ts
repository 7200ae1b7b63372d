import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkFuses, setFuses } from '../../scripts/fuses.mjs';

/** Where Electron keeps its fuses: after a mark, the version, how many there are, and a character for each. */
const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const programWith = (states: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'fuses-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'program');
  const wire = Buffer.concat([Buffer.from(mark), Buffer.from([1, states.length]), Buffer.from(states)]);
  writeFileSync(program, Buffer.concat([Buffer.from('code before'), wire, Buffer.from('code after')]));
  return program;
};
const statesOf = (program: string): string => {
  const text = readFileSync(program, 'latin1');
  const at = text.indexOf(mark) + mark.length;
  return text.slice(at + 2, at + 2 + text.charCodeAt(at + 1));
};

it.each([
  ['an Electron with eight', '10110110', '01001100'],
  ['one with nine, the last of which stays as shipped', '101101101', '010011001'],
  ['an old one with five', '10110', '01001'],
])('sets every fuse of %s', async (_what, before, after) => {
  const program = programWith(before);
  await setFuses(program);
  expect(statesOf(program)).toBe(after);
  expect(await checkFuses(program)).toHaveLength(before.length);
});

it('opens the debugger in the package for the tests, and nothing else', async () => {
  const program = programWith('10110110');
  await setFuses(program, { inspector: true });
  expect(statesOf(program)).toBe('01011100');
  await expect(checkFuses(program)).rejects.toThrow('EnableNodeCliInspectArguments must be off');
});

it('a fuse that nobody decided on ends the build before anything is changed', async () => {
  const program = programWith('1011011011');
  await expect(setFuses(program)).rejects.toThrow('somebody has to decide on 1');
  await expect(checkFuses(program)).rejects.toThrow('somebody has to decide on 1');
  expect(statesOf(program)).toBe('1011011011');
});
