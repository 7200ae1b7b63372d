import { describe, expect, it } from 'vitest';
import { lastTests, misdatedTests, spentTests } from '../../../src/core/domain/copy-test.ts';
import type { RemoteFile } from '../../../src/core/domain/manifest.ts';
import { attemptOf, buildTestName, parseTestName } from '../../../src/core/domain/names.ts';
import { isVerified } from '../../../src/core/domain/verification.ts';
import * as build from '../../support/domain-builders.ts';

const archive = build.aManifest().archive;
const attempt = attemptOf(archive) ?? '';
const file = (name: string): RemoteFile => ({ name, size: 10, id: name });
const test = (at: string, verdict: 'came-back' | 'same-bytes' | 'failed', of = attempt): RemoteFile =>
  file(buildTestName({ attempt: of, at: new Date(at), verdict }));

describe('the name of a test', () => {
  it('tells all that there is to tell', () => {
    const name = buildTestName({ attempt, at: new Date('2026-12-01T06:26:07.900Z'), verdict: 'came-back' });
    expect(name).toBe(`test-${attempt}-20261201T062607Z-came-back.json`);
    expect(parseTestName(name)).toEqual({ attempt, at: '2026-12-01T06:26:07.000Z', verdict: 'came-back' });
  });

  it.each([
    'test-1111aa00000-20261201T062607Z-came-back.json',
    `test-${'a'.repeat(12)}-20261301T062607Z-came-back.json`,
    `test-${'a'.repeat(12)}-20261201T062607Z-fine.json`,
    `test-${'a'.repeat(12)}-20261201T062607Z-failed.json.tmp`,
    archive,
  ])('%s is none', (name) => {
    expect(parseTestName(name)).toBeUndefined();
  });
});

describe('the last test of a copy', () => {
  it('is the one with the latest date, whatever order they are listed in', () => {
    const files = [test('2026-11-03', 'failed'), test('2026-12-01', 'came-back'), test('2026-10-01', 'same-bytes')];
    expect(lastTests(files)(archive)?.verdict).toBe('came-back');
    expect(lastTests([...files].reverse())(archive)?.verdict).toBe('came-back');
    expect(lastTests(files)(archive.replace(attempt, 'ffffffffffff'))).toBeUndefined();
  });

  it('of two in the same second is the one that failed', () => {
    const files = [test('2026-12-01', 'failed'), test('2026-12-01', 'came-back')];
    expect(lastTests(files)(archive)?.verdict).toBe('failed');
    expect(lastTests([...files].reverse())(archive)?.verdict).toBe('failed');
  });

  it('decides whether the copy counts', () => {
    for (const [verdict, counts] of [
      ['came-back', true],
      ['same-bytes', true],
      ['failed', false],
    ] as const) {
      expect(isVerified({ ...build.aStored(), test: { at: '2026-12-01T00:00:00.000Z', verdict } })).toBe(counts);
    }
  });

  it('is seen in a listing, and is neither a copy nor a stranger', () => {
    const folder = build.folderOf(build.aStored());
    const [stored] = folder.view().stored;
    const name = buildTestName({
      attempt: attemptOf(stored?.manifest.archive ?? '') ?? '',
      at: build.now,
      verdict: 'failed',
    });
    folder.put(name, 100);
    const view = folder.view();
    expect(view.stored.map((copy) => copy.test?.verdict)).toEqual(['failed']);
    expect([view.unconfirmed, view.strange, view.unreadable, view.damaged]).toEqual([[], [], [], []]);
  });
});

describe('a test that says nothing any more', () => {
  const mine = attempt.slice(0, 6);
  const stale = test('2026-10-01', 'failed');
  const last = test('2026-11-01', 'came-back');
  const orphan = test('2026-11-01', 'failed', `${mine}0000ff`);
  const others = test('2026-11-01', 'failed', 'abcdef0000ff');

  it('is of an archive of ours that is gone, or was followed by a later one', () => {
    expect(spentTests([file(archive), stale, last, orphan, others], mine)).toEqual([stale, orphan]);
    expect(spentTests([file(archive), last], mine)).toEqual([]);
  });
});

it('a test that a wrong clock dated ahead is told from one of a clock that differs a little', () => {
  const ahead = test('2099-01-01', 'failed');
  const little = test(new Date(build.now.getTime() + build.hourMs).toISOString(), 'failed');
  const others = test('2099-01-01', 'failed', 'abcdef0000ff');
  expect(misdatedTests([file(archive), little, ahead, others], archive, build.now)).toEqual([ahead]);
  expect(misdatedTests([ahead], 'no archive.tar', build.now)).toEqual([]);
});
