import fc from 'fast-check';
import type { TestVerdict } from '../../src/shared/vocabulary.ts';
import type { HaBackup } from '../../src/core/domain/backup.ts';
import { isVerified } from '../../src/core/domain/verification.ts';
import { archiveOfManifest, attemptOf, buildTestName, manifestNameOf } from '../../src/core/domain/names.ts';
import { openGates, type Gates } from '../../src/core/state/gates.ts';
import type { PrunePlan } from '../../src/core/sync/plan-prune.ts';
import type { Pull, SyncFacts } from '../../src/core/sync/sync-facts.ts';
import * as build from './domain-builders.ts';
import { aProof } from './proof-builders.ts';

/** Any state that the rules may meet: one house, its folder, what is remembered, what the user wants. */
export interface World {
  readonly folder: build.Folder;
  readonly backups: readonly HaBackup[];
  readonly gates: Gates;
  readonly settings: SyncFacts['settings'];
  readonly asked: ReadonlySet<string>;
}

/** A state in which nothing forbids to delete. */
export const factsOf = (world: World, doubts: Partial<SyncFacts> = {}): SyncFacts => ({
  home: build.listed(world.backups),
  cloud: world.folder.view(),
  settings: world.settings,
  gates: world.gates,
  homeSkewMs: 0,
  instanceAmbiguous: false,
  now: build.now,
  asked: world.asked,
  ...doubts,
});

const computer = fc.constantFrom(build.me, build.me, build.me, build.neighbour, build.thirdComputer);

/** Days that matter to some retention setting, and any minute in between; equal ones are wanted. */
const age = fc.oneof(
  fc.constantFrom(0, 1 / 24, 0.5, 1, 2, 3, 6.9, 7, 13, 14, 14.1, 15, 20, 31, 45).map((days) => days * build.dayMs),
  fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minutes) => minutes * build.minuteMs),
);

/** How much later than it was made a copy was confirmed, by clocks that are up to ten minutes apart. */
const delay = fc.oneof(
  fc.constantFrom(0, 0, build.minuteMs, build.hourMs),
  fc.integer({ min: -9, max: 20 * 24 * 60 }).map((minutes) => minutes * build.minuteMs),
);

const proofs = ['whole', 'keyless', 'odd', 'wrongKey', 'damaged', 'cannotStart'] as const;

const copySpec = fc.record({
  computer,
  delay,
  fate: fc.constantFrom(
    ...(['stored', 'stored', 'stored', 'stored', 'stored', 'damaged', 'gone', 'unconfirmed', 'unreadable'] as const),
    'newer' as const,
  ),
  level: fc.constantFrom(1, 1, 1, 1, 0),
  proof: fc.constantFrom(undefined, undefined, undefined, ...proofs),
  /** Verdicts of restore tests, the first one the latest; some of a clock that was ahead. */
  tests: fc.constantFrom<(TestVerdict | 'ahead')[]>(
    [],
    [],
    [],
    [],
    ['came-back'],
    ['same-bytes'],
    ['failed'],
    ['failed', 'came-back'],
    ['came-back', 'failed'],
    ['came-back', 'ahead'],
  ),
  defects: fc.constantFrom([], [], [], build.noted, build.doubtful),
  bytes: fc.constantFrom('same', 'same', 'same', 'other'),
  /** This computer began to delete it and was stopped in between. */
  begun: fc.constantFrom(false, false, true),
  house: fc.constantFrom(build.home, build.home, build.home, build.home, build.otherHome),
});

