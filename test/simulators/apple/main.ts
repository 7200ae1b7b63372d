import { parseArgs } from 'node:util';
import { startAppleSimulator } from './index.ts';

/** `npm run sim:apple [-- --port N] [--adp] [--no-devices] [--no-2fa]`: a simulator to play with, until Ctrl-C. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      adp: { type: 'boolean', default: false },
      'no-devices': { type: 'boolean', default: false },
      'no-2fa': { type: 'boolean', default: false },
    },
  });
  const apple = await startAppleSimulator({
    port: Number(values.port),
    account: { adp: values.adp, trustedDevices: values['no-devices'] ? 0 : 1, hsa2: !values['no-2fa'] },
  });
  // Nobody is there to press the button on an iPhone: the second poll succeeds.
  if (values.adp) apple.approveAdp(1);
  const { account } = apple;
  const lines = [
    `Simulated Apple services behind ${apple.proxyUrl} (certificate: ${apple.caFile})`,
    `  Apple ID     ${account.appleId}`,
    `  password     ${account.password}`,
    `  device code  ${account.deviceCode}`,
    `  SMS code     ${account.smsCode}`,
    'Give rclone these two variables:',
    ...Object.entries(apple.env()).map(([name, value]) => `  ${name}=${value}`),
    'Ctrl-C ends it; everything in its drive is gone then.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await apple.stop();
}

await main();
