import { aLadder } from './a-ladder.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { alarmSchema } from '../../src/cli/commands/alarm.ts';
import { phoneCodeSchema } from '../../src/cli/commands/phone-code.ts';
import type { CliApp } from '../../src/cli/create-app.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import {
  backupLineSchema,
  doctorAnswerSchema,
  errorSchema,
  extractLineSchema,
  loginLineSchema,
  restoreLineSchema,
  testLineSchema,
  watchLineSchema,
} from '../../src/shared/cli-lines.ts';
import { contentsSchema } from '../../src/shared/inside.ts';
import { salvagedSchema } from '../../src/shared/salvage.ts';
import {
  checkResultSchema,
  listSchema,
  logoutResultSchema,
  pinResultSchema,
  pruneResultSchema,
  setupResultSchema,
  statusSchema,
} from '../../src/shared/status.ts';
import { sheetSchema } from '../../src/shared/sheet.ts';
import { keyCheckSchema, keyListSchema } from '../../src/shared/keys.ts';
import { userSettingsSchema } from '../../src/shared/user-settings.ts';
import { aDialog } from './a-dialog.ts';
import { aCheck, anOffer, aReport, aSetup, aStatus, fakeApp, someSettings, transferring } from './fake-app.ts';
import { aMixedReport } from './a-doctor.ts';
import { anExtracted } from './a-look-inside.ts';
import { jsonLines, run } from './terminal.ts';

const env = { HA_ICLOUD_BACKUP_TOKEN: 'the-token', HA_ICLOUD_BACKUP_APPLE_PASSWORD: 'the-password' };

/** The shapes that programs rely on: a golden file is changed by hand, together with the programs that read it. */
const golden = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));

interface Document {
  readonly name: string;
  readonly argv: readonly string[];
  readonly schema: z.ZodType;
  readonly app?: Partial<CliApp>;
  readonly code?: number;
}

const problem = { code: 'ha.keeps-too-few', facts: { days: 3 } } as const;

describe('one document on stdout', () => {
  it.each<Document>([
    {
      name: 'setup',
      argv: ['setup', '--url', 'h'],
      schema: setupResultSchema,
      app: { setUp: () => Promise.resolve(aSetup({ offers: [anOffer], warnings: [problem] })) },
      code: 4,
    },
    { name: 'status', argv: ['status'], schema: statusSchema },
    {
      name: 'status-problems',
      argv: ['status'],
      schema: statusSchema,
      app: {
        status: () =>
          Promise.resolve(
            aStatus({
              safety: 'danger',
              newestVerified: null,
              nextRun: null,
              nextBackup: null,
              running: { pid: 4711, since: '2026-11-21T11:59:00.000Z' },
              signIn: null,
              home: null,
              problems: [{ code: 'icloud.trust-expired', facts: { since: '2026-11-20T12:00:00.000Z' } }],
            }),
          ),
      },
      code: 3,
    },
    {
      name: 'doctor',
      argv: ['doctor', '--apple'],
      schema: doctorAnswerSchema,
      app: { doctor: () => Promise.resolve(aMixedReport()) },
      code: 1,
    },
    { name: 'list', argv: ['list'], schema: listSchema },
    { name: 'prune-dry-run', argv: ['prune', '--dry-run'], schema: pruneResultSchema },
    { name: 'prune', argv: ['prune', '--yes'], schema: pruneResultSchema },
    { name: 'sheet', argv: ['sheet', '--to', 'home.html'], schema: sheetSchema },
    { name: 'check', argv: ['check', 'file.tar'], schema: checkResultSchema },
    {
      name: 'check-refused',
      argv: ['check', 'file.tar'],
      schema: checkResultSchema,
      app: {
        check: () =>
          Promise.resolve(
            aCheck({
              verdict: 'refused',
              sha256: null,
              slug: null,
              protected: null,
              secureTar: null,
              parts: [],
              level: 0,
              levels: aLadder(false),
              problem: { code: 'archive.torn', facts: { after: 'core_ssh.tar.gz' } },
            }),
          ),
      },
      code: 1,
    },
    { name: 'pin', argv: ['pin', '1a2b3c4d'], schema: pinResultSchema },
    {
      name: 'alarm',
      argv: ['alarm'],
      schema: alarmSchema,
      app: {
        status: () => Promise.resolve(aStatus({ telling: { ...aStatus().telling, alarm: 'by-hand' } })),
        readSettings: () =>
          Promise.resolve({ ...someSettings, alarmAfterMinutes: 4320, alarmNotify: ['mobile_app_phone'] }),
        alarmText: () => Promise.resolve('- id: "ha_icloud_backup_1a2b"\n'),
      },
    },
    {
      name: 'phone-code',
      argv: ['phone-code'],
      schema: phoneCodeSchema,
      app: { readSettings: () => Promise.resolve({ ...someSettings, phoneCodeNotify: ['mobile_app_phone'] }) },
    },
    { name: 'salvage', argv: ['salvage', 'file.tar', '--to', 'd'], schema: salvagedSchema, code: 4 },
    { name: 'contents', argv: ['contents', 'file.tar'], schema: contentsSchema },
    { name: 'keys', argv: ['keys'], schema: keyListSchema },
    { name: 'keys-check', argv: ['keys', 'check'], schema: keyCheckSchema },
    { name: 'settings', argv: ['settings'], schema: userSettingsSchema },
    { name: 'settings-changed', argv: ['settings', 'keep', '5'], schema: userSettingsSchema },
    { name: 'logout', argv: ['logout'], schema: logoutResultSchema },
    {
      name: 'error',
      argv: ['list'],
      schema: errorSchema,
      app: {
        list: () => Promise.reject(new AppError('ha.unreachable', { url: 'http://ha:8123', reason: 'ECONNREFUSED' })),
      },
      code: 1,
    },
  ])('$name', async ({ name, argv, schema, app = {}, code = 0 }) => {
    const ended = await run([...argv, '--json'], fakeApp(app), { env });
    expect(ended.code).toBe(code);
    const found: unknown = JSON.parse(ended.stdout);
    expect(found).toEqual(golden(name));
    // Nothing in it that the schema does not know.
    expect(schema.parse(found)).toEqual(found);
    expect(ended.stdout.endsWith('}\n')).toBe(true);
  });
});