const backupSpec = fc.record({
  age,
  offset: build.anOffset,
  kind: fc.constantFrom('automatic', 'automatic', 'automatic', 'manual', 'update'),
  size: fc.constantFrom(5_000_000, 5_000_000, 5_000_000, 4_000_000, 9_000_000),
  sizeKnown: fc.constantFrom(true, true, true, false),
  listed: fc.boolean(),
  copies: fc.constantFrom('encrypted', 'encrypted', 'plain', 'none'),
  cloud: fc.array(copySpec, { maxLength: 3 }),
  gate: fc.option(
    fc.record({
      failures: fc.nat(5),
      waits: fc.integer({ min: -30, max: 30 }),
      refused: fc.constantFrom(0, 0, 0, 1, 2),
    }),
    { freq: 6, nil: undefined },
  ),
  asked: fc.constantFrom(false, false, false, true),
});

type BackupSpec = typeof backupSpec extends fc.Arbitrary<infer Spec> ? Spec : never;
type CopySpec = typeof copySpec extends fc.Arbitrary<infer Spec> ? Spec : never;

const backupOf = (spec: BackupSpec, index: number): HaBackup =>
  build.aBackup({
    id: `b${index}`,
    date: build.inOffset(new Date(build.now.getTime() - spec.age), spec.offset),
    kind: spec.kind,
    copies:
      spec.copies === 'none'
        ? []
        : [
            {
              agentId: 'backup.local',
              size: spec.sizeKnown ? spec.size : undefined,
              protected: spec.copies === 'encrypted',
            },
          ],
  });

/** Puts the copy and returns the name of its manifest. */
const putCopy = (folder: build.Folder, backup: HaBackup, spec: BackupSpec, copy: CopySpec, salt: string): string => {
  const made = build.now.getTime() - spec.age;
  const manifest = build.aManifest({
    backupId: backup.id,
    instanceId: copy.house,
    computerId: copy.computer,
    date: backup.date,
    kind: backup.kind,
    size: spec.size,
    sha256: (copy.bytes === 'same' ? backup.id : salt).replaceAll(/[^0-9a-f]/g, '').padStart(64, '0'),
    level: copy.level,
    ...(copy.proof && { proof: aProof[copy.proof] }),
    defects: [...copy.defects],
    confirmedAt: new Date(Math.min(made + copy.delay, build.now.getTime())).toISOString(),
  });
  const { archive, size } = manifest;
  if (copy.fate !== 'gone') folder.put(archive, copy.fate === 'damaged' ? size - 1 : size);
  copy.tests.forEach((verdict, nth) => {
    const ms = verdict === 'ahead' ? -4000 * build.dayMs : nth * build.dayMs;
    const at = new Date(build.now.getTime() - ms);
    const name = { attempt: attemptOf(archive) ?? '', at, verdict: verdict === 'ahead' ? 'failed' : verdict } as const;
    folder.put(buildTestName(name), 100);
  });
  if (copy.fate === 'newer' || copy.fate === 'unreadable') folder.putManifest(archive, copy.fate);
  else if (copy.fate !== 'unconfirmed') folder.putManifest(archive, manifest);
  return manifestNameOf(archive);
};

const gateOf = ({ gate, size }: BackupSpec): Gates['backups'][string] | undefined =>
  gate && {
    failures: gate.failures,
    notBefore: build.ago(-gate.waits * build.hourMs),
    ...(gate.refused > 0 ? { refused: { code: 'archive.torn' as const, size: gate.refused > 1 ? size : 77 } } : {}),
  };

export const aWorld: fc.Arbitrary<World> = fc
  .record({
    backups: fc.array(backupSpec, { maxLength: 9 }),
    days: fc.constantFrom(0, 1, 2, 7, 14, 14, 30),
    floor: fc.constantFrom(0, 1, 1, 2, 3, 5),
    requireProtected: fc.boolean(),
    adopted: fc.constantFrom([], [], [build.neighbour]),
    pruned: fc.array(age, { maxLength: 2 }),
  })
  .map(({ backups: specs, days, floor, requireProtected, adopted, pruned }) => {
    const backups = specs.map(backupOf);
    const folder = new build.Folder();
    const pruning = specs.flatMap((spec, index) =>
      spec.cloud.flatMap((copy, nth) => {
        const name = putCopy(folder, backupOf(spec, index), spec, copy, `${index}${nth}f`);
        return copy.begun ? [name] : [];
      }),
    );
    const gates = specs.flatMap((spec, index) => {
      const gate = gateOf(spec);
      return gate ? [[`b${index}`, gate] as const] : [];
    });
    const world: World = {
      folder,
      backups: backups.filter((_, index) => specs[index]?.listed),
      gates: { ...openGates(), backups: Object.fromEntries(gates), pruned: pruned.map(build.ago), pruning },
      settings: build.settingsOf({ days, floor, requireProtected, adoptedComputers: adopted }),
      asked: new Set(specs.flatMap((spec, index) => (spec.asked ? [`b${index}`] : []))),
    };
    return { ...world, [fc.toStringMethod]: () => inShort(world) };
  });

