import { startHomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import type { HomeOrders } from './orders.ts';
import { serve } from './serve.ts';

export const runHome = async (): Promise<void> => {
  const home = await startHomeAssistantSimulator({ encryptionKeySet: true });
  serve<HomeOrders>(
    {
      where: () => Promise.resolve({ url: home.url, token: home.token }),
      addBackup: ({ bytes, date }) =>
        home.addBackup({ sizeBytes: bytes, date, kind: 'automatic', protected: true, agents: ['backup.local'] }),
      throttle: (bps) => {
        home.throttle(bps === null ? undefined : { bps });
        return Promise.resolve(null);
      },
    },
    () => home.stop(),
  );
};
