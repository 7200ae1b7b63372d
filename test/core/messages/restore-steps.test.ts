import { describe, expect, it } from 'vitest';
import { restoreSteps, type RestoredFile } from '../../../src/messages/en/restore-steps.ts';

const file: RestoredFile = { file: 'Home.tar', bytes: 1_500_000_000, protected: true, haVersion: '2026.11.2' };
const text = (change: Partial<RestoredFile> = {}): string => restoreSteps({ ...file, ...change }).join('\n');

describe('steps into a new Home Assistant', () => {
  it('names file, version and key', () => {
    expect(text()).toContain('version 2026.11.2 or newer');
    expect(text()).toContain('upload the file: Home.tar');
    expect(text()).toContain('emergency kit');
  });

  it('asks for no key where there is none', () => {
    expect(text({ protected: false })).not.toMatch(/key|kit|encryption/);
  });

  it.each([
    ['2026.2.3', undefined, false],
    ['2026.2.3', 3, true],
    // The step before says 2026.11.2 or newer already.
    ['2026.11.2', 3, false],
    ['2026.3.0', 3, false],
    [undefined, 3, true],
    ['dev', 3, true],
    [undefined, undefined, false],
  ] as const)(
    'a protected backup of %s (SecureTar %s) has a line of its own for 2026.3: %s',
    (haVersion, secureTar, needs) => {
      const steps = text({ haVersion, ...(secureTar ? { secureTar } : {}) });
      expect(steps.includes('It has to be 2026.3 or newer')).toBe(needs);
    },
  );

  it('warns of the versions that refuse big uploads only where the file is big', () => {
    expect(text({ haVersion: '2026.8.3' })).toContain('refuse uploads of more than 16 MB');
    expect(text({ haVersion: undefined })).toContain('refuse uploads of more than 16 MB');
    expect(text()).not.toContain('16 MB');
    expect(text({ haVersion: '2026.8.3', bytes: 16 * 1024 * 1024 })).not.toContain('16 MB');
  });

  it('knows the way with a phone alone', () => {
    expect(text()).toMatch(/iPhone.*Safari.*Browse > iCloud Drive/);
  });
});