const until = new Date('2026-11-21T12:05:00.000Z');

describe('lines on stdout, the last of type result', () => {
  it.each<Document>([
    {
      name: 'backup',
      argv: ['backup'],
      schema: backupLineSchema,
      app: {
        backUp: (_, onActivity) => {
          onActivity({ phase: 'connecting' });
          onActivity({ phase: 'creating', stage: 'home_assistant' });
          onActivity(transferring(0));
          onActivity({
            phase: 'transferring',
            download: { name: 'Older backup', bytes: 5, total: undefined },
            upload: { name: 'Automatic backup 2026.11.0', bytes: 7, total: 9, finishing: false },
            waiting: 0,
          });
          onActivity({ phase: 'pruning' });
          return Promise.resolve(aReport());
        },
      },
    },
    {
      name: 'backup-failed',
      argv: ['backup'],
      schema: backupLineSchema,
      app: {
        backUp: () =>
          Promise.resolve(
            aReport({
              outcome: 'failed',
              backups: [],
              problem: { code: 'cloud.full', facts: { neededBytes: 5_000_000 } },
            }),
          ),
      },
      code: 3,
    },
    {
      name: 'backup-error',
      argv: ['backup'],
      schema: backupLineSchema,
      app: { backUp: () => Promise.reject(new AppError('sync.running', { pid: 4711 })) },
      code: 1,
    },
    {
      name: 'login',
      argv: ['login', '--apple-id', 'me@example.com'],
      schema: loginLineSchema,
      app: {
        signIn: () =>
          Promise.resolve(
            aDialog([
              { step: 'device-code' },
              new AppError('icloud.code-wrong'),
              {
                step: 'choose-phone',
                phones: [
                  { id: '7', label: '+49 ••• 12' },
                  { id: '3', label: '+49 ••• 34' },
                ],
              },
              { step: 'phone-code', phone: '+49 ••• 34' },
              { step: 'ask-again' },
              { step: 'device-code' },
              { step: 'done' },
            ]),
          ),
        approve: (onWaiting) => {
          onWaiting(until);
          return Promise.resolve();
        },
      },
    },
    { name: 'restore', argv: ['restore', '1a2b', '--to', 'd'], schema: restoreLineSchema },
    { name: 'test', argv: ['test', '1a2b'], schema: testLineSchema },
    { name: 'restore-into-home', argv: ['restore', '1a2b', '--into-home-assistant'], schema: restoreLineSchema },
    {
      name: 'extract',
      argv: ['extract', '1a2b', 'homeassistant/www', '--to', 'd'],
      schema: extractLineSchema,
      app: {
        extract: (_, { onFetch, onActivity }) => {
          onFetch(48_000, 61_440);
          onActivity(transferring(5));
          return Promise.resolve(anExtracted());
        },
      },
      code: 4,
    },
    {
      name: 'watch',
      argv: ['watch'],
      schema: watchLineSchema,
      app: {
        watch: (listener) => {
          listener.onActivity({ phase: 'listing' });
          listener.onReport(aReport(), 'start');
          listener.onStatus(aStatus());
          return Promise.resolve();
        },
      },
    },
  ])('$name', async ({ name, argv, schema, app = {}, code = 0 }) => {
    const input = '111111\nsms\n2\n222222\nagain\n333333\n';
    const ended = await run([...argv, '--json'], fakeApp(app), { env, input });
    expect(ended.code).toBe(code);
    const found = jsonLines(ended.stdout);
    expect(found).toEqual(golden(name));
    for (const line of found) expect(schema.parse(line)).toEqual(line);
    expect(found.filter((line) => Object(line) && (line as { type: string }).type === 'result')).toEqual(
      found.slice(-1),
    );
  });
});

it('keeps words for people out of stdout, and says them on stderr', async () => {
  const { stdout, stderr } = await run(
    ['backup', '--json'],
    fakeApp({ backUp: () => Promise.reject(new AppError('ha.away')) }),
  );
  expect(jsonLines(stdout)).toHaveLength(1);
  expect(stderr).toContain('Away from home (ha.away)');
});
