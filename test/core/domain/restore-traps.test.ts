import { describe, expect, it } from 'vitest';
import { restoreTrap, type Incoming, type Receiver } from '../../../src/core/domain/restore-traps.ts';
import { isSince, versionNumber } from '../../../src/shared/home-versions.ts';

const mib = 1024 * 1024;
const backup: Incoming = { size: 200 * mib, protected: true, haVersion: '2026.2.3' };
const home: Receiver = { version: '2026.11.0', hasSupervisor: false, freeBytes: undefined };

describe('what is known to fail before it begins', () => {
  it.each<[string, Partial<Incoming>, Partial<Receiver>, string | undefined]>([
    ['nothing', {}, {}, undefined],
    ['a small one into 2026.8', { size: 16 * mib }, { version: '2026.8.3' }, undefined],
    ['a large one into 2026.6', {}, { version: '2026.6.9' }, undefined],
    ['a large one into 2026.7', {}, { version: '2026.7.0' }, 'restore.upload-limit'],
    ['a large one into 2026.8', { size: 16 * mib + 1 }, { version: '2026.8.3' }, 'restore.upload-limit'],
    ['a large one into 2026.9', {}, { version: '2026.9.0' }, undefined],
    [
      'an encrypted one of 2026.3 into 2026.2, Supervisor',
      { haVersion: '2026.3.0' },
      { version: '2026.2.3', hasSupervisor: true },
      'restore.home-too-old',
    ],
    [
      'a partly encrypted one',
      { haVersion: '2026.3.0', protected: false, plainParts: ['share'] },
      { version: '2026.2.3', hasSupervisor: true },
      'restore.home-too-old',
    ],
    [
      'a plain one of 2026.3 into 2026.2, Supervisor',
      { haVersion: '2026.3.0', protected: false },
      { version: '2026.2.3', hasSupervisor: true },
      undefined,
    ],
    ['one of a newer patch into Core', { haVersion: '2026.2.4' }, { version: '2026.2.3' }, 'restore.home-too-old'],
    ['one of the same version into Core', {}, { version: '2026.2.3' }, undefined],
    [
      'one of a newer patch with a Supervisor',
      { haVersion: '2026.2.4' },
      { version: '2026.2.3', hasSupervisor: true },
      undefined,
    ],
    ['one without Home Assistant', { haVersion: null }, { version: '2025.1.4' }, undefined],
    ['a version that is none', { haVersion: 'dev' }, { version: '2025.1.4' }, undefined],
    ['a home that does not say its version', {}, { version: 'unknown' }, undefined],
    ['too little space', {}, { freeBytes: 300 * mib }, 'restore.home-full'],
    ['enough space', {}, { freeBytes: 500 * mib }, undefined],
  ])('%s', (_, incoming, receiver, code) => {
    expect(restoreTrap({ ...backup, ...incoming }, { ...home, ...receiver })?.code).toBe(code);
  });
});

it.each([
  ['2026.11.2', '2026.11', true],
  ['2026.11', '2026.11.1', false],
  ['2026.11.0b3', '2026.11', true],
  ['2027.1.0', '2026.11', true],
  ['2026.2.3', '2026.11', false],
  ['unknown', '2026.11', false],
])('%s is at least %s: %s', (is, least, expected) => {
  expect(isSince(is, least)).toBe(expected);
});

it('a text that only begins like a version is none', () => {
  expect(versionNumber('20261.1.1')).toBeUndefined();
  expect(versionNumber(null)).toBeUndefined();
});
