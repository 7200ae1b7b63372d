import type { Measurement } from './measurement.ts';
import { appMemory } from './measurements/app-memory.ts';
import { appStart } from './measurements/app-start.ts';
import { longList } from './measurements/long-list.ts';
import { manyBackups } from './measurements/many-backups.ts';
import { memory } from './measurements/memory.ts';
import { oneBackup } from './measurements/one-backup.ts';
import { planning } from './measurements/planning.ts';
import { processor } from './measurements/processor.ts';
import { rendererBundle } from './measurements/renderer-bundle.ts';
import { proof } from './measurements/proof.ts';
import { proofBeside } from './measurements/proof-beside.ts';
import { restore } from './measurements/restore.ts';

export const measurements: readonly Measurement[] = [
  oneBackup,
  manyBackups,
  processor,
  restore,
  proof,
  proofBeside,
  memory,
  planning,
  rendererBundle,
  longList,
  appStart,
  appMemory,
];
