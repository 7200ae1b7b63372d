import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { destinationOf, type PlaceFacts } from '../../../src/main/host/places.ts';
import { offerOf, viewOfFailure, viewOfStep } from '../../../src/main/host/sign-in-view.ts';
import { pauseUntil } from '../../../src/main/host/pause-until.ts';
import { waitForNetwork, waitForSecrets } from '../../../src/main/host/wait-for.ts';
import { isOpenable } from '../../../src/main/external-address.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { places } from '../../../src/shared/contract/places.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { Problem } from '../../../src/shared/run-report.ts';
import { aStatus } from '../../cli/fake-app.ts';
import { PatientClock } from '../../support/patient-clock.ts';

const problem = (code: ErrorCode): Problem => ({ code, facts: {} });
const never = new AbortController().signal;

describe('a pause', () => {
  const local = (day: number, hour: number, minute = 0): Date => new Date(2026, 10, day, hour, minute);
  test.each([
    ['in the morning', local(21, 9), local(22, 6)],
    ['late in the evening', local(21, 23, 30), local(22, 6)],
    ['in the night', local(21, 1), local(21, 6)],
    ['shortly before the morning', local(21, 5), local(22, 6)],
  ])('until tomorrow, said %s', (_, now, until) => {
    expect(pauseUntil('tomorrow', now)).toEqual(until);
  });
  test('for an hour', () => {
    expect(pauseUntil('hour', local(21, 23, 30))).toEqual(local(22, 0, 30));
  });
});

describe('places', () => {
  const facts: PlaceFacts = {
    platform: 'darwin',
    home: '/home/jane',
    homeUrl: 'http://homeassistant.local:8123',
    baseFolder: 'Backups/Home Assistant',
    logsDir: '/logs',
    dataDir: '/data',
    resourcesDir: '/program/resources',
    projectPage: 'https://example.org/project',
    updatePage: undefined,
  };

  test.each(places)('%s leads somewhere that may be opened', (place) => {
    const found = destinationOf(place, facts);
    if (found.kind === 'web') expect(isOpenable(found.url, facts.homeUrl)).toBe(true);
    else expect(found.kind).toMatch(/^(?:folder|login-items)$/);
    expect(JSON.stringify(found)).not.toContain('my.home-assistant.io');
  });

  test('Home Assistant’s own pages are those of this very Home Assistant, once it is known', () => {
    expect(destinationOf('home-assistant-kit', facts)).toMatchObject({
      url: expect.stringMatching(/\/config\/backup\/settings$/u) as unknown,
    });
    expect(destinationOf('home-assistant-token', facts)).toEqual({
      kind: 'web',
      url: 'http://homeassistant.local:8123/profile/security',
    });
    expect(destinationOf('home-assistant-backups', { ...facts, homeUrl: undefined })).toMatchObject({
      kind: 'unknown',
    });
    expect(destinationOf('release', { ...facts, projectPage: undefined })).toMatchObject({ kind: 'unknown' });
  });

  test('a newer release has a page of its own', () => {
    expect(destinationOf('release', facts)).toEqual({ kind: 'web', url: 'https://example.org/project/releases' });
    const updatePage = 'https://example.org/project/releases/tag/v2.0.0';
    expect(destinationOf('release', { ...facts, updatePage })).toEqual({ kind: 'web', url: updatePage });
  });

  test('iCloud Drive is a folder where Apple’s program keeps one, else a page', () => {
    const root = join('/home/jane', 'Library', 'Mobile Documents', 'com~apple~CloudDocs');
    expect(destinationOf('cloud-folder', facts)).toEqual({
      kind: 'folder',
      paths: [join(root, 'Backups', 'Home Assistant'), root],
      otherwise: 'https://www.icloud.com/iclouddrive/',
    });
    expect(destinationOf('cloud-folder', { ...facts, platform: 'linux' })).toMatchObject({ paths: [] });
  });
});