/** For a failing property: what a person needs to build the case by hand. */
const inShort = ({ folder, backups, gates, settings, asked }: World): string => {
  const copies = [...folder.manifests].map(([name, manifest]) => {
    const file = folder.files.get(archiveOfManifest(name) ?? '');
    if (typeof manifest === 'string') return `${name}: ${manifest}`;
    const { date, confirmedAt, level, defects, size, sha256, instanceId } = manifest;
    const found = file === undefined ? 'gone' : file.size === size ? 'there' : 'damaged';
    const whose = instanceId === build.home ? '' : ' of another house';
    const proof = `level ${level} ${defects.map((defect) => defect.kind).join()}`;
    return `${name}: ${found}${whose} made ${date} confirmed ${confirmedAt} ${proof} ${sha256.slice(-4)}`;
  });
  const bare = archivesIn(folder).filter((name) => !folder.manifests.has(manifestNameOf(name)));
  const lines = [...copies, ...bare.map((name) => `${name}: unconfirmed`)];
  const homeLines = backups.map(
    ({ id, date, kind, copies: [copy] }) => `${id} ${date} ${kind} ${JSON.stringify(copy)}`,
  );
  const rest = JSON.stringify({
    settings,
    asked: [...asked],
    backups: gates.backups,
    pruned: gates.pruned,
    pruning: gates.pruning,
  });
  return ['', 'iCloud:', ...lines, 'Home Assistant:', ...homeLines, rest, ''].join('\n');
};

/** Every pull stored, confirmed at `at`. */
export const applyPulls = (world: World, pulls: readonly Pull[], at: Date = build.now): World => {
  const folder = world.folder.clone();
  for (const { backup } of pulls) folder.store(build.manifestOf(backup, at, world.settings.computerId));
  return { ...world, folder };
};

/** Archive and manifest of every copy gone, the removals counted. */
export const applyPrune = (world: World, plan: PrunePlan, at: Date = build.now): World => {
  const folder = world.folder.clone();
  for (const { manifest, manifestName } of [...plan.remove, ...plan.duplicates]) {
    folder.remove(manifest.archive);
    folder.remove(manifestName);
  }
  for (const { name } of plan.leftovers) folder.remove(name);
  for (const { manifestName } of plan.tombstones) folder.remove(manifestName);
  const { pruning } = world.gates;
  const gone = [...plan.remove, ...plan.duplicates, ...plan.leftovers];
  // The second half of a deletion was counted with the first.
  const marks = plan.tombstones.filter(({ manifestName }) => !pruning.includes(manifestName));
  const pruned = [...world.gates.pruned, ...[...gone, ...marks].map(() => at.toISOString())];
  return { ...world, folder, gates: { ...world.gates, pruned } };
};

/** Different backups of this house that somebody could count on. */
export const verifiedIds = (folder: build.Folder): Set<string> =>
  new Set(
    folder
      .view()
      .stored.filter(isVerified)
      .map(({ manifest }) => manifest.backupId),
  );

/** Names of all archives, whatever is known of them. */
const archivesIn = (folder: build.Folder): string[] =>
  [...folder.files.keys()].filter((name) => archiveOfManifest(name) === undefined);
