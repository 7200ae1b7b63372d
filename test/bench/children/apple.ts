import { startAppleSimulator } from '../../simulators/apple/index.ts';
import { newComputer, type Computer } from '../../simulators/apple/run-rclone.ts';
import type { AppleOrders } from './orders.ts';
import { serve } from './serve.ts';

export const runApple = async (): Promise<void> => {
  const apple = await startAppleSimulator({ keepContent: 'hash-only' });
  const computers: Computer[] = [];
  serve<AppleOrders>(
    {
      where: () => {
        const { proxyUrl, caFile, account } = apple;
        const { appleId, password, deviceCode } = account;
        return Promise.resolve({ proxyUrl, caFile, appleId, password, deviceCode });
      },
      signInRclone: async ({ executable }) => {
        process.env['HA_ICLOUD_BACKUP_RCLONE'] = executable;
        const computer = await newComputer(apple);
        computers.push(computer);
        await computer.signIn();
        return { ...apple.env(), RCLONE_CONFIG: computer.configFile, RCLONE_CACHE_DIR: computer.cacheDir };
      },
      throttle: (bps) => {
        apple.throttle(bps === null ? {} : { upBps: bps, downBps: bps });
        return Promise.resolve(null);
      },
      throttleEachDownload: (bps) => {
        apple.throttle(bps === null ? {} : { eachDownBps: bps });
        return Promise.resolve(null);
      },
      keepBytes: () => {
        apple.keepContent = 'disk';
        return Promise.resolve(null);
      },
      files: () => Promise.resolve(apple.files().map(({ path, size }) => ({ path, size }))),
    },
    async () => {
      await apple.stop();
      for (const computer of computers) await computer.close();
    },
  );
};
