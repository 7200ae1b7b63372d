import { aProblem } from '../../shared/problems/a-problem.ts';
import type { AppPorts } from '../app-ports.ts';
import { AppError } from '../errors/app-error.ts';
import { rcloneBinary } from '../open-drive.ts';
import { leastKeyLength, type SecretStore } from '../ports/secret-store.ts';
import type { Settings } from '../settings/schema.ts';
import { needRoom } from '../state/disk-room.ts';
import type { LastLook } from '../state/last-look.ts';
import { fine, unasked, warned } from './answer.ts';
import { newestOf } from './inspection.ts';
import type { Question } from './question.ts';

export interface ComputerParts {
  readonly settings: Settings;
  readonly look: LastLook;
  readonly secretStore: () => Promise<SecretStore>;
  readonly ports: Pick<
    AppPorts,
    'environment' | 'folders' | 'freeBytes' | 'loginItem' | 'rcloneLock' | 'resourcesDir' | 'sleepAfter'
  >;
}

/** What this computer itself has to have in order. */
export const thisComputer = (parts: ComputerParts): readonly Question[] => [
  {
    lines: ['set-up'],
    ms: 1_000,
    late: () => new AppError('settings.not-set-up'),
    ask: (tell) => {
      const { instances, review } = parts.settings;
      if (instances.length === 0) throw new AppError('settings.not-set-up');
      if (review)
        tell('set-up', warned(aProblem('settings.broken', { kept: review.kept, lost: review.lost.join(', ') })));
      return Promise.resolve();
    },
  },
  {
    lines: ['keychain'],
    // It may show a prompt, and somebody has to find it.
    ms: 60_000,
    late: () => new AppError('secrets.locked'),
    ask: async (tell) => {
      if (parts.settings.secretStore === null) {
        tell('keychain', unasked('nothing-yet'));
        return;
      }
      const store = await parts.secretStore();
      const { configKey } = (await store.read()) ?? {};
      const isShort = store.kind === 'environment' && configKey !== undefined && configKey.length < leastKeyLength;
      tell('keychain', isShort ? warned(aProblem('secrets.key-short')) : fine({ kind: store.kind }));
    },
  },
  {
    lines: ['disk'],
    ms: 20_000,
    late: () => new AppError('disk.failed', { path: parts.ports.folders.staging, system: 'ETIMEDOUT' }),
    ask: async (tell) => {
      const { freeBytes, folders } = parts.ports;
      const sizes = newestOf(parts.look.home?.backups ?? [])?.copies.map(({ size }) => size ?? 0) ?? [];
      await needRoom(freeBytes, folders.staging, Math.max(0, ...sizes));
      tell('disk', fine({ freeBytes: await freeBytes(folders.staging) }));
    },
  },
  {
    lines: ['rclone'],
    ms: 60_000,
    late: () => new AppError('rclone.failed', { reason: 'no answer' }),
    ask: async (tell) => tell('rclone', fine({ version: await rcloneBinary(parts.ports).version() })),
  },
  {
    lines: ['login-item', 'sleep'],
    ms: 20_000,
    late: () => new AppError('internal'),
    ask: async (tell) => {
      tell('login-item', loginAnswer(parts.ports));
      tell('sleep', await sleepAnswer(parts.ports));
    },
  },
];

const loginAnswer = ({ loginItem }: ComputerParts['ports']) => {
  const item = loginItem?.();
  if (!item) return unasked('app-only');
  if (!item.supported) return unasked('unknown');
  return item.enabled ? fine() : warned(aProblem('app.not-at-login', { refused: item.refused }));
};

/** Sleep is nobody's fault: what was missed is made up for after it. */
const sleepAnswer = async ({ sleepAfter }: ComputerParts['ports']) => {
  const minutes = await sleepAfter?.();
  return minutes === undefined ? unasked('unknown') : fine(minutes === null ? {} : { minutes });
};
