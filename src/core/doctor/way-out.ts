import type { AppPorts } from '../app-ports.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import { appleHosts, dialApple, type WayOut } from './dial-apple.ts';
import { trustedAuthorities } from '../icloud/network-settings.ts';
import { proxyFor } from '../icloud/proxy-choice.ts';
import type { Settings } from '../settings/schema.ts';
import { fine } from './answer.ts';
import type { Question } from './question.ts';

const late = (): AppError => new AppError('cloud.offline', { reason: 'silent' });

/** The way to the destination's servers, as far as it can be gone without asking them anything. */
export const wayOut = (settings: Settings, { environment }: Pick<AppPorts, 'environment'>): readonly Question[] => {
  let ways: readonly (readonly [host: string, way: WayOut])[] = [];
  return [
    {
      lines: ['cloud-way'],
      ms: 10_000,
      late,
      ask: async (tell) => {
        const authorities = await trustedAuthorities(settings.caFile ?? environment['HA_ICLOUD_BACKUP_CA_FILE']);
        ways = appleHosts.map((host) => [host, { proxy: proxyFor(host, settings.proxy, environment), authorities }]);
        tell('cloud-way', fine({ proxy: ways.some(([, { proxy }]) => proxy !== undefined) }));
      },
    },
    {
      lines: ['cloud-hosts'],
      needs: ['cloud-way'],
      ms: 30_000,
      late,
      ask: async (_, signal) => {
        for (const [host, way] of ways) {
          await dialApple(host, way, signal).catch((error: unknown) => {
            if (signal.aborted || !isCode(error, 'cloud.offline')) throw error;
            throw new AppError('cloud.offline', { ...error.facts, name: host });
          });
        }
      },
    },
  ];
};
