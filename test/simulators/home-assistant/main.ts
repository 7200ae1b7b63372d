import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { simulatorKey, startHomeAssistantSimulator, type SimulatorOptions } from './index.ts';
import { versionTraits } from './versions.ts';

const usage = `A Home Assistant to try things with, on this computer only.

  npm run sim:home-assistant -- [options]

  --version V     ${Object.keys(versionTraits).join(', ')} (default: the newest)
  --os            Home Assistant OS: hassio.local and a network mount instead of backup.local
  --port P        default 8123
  --tls           with a self-signed certificate
  --backups N     this many backups are there at the start (default 3)
  --size MB       size of a backup (default 20)
  --stage-ms MS   how long each stage of a new backup lasts (default 1000)
  --bps N         bytes per second of all downloads together (default: unlimited)
  --help
`;

const { values } = parseArgs({
  options: {
    version: { type: 'string' },
    os: { type: 'boolean', default: false },
    port: { type: 'string', default: '8123' },
    tls: { type: 'boolean', default: false },
    backups: { type: 'string', default: '3' },
    size: { type: 'string', default: '20' },
    'stage-ms': { type: 'string', default: '1000' },
    bps: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function versionOption(name: string | undefined): Pick<SimulatorOptions, 'version'> {
  const known = Object.values(versionTraits).find((traits) => traits.name === name);
  if (name !== undefined && !known) throw new Error(`No such version: ${name}`);
  return known ? { version: known.name } : {};
}

async function main(): Promise<void> {
  const bytes = Number(values.size) * 1024 * 1024;
  const simulator = await startHomeAssistantSimulator({
    ...versionOption(values.version),
    ...(values.os ? { install: 'os' } : {}),
    port: Number(values.port),
    tls: values.tls,
    stageMs: Number(values['stage-ms']),
    payloadBytes: bytes,
    encryptionKeySet: true,
    automatic: { copies: 7 },
  });
  if (values.bps !== undefined) simulator.throttle({ bps: Number(values.bps) });
  for (let daysAgo = Number(values.backups); daysAgo > 0; daysAgo -= 1) {
    const date = new Date(Date.now() - daysAgo * 24 * 3600 * 1000);
    await simulator.addBackup({ kind: 'automatic', date, protected: true });
  }
  const certificate = simulator.caFile === undefined ? '' : `\n  certificate    ${simulator.caFile}`;
  process.stdout.write(`Home Assistant ${simulator.version} (${simulator.install})

  address        ${simulator.url}
  token (admin)  ${simulator.token}
  token (user)   ${simulator.userToken}
  backup key     ${simulatorKey}
  backups        ${simulator.backups().length}${certificate}

For example:
  HA_ICLOUD_BACKUP_TOKEN=<token> npm run -s cli -- setup --url ${simulator.url}
Ctrl-C ends it; nothing is kept.
`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await simulator.stop();
}

if (values.help) process.stdout.write(usage);
else await main();
