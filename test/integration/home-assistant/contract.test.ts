import { describe } from 'vitest';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import type { Timeouts } from '../../../src/core/home-assistant/options.ts';
import { backupSourceContract, type Kind, type Mishap } from '../../contracts/backup-source.ts';
import {
  startHomeAssistantSimulator,
  type FaultKind,
  type SimulatorOptions,
} from '../../simulators/home-assistant/index.ts';
import { never, optionsFor } from './support.ts';

const faults: Readonly<Record<Mishap, FaultKind>> = {
  drop: 'download-drop',
  truncate: 'download-truncate',
  longer: 'download-longer',
  stall: 'download-stall',
};

/** What is not asked for here. */
const unhurried: Partial<Timeouts> = { probe: 120_000, handshake: 120_000 };

const simulated = (options: SimulatorOptions): Kind => ({
  open: async (ms) => {
    const home = await startHomeAssistantSimulator(options);
    const timeouts: Partial<Timeouts> = { request: ms, list: ms, supervisor: ms, downloadIdle: ms, ...unhurried };
    const source = await connect(optionsFor(home, { timeouts }), never);
    return {
      source,
      instanceId: home.instanceId,
      add: async () => {
        const id = await home.addBackup({ sizeBytes: 500_000 });
        return { id, content: home.archiveBytes(id) };
      },
      remove: (id) => home.removeBackup(id),
      startUp: () => home.setState('blocked'),
      fallSilent: () => {
        for (const command of ['get_config', undefined]) home.fault({ kind: 'no-answer', ...(command && { command }) });
        home.fault({ kind: 'download-stall', afterBytes: 0 });
      },
      speakAgain: () => home.clearFaults(),
      spoil: (how, afterBytes) => home.fault({ kind: faults[how], afterBytes, times: 1 }),
      close: async () => {
        await source.close();
        await home.stop();
      },
    };
  },
});

describe.each<[string, SimulatorOptions]>([
  ['the Backup API', { version: '2026.11.0' }],
  ['the Backup API as it was at first', { version: '2025.1.4' }],
  ['the Backup API of Home Assistant OS', { version: '2026.11.0', install: 'os' }],
  ['the Supervisor through Core', { version: '2024.12.5', install: 'os' }],
])('%s', (_, options) => {
  backupSourceContract(simulated(options));
});