describe('what a sign-in shows', () => {
  const account = 'j…@example.com';
  const facts = { account, resendAt: '2026-11-21T12:01:00.000Z', problem: null };
  const signIn = { account, daysLeft: 20, until: '2026-12-11T12:00:00.000Z', due: false };

  test('each step of Apple’s', () => {
    const phones = [{ id: '1', label: '•• 12' }];
    expect(viewOfStep({ step: 'device-code' }, facts)).toEqual({ step: 'device-code', ...facts });
    expect(viewOfStep({ step: 'choose-phone', phones }, facts)).toEqual({
      step: 'choose-phone',
      phones,
      problem: null,
    });
    expect(viewOfStep({ step: 'done' }, facts)).toBeUndefined();
  });

  test.each<[known: boolean, account: string | null, code: ErrorCode, step: string]>([
    [true, account, 'cloud.offline', 'ready'],
    [true, account, 'icloud.password-wrong', 'password'],
    [true, account, 'secrets.missing', 'password'],
    [true, null, 'cloud.offline', 'password'],
    [false, account, 'cloud.offline', 'password'],
  ])('after a failure (known %s, %s, %s): %s', (known, of, code, step) => {
    expect(viewOfFailure(of, known, problem(code))).toMatchObject({ step, account: of, problem: { code } });
  });

  test.each<[what: string, problems: Problem[], offer: object]>([
    ['nothing wrong: an early renewal', [], { step: 'ready', account, problem: null }],
    ['due soon', [problem('icloud.sign-in-due')], { step: 'ready', account, problem: null }],
    ['over', [problem('icloud.trust-expired')], { step: 'ready', account, problem: problem('icloud.trust-expired') }],
    [
      'another password',
      [problem('icloud.password-wrong')],
      { step: 'password', problem: problem('icloud.password-wrong') },
    ],
    ['a device has to allow it', [problem('icloud.approval-needed')], { step: 'approval-needed', problem: null }],
    ['something else', [problem('ha.away')], { step: 'ready', problem: null }],
  ])('offers by the status: %s', (_, problems, offer) => {
    expect(offerOf(aStatus({ signIn, problems }))).toMatchObject(offer);
  });

  test('nobody signed in: nothing to offer', () => {
    expect(offerOf(aStatus({ signIn: null, problems: [problem('icloud.not-signed-in')] }))).toEqual({ step: 'idle' });
  });
});

describe('waiting', () => {
  const timings = { networkPoll: 2_000, networkDeadline: 60_000, settle: 45_000 };
  const after = (polls: number) => {
    let asked = 0;
    return { current: () => Promise.resolve((asked += 1) > polls ? 'home' : undefined) };
  };

  test.each([
    [0, [45_000]],
    [2, [2_000, 2_000, 45_000]],
  ])('for the network that comes at look %i, and then a little longer', async (polls, waits) => {
    const clock = new PatientClock(new Date(0));
    await waitForNetwork({ network: after(polls), clock, timings, host: 'home.test' }, never);
    expect(clock.waits).toEqual(waits);
  });

  test('for a network that never comes has an end', async () => {
    const clock = new PatientClock(new Date(0));
    await waitForNetwork({ network: after(Infinity), clock, timings, host: 'home.test' }, never);
    expect(clock.now().getTime()).toBeLessThan(120_000);
  });

  test('for a locked keychain, with growing pauses; the last one again and again', async () => {
    const clock = new PatientClock(new Date(0));
    const told: (string | undefined)[] = [];
    let left = 4;
    const app = {
      checkSecrets: () => ((left -= 1) < 0 ? Promise.resolve() : Promise.reject(new AppError('secrets.locked'))),
    };
    await waitForSecrets({ app, clock, pauses: [1, 2], onLocked: (said) => told.push(said?.code) }, never);
    expect(clock.waits).toEqual([1, 2, 2, 2]);
    expect(told).toEqual([...Array<string>(4).fill('secrets.locked'), undefined]);
  });

  test('for nothing where the keychain was refused: the run will say so', async () => {
    const clock = new PatientClock(new Date(0));
    const app = { checkSecrets: () => Promise.reject(new AppError('secrets.denied')) };
    await waitForSecrets({ app, clock, pauses: [1], onLocked: () => undefined }, never);
    expect(clock.waits).toEqual([]);
  });

  test('ends when the app does', async () => {
    const end = new AbortController();
    const clock = new PatientClock(new Date(0));
    clock.onWait = () => end.abort();
    const app = { checkSecrets: () => Promise.reject(new AppError('secrets.locked')) };
    const waiting = waitForSecrets({ app, clock, pauses: [1], onLocked: () => undefined }, end.signal);
    await expect(waiting).rejects.toMatchObject({ code: 'sync.cancelled' });
  });
});
