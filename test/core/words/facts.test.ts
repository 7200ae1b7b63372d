import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '../../../src/shared/error-codes.ts';
import type { ErrorFacts } from '../../../src/shared/error-facts.ts';
import { describeProblem } from '../../../src/shared/words.ts';
import { raisedFacts } from './raised-facts.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];

/** A refusal that is remembered, told again with each run (core/sync/warnings.ts). */
const remembered = ['name'];
/** What holds all deletions back (core/sync/warnings.ts). */
const held = ['expired'];

/** Facts that a code gets at run time only. */
const atRunTime: Partial<Record<ErrorCode, readonly string[]>> = {
  'archive.torn': remembered,
  'archive.torso': remembered,
  'archive.no-backup-json': remembered,
  'archive.wrong-backup': remembered,
  'archive.unprotected': remembered,
  'sync.clock-skew': held,
  'archive.shrunk': held,
  // core/home-assistant/probe.ts
  'ha.tls-untrusted': ['url'],
  // core/state/run-lock.ts
  'sync.running': ['pid', 'since'],
};

/** Given with whatever broke a restore off (core/commands/restore-backup.ts). */
const always = ['keptBytes'];

const values: readonly ErrorFacts[string][] = ['text', 7, true];

/** Every fact that the words for a code ask for, whatever the other facts are. */
const asked = (code: ErrorCode): Set<string> => {
  const names = new Set<string>();
  const look = (given: (name: string) => ErrorFacts[string] | undefined): void => {
    const facts = new Proxy<ErrorFacts>({}, { get: (_, name) => (names.add(String(name)), given(String(name))) });
    describeProblem(code, facts);
  };
  look(() => undefined);
  for (const value of values) {
    look(() => value);
    // One alone: a fact may be asked for only where another one is missing.
    for (const name of [...names]) look((which) => (which === name ? value : undefined));
    for (const name of [...names]) look((which) => (which === name ? undefined : value));
  }
  return names;
};

const raised = raisedFacts();

describe('words ask for no fact that nobody gives', () => {
  it.each(codes)('%s', (code) => {
    const given = new Set([...(raised.get(code) ?? []), ...(atRunTime[code] ?? []), ...always]);
    expect([...asked(code)].filter((name) => !given.has(name))).toEqual([]);
  });

  it('and what is given at run time is not given in the source as well', () => {
    for (const [code, names] of Object.entries(atRunTime) as [ErrorCode, string[]][]) {
      expect(names.filter((name) => raised.get(code)?.has(name))).toEqual([]);
    }
  });
});

describe('the source is read', () => {
  it.each<[ErrorCode, string[]]>([
    ['ha.too-old', ['version']],
    ['sync.stale', ['ageHours', 'level']],
    ['ha.download-truncated', ['received', 'expected', 'bytes', 'listedBytes']],
    ['icloud.copy-damaged', ['archive']],
  ])('%s is raised with %j', (code, names) => {
    expect([...(raised.get(code) ?? [])]).toEqual(expect.arrayContaining(names));
  });
});
