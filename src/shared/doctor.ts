import { z } from 'zod';
import { problemSchema } from './run-report.ts';

/** The doctor's list, top to bottom: what stands further down needs what stands above it. */
export const doctorLines = [
  'set-up',
  'keychain',
  'disk',
  'rclone',
  'login-item',
  'sleep',
  'home-name',
  'home-network',
  'home-port',
  'home-certificate',
  'home-between',
  'home-answer',
  'home-clock',
  'home-identity',
  'home-socket',
  'home-token',
  'home-admin',
  'home-running',
  'home-version',
  'home-backups',
  'home-list',
  'home-locations',
  'home-schedule',
  'home-encryption',
  'home-retention',
  'home-newest',
  'home-download',
  'cloud-way',
  'cloud-hosts',
  'cloud-sign-in',
  'cloud-terms',
  'cloud-web',
  'cloud-approval',
  'cloud-folder',
  'cloud-list',
  'cloud-write',
] as const;
export type DoctorLine = (typeof doctorLines)[number];

/**
 * Why a line was not asked. `broken-before`: what it needs is broken. `when-asked`: the destination is only spoken to when the
 * user says so. `running`: a run has the sign-in. `plain`: the address has no encryption to look at. `untold`: this version of Home
 * Assistant does not tell. `app-only`: nothing but the desktop app knows. `unknown`: the system does not tell. `nothing-yet`:
 * nothing is there to try it with.
 */
export const unaskedReasons = [
  'broken-before',
  'when-asked',
  'running',
  'plain',
  'untold',
  'app-only',
  'unknown',
  'nothing-yet',
] as const;
export type UnaskedReason = (typeof unaskedReasons)[number];

export const checkedLineSchema = z.object({
  id: z.enum(doctorLines),
  state: z.enum(['ok', 'warning', 'broken', 'not-asked']),
  /** Of `warning` and `broken`. */
  problem: problemSchema.nullable(),
  /** Of `not-asked`. */
  reason: z.enum(unaskedReasons).nullable(),
  /** What was found: numbers, versions, names. Nothing secret. */
  facts: problemSchema.shape.facts,
});
export type CheckedLine = z.infer<typeof checkedLineSchema>;

/** Every line, in the order of `doctorLines`. */
export interface DoctorReport {
  readonly lines: readonly CheckedLine[];
  readonly firstBroken: DoctorLine | null;
}
