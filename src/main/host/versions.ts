import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import type { AboutView } from '../../shared/contract/views.ts';

/** What this program is made of. `rclone`: what its list names, for nobody has to start it for that; null: there is no list. */
export const readAbout = async (version: string, rcloneLock: string): Promise<AboutView> => {
  const versionOf: Readonly<Record<string, string | undefined>> = process.versions;
  return {
    app: version,
    electron: versionOf['electron'] ?? null,
    chromium: versionOf['chrome'] ?? null,
    node: process.versions.node,
    rclone: await rcloneVersion(rcloneLock),
    system: `${process.platform} ${release()} ${process.arch}`,
  };
};

const rcloneVersion = async (file: string): Promise<string | null> => {
  try {
    const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    // Without its list rclone is not run either, and that is said elsewhere.
    return null;
  }
};

/** For a report: one line each, and nothing about their owner. */
export const aboutText = (about: AboutView): string =>
  Object.entries(about)
    .map(([name, value]) => `${name} ${value ?? 'none'}\n`)
    .join('');
