import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { HaBackup } from '../../src/core/domain/backup.ts';
import { folderName } from '../../src/core/domain/names.ts';
import { appleBudget } from '../../src/core/icloud/apple-budget.ts';
import { checkApple } from '../../src/core/icloud/apple-gate.ts';
import { guardDrive, type DriveGuard } from '../../src/core/icloud/guarded-drive.ts';
import { gatesSchema, openGates, type Gates } from '../../src/core/state/gates.ts';
import { JsonFile } from '../../src/core/state/json-file.ts';
import { lastLookSchema, type LastLook } from '../../src/core/state/last-look.ts';
import type { MadeBackup } from '../../src/core/sync/remember-look.ts';
import type { RunPorts } from '../../src/core/sync/run-ports.ts';
import { runSync } from '../../src/core/sync/run-sync.ts';
import { Staging } from '../../src/core/sync/staging.ts';
import { spareBytes } from '../../src/core/state/disk-room.ts';
import type { RunReport } from '../../src/shared/run-report.ts';
import { ArrayLogger } from './app-harness.ts';
import * as build from './domain-builders.ts';
import { MemoryDestination } from './memory-destination.ts';
import { MemoryHome } from './memory-home.ts';
import { PatientClock } from './patient-clock.ts';
import { alone, EndlessClock, proverOf } from './scripted-prover.ts';

/** A whole run in memory, apart from the small files that it keeps. */
export class RunWorld {
  readonly folder = folderName('Home', build.home);
  readonly made: MadeBackup[] = [];
  readonly drive = new MemoryDestination();
  readonly clock = new PatientClock(build.now);
  readonly home = new MemoryHome();
  /** Nobody looks inside, unless a test says so. */
  prover = proverOf();
  readonly #dir: string;
  readonly gates: JsonFile<Gates>;
  readonly lastLook: JsonFile<LastLook>;

  constructor(dir: string) {
    this.#dir = dir;
    const broken = (): void => undefined;
    this.gates = new JsonFile(join(dir, 'gates.json'), gatesSchema, openGates, broken);
    this.lastLook = new JsonFile(join(dir, 'last-look.json'), lastLookSchema, () => ({}), broken);
  }

  /** Home Assistant has it, as a small whole archive. */
  addBackup(id: string, given: Partial<HaBackup> = {}): void {
    this.home.add(id, given);
  }

  /** iCloud has it, confirmed so many days ago. */
  placeCopy(backupId: string, days: number): string {
    const date = build.daysAgo(days);
    const manifest = build.aManifest({ backupId, date, confirmedAt: date, size: 7 });
    this.drive.place(this.folder, manifest.archive, 'archive');
    const { manifestName } = build.asStored(manifest);
    this.drive.place(this.folder, manifestName, JSON.stringify(manifest));
    return manifest.archive;
  }

  async run(by: 'user' | 'schedule' = 'user'): Promise<RunReport> {
    const options = { create: false, asked: new Set<string>(), by };
    return await runSync(options, this.#ports(), new AbortController().signal);
  }

  #ports(): RunPorts {
    const known = { instanceId: build.home, minted: false, folder: this.folder };
    return {
      source: this.home,
      destination: () => Promise.resolve(guardDrive(this.drive, this.#guard())),
      budget: appleBudget,
      checkDestination: async () => checkApple(await this.gates.read(), this.clock.now()),
      staging: new Staging(join(this.#dir, 'staging'), () => Promise.resolve(2 * spareBytes)),
      gates: this.gates,
      lastLook: this.lastLook,
      clock: this.clock,
      prove: {
        prover: this.prover,
        processes: alone,
        clock: new EndlessClock(build.now),
        logger: new ArrayLogger(),
        scratchRoot: join(this.#dir, 'proof'),
        keys: () => Promise.resolve([]),
        onTried: () => Promise.resolve(),
        patienceMs: 1,
      },
      logger: new ArrayLogger(),
      settings: {
        ...build.settingsOf({ days: 14, floor: 2 }),
        instanceKey: 'k1',
        known,
        computerName: 'My Mac',
        appVersion: '1.2.3',
        pullPausesMs: [],
        stagingBudget: 1e9,
      },
      onPlace: () => Promise.resolve(),
      onActivity: () => undefined,
      onOutcome: () => Promise.resolve(),
      onMade: (backups) => Promise.resolve(void this.made.push(...backups)),
    };
  }

  #guard(): DriveGuard {
    return { gates: this.gates, clock: this.clock, remembers: () => true };
  }
}

/** Call at the top of a test file; a new world for each test. */
export const useRunWorld = (): { readonly world: RunWorld } => {
  const here: { world: RunWorld } = { world: new RunWorld('') };
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'run-'));
    here.world = new RunWorld(dir);
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  return here;
};
