import { levelName } from '../../shared/ladder.ts';
import type { LevelResult } from '../../shared/proof.ts';
import type { Activity } from '../../shared/run-report.ts';
import type { TestResult } from '../../shared/status.ts';
import type { TestVerdict } from '../../shared/vocabulary.ts';
import type { Needs } from '../context.ts';
import { misdatedTests, spentTests } from '../domain/copy-test.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { attemptOf, buildTestName } from '../domain/names.ts';
import { highestLevel } from '../domain/verification.ts';
import { isCode, toAppError } from '../errors/app-error.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { computerTag } from '../sync/plan-prune.ts';
import { chooseInCloud, type CopyWish } from './choose-in-cloud.ts';
import { copiesInCloud, type CloudCopy, type CloudSearchInput, type CopyNeeds } from './copies-in-cloud.ts';
import { drawCopy } from './draw-copy.ts';
import { forgetSpoilt, rememberSpoilt, type SpoiltNeeds } from './spoilt-copies.ts';
import { begunTrial, tryCopy, type Found, type Trial, type TrialNeeds } from './try-copy.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

export type TestNeeds = Needs<'history', 'logger'> & CopyNeeds & LockNeeds & SpoiltNeeds & TrialNeeds;

export interface TestInput extends Pick<CloudSearchInput, 'baseFolder'>, Pick<Trial, 'moreKeys'> {
  /** Which copy is brought back: the one that is named, or by lot (`drawCopy`). */
  readonly which: CopyWish | 'any';
}

/**
 * Level 5: brings one copy back from the cloud, compares it with what went up, and proves levels 2 to 4 of what came. The verdict
 * is noted beside the copy, for every computer of the account. A copy that fails is a result, not an error. Errors: those of a
 * restore.
 */
export const testCopy = async (
  context: TestNeeds,
  { which, baseFolder, moreKeys }: TestInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<TestResult> => {
  await context.settings.load();
  const wish = { waitMs: patienceMs.restore, onWaiting: () => onActivity({ phase: 'waiting' }) };
  return await underRunLock(context, wish, signal, async (until) => {
    onActivity({ phase: 'listing' });
    const { spoilt } = await context.gates.read();
    const copies = await copiesInCloud(context, baseFolder === undefined ? {} : { baseFolder }, until);
    const chosen =
      which === 'any'
        ? drawCopy(copies, Math.random(), await begunTrial(context.ports.folders.staging))
        : chooseInCloud(copies, which, new Set(Object.keys(spoilt)));
    const began = context.ports.clock.now();
    const found = await tryCopy(context, { chosen, moreKeys, onActivity }, until);
    const at = wholeSecond(context.ports.clock.now());
    // Before anything else can fail: an hour of download went into it.
    const lasting = { ...found, verdict: lastingVerdict(found, chosen.copy) };
    await remember(context, chosen.copy, lasting, at);
    await note(context, chosen, lasting.verdict, at, until).catch((error: unknown) => {
      if (isCode(error, 'sync.cancelled')) throw error;
      context.ports.logger.warn('restore test not noted', { code: toAppError(error).code });
    });
    return resultOf(chosen.copy, found, began, at);
  });
};

/** As exactly as the note's name tells it. */
const wholeSecond = (now: Date): Date => new Date(Math.floor(now.getTime() / 1000) * 1000);

/** The same bytes as those that an earlier test could read: that nobody had the key this time takes nothing from them. */
const lastingVerdict = ({ verdict }: Found, { test }: StoredBackup): TestVerdict =>
  verdict === 'same-bytes' && test?.verdict === 'came-back' ? 'came-back' : verdict;

/** Old notes that go with one new one: each costs requests. */
const tidiedAtOnce = 3;

/** Beside the copy, for all computers of the account. What an earlier one said, or one of a copy that is gone, goes. */
const note = async (
  context: TestNeeds,
  { base, folder, copy }: CloudCopy,
  verdict: TestVerdict,
  at: Date,
  signal: AbortSignal,
): Promise<void> => {
  const { archive, sha256 } = copy.manifest;
  const attempt = attemptOf(archive);
  if (attempt === undefined) return;
  const drive = await context.drive(base);
  const text = JSON.stringify({ schema: 1, archive, sha256, verdict, at: at.toISOString() }, null, 2);
  await drive.putText(`${text}\n`, folder, buildTestName({ attempt, at, verdict }), signal);
  const files = await drive.names(folder, signal);
  const misdated = misdatedTests(files, archive, at);
  const dated = files.filter((file) => !misdated.includes(file));
  const spent = spentTests(dated, computerTag(context.settings.current.computerId));
  for (const { name } of [...misdated, ...spent].slice(0, tidiedAtOnce)) await drive.remove(folder, name, signal);
};

/** Told at once, without another look at the cloud. */
const remember = async (context: TestNeeds, { manifest }: StoredBackup, { verdict, levels }: Found, at: Date) => {
  const { archive, backupId, instanceId, name, size } = manifest;
  if (verdict === 'failed' && levels.length === 0) await rememberSpoilt(context, archive);
  else await forgetSpoilt(context, archive);
  const test = { at: at.toISOString(), verdict };
  await context.gates.update((current) => ({ ...current, tested: test.at }));
  const withTest = (copies: readonly StoredBackup[]): StoredBackup[] =>
    copies.map((copy) => (copy.manifest.archive === archive ? { ...copy, test } : copy));
  await context.lastLook.update(({ cloud, ...look }) =>
    cloud ? { ...look, cloud: { ...cloud, stored: withTest(cloud.stored), damaged: withTest(cloud.damaged) } } : look,
  );
  const instance = context.settings.current.instances.find((one) => one.instanceId === instanceId)?.key ?? 'other';
  const what = verdict === 'failed' ? 'test-failed' : 'tested';
  await noteHistory(context, { kind: 'backup', at: test.at, what, instance, backupId, name, bytes: size });
};

const resultOf = ({ manifest }: StoredBackup, found: Found, began: Date, at: Date): TestResult => {
  const { backupId: id, name, date, archive, size: bytes } = manifest;
  const levels = [...found.levels, cameBack(found, began, at)];
  const { verdict, problem = null } = found;
  return {
    id,
    name,
    date,
    archive,
    bytes,
    verdict,
    at: at.toISOString(),
    level: highestLevel(levels),
    levels,
    problem,
  };
};

const cameBack = ({ verdict, problem, levels }: Found, began: Date, at: Date): LevelResult => {
  const untold = levels.find(({ holds }) => holds === null)?.problem ?? null;
  return {
    level: 5,
    name: levelName(5),
    holds: verdict === 'same-bytes' ? null : verdict === 'came-back',
    at: began.toISOString(),
    ms: Math.max(0, at.getTime() - began.getTime()),
    problem: verdict === 'same-bytes' ? untold : (problem ?? null),
  };
};
