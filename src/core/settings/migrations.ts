import { AppError } from '../errors/app-error.ts';
import { settingsVersion } from './schema.ts';

export type Content = Readonly<Record<string, unknown>>;

/** Makes the next version's content out of one version's. Pure; need not touch `schemaVersion`. */
export type Migration = (old: Content) => Content;

/**
 * By the version that each starts from. Every version that was ever published keeps a fixture beside the tests
 * (test/core/settings/fixtures), which must still come out right. Version 1 is the first, so there is none yet.
 */
export const migrations: ReadonlyMap<number, Migration> = new Map();

/**
 * The content brought to the newest version, step by step. Errors: `settings.newer` (a later program wrote it),
 * `settings.broken` (no version, or no way from it).
 */
export const migrate = (content: Content, steps = migrations, target: number = settingsVersion): Content => {
  const found = content['schemaVersion'];
  if (typeof found !== 'number' || !Number.isInteger(found))
    throw new AppError('settings.broken', { field: 'version' });
  if (found > target) throw new AppError('settings.newer', { found, known: target });
  let current = content;
  for (let version = found; version < target; version += 1) {
    const step = steps.get(version);
    if (!step) throw new AppError('settings.broken', { field: 'version', found });
    current = { ...step(current), schemaVersion: version + 1 };
  }
  return current;
};
