import { describe, expect, it } from 'vitest';
import { migrate, migrations, type Content, type Migration } from '../../../src/core/settings/migrations.ts';
import { settingsVersion } from '../../../src/core/settings/schema.ts';

/** One instance became a list, then minutes became seconds: what migrations are made for. */
const steps = new Map<number, Migration>([
  [1, ({ instance, ...rest }) => ({ ...rest, instances: [instance] })],
  [2, ({ minutes, ...rest }) => ({ ...rest, seconds: Number(minutes) * 60 })],
]);
const oldest: Content = { schemaVersion: 1, instance: 'home', minutes: 5, kept: true };

describe('migrations', () => {
  it('go step by step to the newest version', () => {
    expect(migrate(oldest, steps, 3)).toEqual({ schemaVersion: 3, instances: ['home'], seconds: 300, kept: true });
    expect(migrate(oldest, steps, 2)).toEqual({ schemaVersion: 2, instances: ['home'], minutes: 5, kept: true });
  });

  it('leave the original and the newest version as they are', () => {
    const before = structuredClone(oldest);
    migrate(oldest, steps, 3);
    expect(oldest).toEqual(before);
    expect(migrate({ schemaVersion: 3, x: 1 }, steps, 3)).toEqual({ schemaVersion: 3, x: 1 });
  });

  it('refuse a newer version, and never go back', () => {
    expect(() => migrate({ schemaVersion: 4 }, steps, 3)).toThrow(
      expect.objectContaining({ code: 'settings.newer', facts: { found: 4, known: 3 } }),
    );
  });

  it.each([{}, { schemaVersion: '1' }, { schemaVersion: 1.5 }, { schemaVersion: 0 }, { schemaVersion: -3 }])(
    'call %j broken: no way leads from it',
    (content) => {
      expect(() => migrate(content, steps, 3)).toThrow(expect.objectContaining({ code: 'settings.broken' }));
    },
  );

  it('lead from every published version to the current one', () => {
    const froms = Array.from({ length: settingsVersion - 1 }, (_, index) => index + 1);
    expect([...migrations.keys()].sort()).toEqual(froms);
  });
});
