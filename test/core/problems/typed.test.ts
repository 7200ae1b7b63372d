import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError, isCode } from '../../../src/core/errors/app-error.ts';
import { errorCodes } from '../../../src/shared/error-codes.ts';
import { aProblem } from '../../../src/shared/problems/a-problem.ts';
import { catalogue } from '../../../src/shared/problems/catalogue.ts';
import { problem } from '../../../src/shared/problems/entry.ts';
import type { WordsFor } from '../../../src/messages/template.ts';
import { textOf } from '../../../src/messages/template.ts';

/*
 * Mostly for the compiler (`npm run typecheck`): each line below `@ts-expect-error` has to be refused. What the compiler
 * cannot see is what the tests run for.
 */

const whole = {
  retry: 'user',
  severity: 'danger',
  blames: 'nothing',
  ends: 'run',
  midway: 'give-up',
  marks: [],
  actions: ['settings'],
  terminal: null,
  notify: 'loud',
  details: { path: 'text' },
} as const;

describe('an entry says everything', () => {
  test('nothing of it can be forgotten', () => {
    const { retry, severity, blames, ends, midway, marks, actions, terminal, notify, details } = whole;
    const incomplete = [
      // @ts-expect-error -- who ends it
      problem({ severity, blames, ends, midway, marks, actions, terminal, notify, details }),
      // @ts-expect-error -- how much it matters
      problem({ retry, blames, ends, midway, marks, actions, terminal, notify, details }),
      // @ts-expect-error -- what a failure counts against
      problem({ retry, severity, ends, midway, marks, actions, terminal, notify, details }),
      // @ts-expect-error -- what it ends
      problem({ retry, severity, blames, midway, marks, actions, terminal, notify, details }),
      // @ts-expect-error -- what becomes of a transfer
      problem({ retry, severity, blames, ends, marks, actions, terminal, notify, details }),
      // @ts-expect-error -- what few are
      problem({ retry, severity, blames, ends, midway, actions, terminal, notify, details }),
      // @ts-expect-error -- its buttons
      problem({ retry, severity, blames, ends, midway, marks, terminal, notify, details }),
      // @ts-expect-error -- its command
      problem({ retry, severity, blames, ends, midway, marks, actions, notify, details }),
      // @ts-expect-error -- whether the user is told
      problem({ retry, severity, blames, ends, midway, marks, actions, terminal, details }),
      // @ts-expect-error -- its details
      problem({ retry, severity, blames, ends, midway, marks, actions, terminal, notify }),
    ];
    expect(incomplete).toHaveLength(Object.keys(whole).length);
  });

  test('its functions know its own details, and no others', () => {
    const entry = problem({ ...whole, terminal: ({ path }) => path ?? null });
    expect(entry.details).toEqual({ path: 'text' });
    // @ts-expect-error -- not declared
    problem({ ...whole, terminal: (details) => textOf(details, 'other') ?? null });
  });

  test.each(errorCodes)('%s has nothing but what an entry has', (code) => {
    expect(Object.keys(catalogue[code]).sort()).toEqual(Object.keys(whole).sort());
  });

  test('no code stands in two files', async () => {
    const folders = ['problems/', 'icloud/'].map((name) => new URL(`../../../src/shared/${name}`, import.meta.url));
    const files = folders.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder).href));
    const loaded = await Promise.all(
      files.filter((file) => !file.endsWith('catalogue.ts')).map((file) => import(file) as Promise<object>),
    );
    const families = loaded
      .flatMap((module) => Object.entries(module) as [string, object][])
      .filter(([name]) => name.endsWith('Problems'));
    const codes = families.flatMap(([, family]) => Object.keys(family));
    expect(codes.sort()).toEqual([...errorCodes].sort());
  });
});

describe('facts are those of the code', () => {
  test('in what is thrown', () => {
    const error = new AppError('disk.full', { neededBytes: 1_000, freeBytes: 10 });
    const needed: number | undefined = error.facts.neededBytes;
    expect(needed).toBe(1_000);
    const refused = [
      // @ts-expect-error -- another kind
      new AppError('disk.full', { neededBytes: '1 kB' }),
      // @ts-expect-error -- another code's
      new AppError('disk.full', { fingerprint: 'AB:CD' }),
      // @ts-expect-error -- no code
      new AppError('disk.fulll'),
    ];
    expect(refused).toHaveLength(3);
  });

  test('in what is caught', () => {
    const caught: unknown = new AppError('sync.running', { pid: 12 });
    if (!isCode(caught, 'sync.running', 'sync.cancelled')) expect.fail();
    const code: 'sync.running' | 'sync.cancelled' = caught.code;
    expect(code).toBe('sync.running');
    if (!(caught instanceof AppError)) expect.fail();
    // Whatever it is: a code, not `any`.
    // @ts-expect-error -- no number
    const wrong: number = caught.code;
    expect(wrong).toBe('sync.running');
  });

  test('in what is told without having been thrown', () => {
    expect(aProblem('sync.prune-limit', { waiting: 3 })).toEqual({ code: 'sync.prune-limit', facts: { waiting: 3 } });
    // @ts-expect-error -- another kind
    aProblem('sync.prune-limit', { waiting: 'three' });
    // @ts-expect-error -- another code's
    aProblem('sync.prune-limit', { fingerprint: 'AB:CD' });
  });

  test('in the words, which ask for nothing else', () => {
    const words = {
      'disk.full': {
        title: 'No space',
        cause: (facts) => `Needs ${facts.neededBytes ?? 'some'}.`,
        // @ts-expect-error -- not declared
        next: (facts) => textOf(facts, 'fingerprint') ?? '',
      },
    } satisfies WordsFor<'disk.full'>;
    // @ts-expect-error -- no words for the other one
    const missing: WordsFor<'disk.full' | 'disk.failed'> = words;
    expect(Object.keys(missing)).toEqual(['disk.full']);
  });
});
